#include "clients/conformance/testing_open_referral.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"
#include "absl/time/time.h"

namespace localoffer::conformance {

using harvest::FeedAnswer;
using harvest::FeedRequest;
using harvest::TestId;

struct TestOpenReferral::Service {
  int number = 0;
  std::string name;
  int organization = 0;
  int term = 0;
  int least_age = 0;
  int most_age = 0;
  std::string postcode;
  std::string day;
  std::string last_modified;
};

namespace {

constexpr int kServices = 10;
constexpr int kDefaultPerPage = 50;
constexpr int kMostPerPage = 100;
constexpr int kFirstTerm = 100;
constexpr int kTaxonomy = 200;
constexpr int kFirstOrganization = 300;
constexpr int kWithdrawn = 999;

std::string Words(bool value) { return value ? "true" : "false"; }

// A whole number from 1; `absent` when it was not asked for.
std::optional<int> Whole(const FeedRequest& request, const std::string& name,
                         int absent) {
  if (!request.parameters.contains(name)) return absent;
  int number = 0;
  if (!absl::SimpleAtoi(request.Parameter(name), &number) || number < 1) {
    return std::nullopt;
  }
  return number;
}

std::optional<absl::Time> Time(const std::string& text) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    return std::nullopt;
  }
  return time;
}

bool IsSenseless(const FeedRequest& request) {
  const std::string after = request.Parameter("modified_after");
  const std::string age = request.Parameter("minimum_age");
  double number = 0;
  return !Whole(request, "page", 1) || !Whole(request, "per_page", 1) ||
         (!after.empty() && !Time(after)) ||
         (!age.empty() && !absl::SimpleAtod(age, &number)) ||
         absl::StrContains(request.Parameter("search"), "\xC3\x28");
}

std::string Organization(int number, bool is_other = false) {
  return absl::Substitute(
      R"({"id":"$0","name":"Trust $1$2","description":"A trust"})",
      TestId(number), number, is_other ? " (other)" : "");
}

std::string Term(int number) {
  return absl::Substitute(
      R"({"id":"$0","name":"Term $1","description":"A term",)"
      R"("taxonomy_id":"$2"})",
      TestId(number), number, TestId(kTaxonomy));
}

}  // namespace

TestOpenReferral::TestOpenReferral(Fault fault) : fault_(fault) {
  server.Follow([this](const FeedRequest& request) {
    FeedAnswer answer = Answer(request);
    if (!Has(Fault::kClosedToPages)) {
      answer.headers.emplace_back("Access-Control-Allow-Origin", "*");
    }
    return answer;
  });
}

std::string TestOpenReferral::WithdrawnId() { return TestId(kWithdrawn); }

FeedAnswer TestOpenReferral::Answer(const FeedRequest& request) const {
  absl::string_view path = request.path;
  if (path == "/") {
    return {.body = absl::Substitute(
                R"({$0"profile":"https://a.example/profile",)"
                R"("openapi_url":"https://a.example/openapi.json"})",
                Has(Fault::kNoVersion) ? "" : R"("version":"HSDS-UK-3.0",)")};
  }
  if (path == "/services") return AnswerList(request);
  if (absl::ConsumePrefix(&path, "/services/")) return AnswerService(path);
  return AnswerOthers(path);
}

FeedAnswer TestOpenReferral::AnswerService(absl::string_view id) const {
  if (id == WithdrawnId() && !Has(Fault::kWithdrawnIsUnknown)) {
    return {.status = 410};
  }
  for (int i = 1; i <= kServices; ++i) {
    if (id == TestId(i) && !Has(Fault::kWholeMissing)) {
      return {.body = Json(ServiceAt(i), true)};
    }
  }
  if (Has(Fault::kUnknownIsEmpty)) return {.body = "{}"};
  return {.status = 404, .body = R"({"title":"not found"})"};
}

FeedAnswer TestOpenReferral::AnswerOthers(absl::string_view path) const {
  const std::string taxonomy = absl::Substitute(
      R"({"id":"$0",$1"description":"Terms"})", TestId(kTaxonomy),
      Has(Fault::kTaxonomiesWithoutName) ? "" : R"("name":"Subjects",)");
  if (path == "/taxonomies") return {.body = Page({taxonomy}, 1, 50)};
  if (path == absl::StrCat("/taxonomies/", TestId(kTaxonomy))) {
    return {.body = taxonomy};
  }
  const std::string organization = Organization(kFirstOrganization);
  if (path == "/organizations") {
    return {.body = absl::StrCat(R"({"contents":[)", organization, "]}")};
  }
  if (path == absl::StrCat("/organizations/", TestId(kFirstOrganization))) {
    return {.body = Organization(kFirstOrganization,
                                 Has(Fault::kOrganizationsOther))};
  }
  return {.status = 404};
}

FeedAnswer TestOpenReferral::AnswerList(const FeedRequest& request) const {
  if (IsSenseless(request)) {
    if (Has(Fault::kSenselessFails)) return {.status = 500};
    if (!Has(Fault::kSenselessIsTaken)) return {.status = 400, .body = "{}"};
  }
  std::vector<std::string> all;
  for (int i = 1; i <= kServices; ++i) {
    const Service service = ServiceAt(i);
    if (Passes(service, request)) all.push_back(Json(service, false));
  }
  int per_page = Whole(request, "per_page", kDefaultPerPage).value_or(1);
  if (Has(Fault::kIgnoresPerPage)) per_page = kDefaultPerPage;
  return {.body = Page(all, Whole(request, "page", 1).value_or(1),
                       std::min(per_page, kMostPerPage))};
}

TestOpenReferral::Service TestOpenReferral::ServiceAt(int number) const {
  Service service;
  service.number = number;
  service.name = absl::StrCat("Short break number ", number, "!");
  service.organization = kFirstOrganization + number % 3;
  service.term = kFirstTerm + number % 4;
  service.least_age = number;
  service.most_age = number + 2;
  service.postcode = absl::StrCat("BS1 ", number % 10, "DJ");
  service.day = number % 2 == 0 ? "MO" : "SA";
  service.last_modified =
      absl::StrCat("2026-01-", number < 10 ? "0" : "", number, "T12:00:00.5Z");
  return service;
}

bool TestOpenReferral::PassesAges(const Service& service,
                                  const FeedRequest& request) const {
  double least = 0;
  double most = 1000;
  const bool has_least =
      absl::SimpleAtod(request.Parameter("minimum_age"), &least);
  const bool has_most =
      absl::SimpleAtod(request.Parameter("maximum_age"), &most);
  if (!has_least && !has_most) return true;
  if (Has(Fault::kAgesIgnored)) return true;
  if (Has(Fault::kAgesFindNothing)) return false;
  return service.least_age <= most && service.most_age >= least;
}

bool TestOpenReferral::PassesDate(const Service& service,
                                  const std::string& after) const {
  const std::optional<absl::Time> asked = Time(after);
  if (!asked || Has(Fault::kModifiedIgnored)) return true;
  const absl::Time modified = *Time(service.last_modified);
  return Has(Fault::kModifiedExclusive) ? modified > *asked
                                        : modified >= *asked;
}

bool TestOpenReferral::Passes(const Service& service,
                              const FeedRequest& request) const {
  const auto equals = [&](const std::string& name, const std::string& value,
                          Fault finds_nothing) {
    const std::string asked = request.Parameter(name);
    return asked.empty() || (asked == value && !Has(finds_nothing));
  };
  const std::string words = request.Parameter("search");
  const bool has_words = words.empty() || Has(Fault::kSearchIgnored) ||
                         (absl::StrContains(service.name, words) &&
                          !Has(Fault::kSearchFindsNothing));
  if (Has(Fault::kParametersAreAlternatives) && !words.empty() && has_words) {
    return true;
  }
  return has_words &&
         (Has(Fault::kOrganizationIgnored) ||
          equals("organization_id", TestId(service.organization),
                 Fault::kOrganizationFindsNothing)) &&
         equals("taxonomy_term_id", TestId(service.term),
                Fault::kTermFindsNothing) &&
         equals("taxonomy_id", TestId(kTaxonomy),
                Fault::kTaxonomyFindsNothing) &&
         equals("postcode", service.postcode, Fault::kPostcodeFindsNothing) &&
         equals("day", service.day, Fault::kDayFindsNothing) &&
         PassesDate(service, request.Parameter("modified_after")) &&
         PassesAges(service, request);
}

std::string TestOpenReferral::Page(const std::vector<std::string>& all,
                                   int page, int per_page) const {
  const int total = static_cast<int>(all.size());
  const int pages = (total + per_page - 1) / per_page;
  if (Has(Fault::kRepeatsLastPage))
    page = std::clamp(page, 1, std::max(pages, 1));
  // Before the last page, so that it is seen where it does not end the list.
  const bool is_second = page == 2 && pages > 2;
  int begin = std::min((page - 1) * per_page, total);
  if (is_second && Has(Fault::kDouble)) --begin;
  int end = std::min(begin + per_page, total);
  if (is_second && Has(Fault::kGap)) --end;
  const int size = end - begin;
  const std::string contents =
      absl::StrJoin(all.begin() + begin, all.begin() + end, ",");
  const std::string totals =
      Has(Fault::kNoTotals)
          ? ""
          : absl::Substitute(R"("total_items":$0,"total_pages":$1,)", total,
                             pages);
  const bool is_last = page >= pages;
  return absl::Substitute(
      R"({$0"page_number":$1,"size":$2,"first_page":$3,"last_page":$4,)"
      R"("empty":$5,"contents":$6})",
      totals, page + (Has(Fault::kWrongPageNumber) ? 1 : 0),
      size + (Has(Fault::kWrongSize) ? 1 : 0), Words(page == 1),
      Words(Has(Fault::kWrongLastPage) ? page > pages : is_last),
      Words(Has(Fault::kWrongEmpty) != (size == 0)),
      Has(Fault::kContentsNoArray) ? "{}" : absl::StrCat("[", contents, "]"));
}

std::string TestOpenReferral::Json(const Service& service, bool whole) const {
  const bool listed_badly = !whole && service.number == 3;
  const std::string id = TestId(service.number);
  std::string json = absl::Substitute(
      R"({"id":"$0","name":"$1$2",$3"minimum_age":$4,"maximum_age":$5,)"
      R"("last_modified":"$6","organization":$7)",
      listed_badly && Has(Fault::kListedIdNoUuid) ? "3" : id, service.name,
      whole && Has(Fault::kWholeOtherName) ? " (new)" : "",
      listed_badly && Has(Fault::kListedWithoutStatus)
          ? ""
          : R"("status":"active",)",
      service.least_age, service.most_age, service.last_modified,
      Organization(service.organization));
  if (whole) {
    absl::StrAppend(
        &json,
        absl::Substitute(
            R"(,"attributes":[{"id":"$0","taxonomy_term":$1}],)"
            R"("schedules":[{"id":"$0","freq":"$2","byday":"$3",)"
            R"("valid_from":"$4","opens_at":"09:00","closes_at":"12:00"}],)",
            id, Term(service.term),
            Has(Fault::kWholeFreqUnknown) ? "DAILY" : "WEEKLY", service.day,
            Has(Fault::kWholeBadDate) ? "1/2/2020" : "2020-01-01"),
        absl::Substitute(
            R"("service_at_locations":[{"id":"$0","location":{"id":"$0",)"
            R"("location_type":"physical","addresses":[{"id":"$0",)"
            R"("address_1":"1 Road","city":"Town","state_province":"County",)"
            R"("postal_code":"$1","country":"GB","address_type":"physical"}]}}])",
            id, service.postcode));
  }
  return absl::StrCat(json, "}");
}

}  // namespace localoffer::conformance
