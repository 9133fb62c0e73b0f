// Whatever /services is asked, SearchEntries can be asked, with the same
// answer.
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "services/catalogue/testing_services.h"
#include "services/gateway/openreferral/open_referral_api.h"
#include "tests/e2e/openreferral/records.h"

namespace localoffer::gateway {
namespace {

using catalogue::kBristol;
using catalogue::kLeeds;
using ::localoffer::testing::kDays;
using ::localoffer::testing::kServices;
using ::localoffer::testing::Records;
using ::localoffer::testing::Uuid;

constexpr char kBase[] = "/openreferral/v3";
constexpr char kBase1[] = "/openreferral/v1";

// A question over HTTP and the same over gRPC, as a person who reads both
// documents would write them.
struct Question {
  std::string parameters;
  v1::SearchEntriesRequest request;

  v1::EntryFilter& filter() { return *request.mutable_filter(); }
  void Add(const std::string& name, const std::string& value) {
    absl::StrAppend(&parameters, parameters.empty() ? "" : "&", name, "=",
                    absl::StrReplaceAll(value, {{" ", "%20"}}));
  }
};

struct Answer {
  std::vector<std::string> ids;
  uint64_t total = 0;

  friend bool operator==(const Answer&, const Answer&) = default;
};

std::ostream& operator<<(std::ostream& out, const Answer& answer) {
  out << answer.total << ":";
  for (const std::string& id : answer.ids) out << " " << id;
  return out;
}

class ServicesOverGrpcTest : public ::testing::Test {
 protected:
  ServicesOverGrpcTest() {
    Publish(kBristol, 0);
    store_.clock().Advance(absl::Hours(1));
    middle_ = store_.clock().now();
    Publish(kLeeds, 1);
    store_.clock().Advance(absl::Hours(1));
    AddOpenReferralResources(api_, router_);
  }

  void Publish(const std::string& log, int remainder) {
    for (const v1::Entry& entry : records_.EntriesOf(remainder)) {
      store_.Publish(log, entry.service());
    }
  }

  int Random(int below) { return static_cast<int>(random_() % below); }
  bool Sometimes() { return Random(4) == 0; }

  // The id of a term, as an entry says it, or its name.
  std::string RandomTerm(bool by_id) {
    const v1::Service* service = nullptr;
    do {
      service = &records_.services()[Random(kServices)];
    } while (service->attributes().empty());
    const v1::TaxonomyTerm& term = service->attributes(0).taxonomy_term();
    return by_id ? term.id() : term.name();
  }
  std::string RandomTaxonomy() {
    return Random(3) == 0 ? Uuid(5, 0) : Random(2) == 0 ? "needs" : "Kinds";
  }
  static void AddTerm(const std::string& term, const std::string& taxonomy,
                      v1::TermCondition& condition) {
    v1::TermQuery& query = *condition.add_any_of();
    if (!term.empty()) query.set_term(absl::StrCat("taxonomyTerms/", term));
    if (!taxonomy.empty()) {
      query.set_taxonomy(absl::StrCat("taxonomies/", taxonomy));
    }
  }

  void AddWords(const std::string& parameter, Question& question) {
    constexpr const char* kWords[] = {"respite", "musik swiming", "hoist 7",
                                      "families"};
    question.request.set_query(kWords[Random(4)]);
    question.Add(parameter, question.request.query());
  }
  void AddPlace(Question& question) {
    if (Random(2) == 0) {
      question.Add("postcode", "BS1");
      question.filter().mutable_serves()->set_postcode("BS1");
      return;
    }
    question.Add("postcode", "BS1");
    question.Add("proximity", "3000");
    v1::NearFilter& near = *question.filter().mutable_near();
    near.mutable_place()->set_postcode("BS1");
    near.set_radius_meters(3000);
    if (question.request.query().empty()) {
      question.request.set_order(v1::SEARCH_ORDER_DISTANCE);
    }
  }
  void AddAges(Question& question) {
    const int age = Random(25);
    question.Add("minimum_age", absl::StrCat(age));
    question.filter().set_minimum_age(age);
    if (Random(2) == 0) return;
    question.Add("maximum_age", absl::StrCat(age + 3));
    question.filter().set_maximum_age(age + 3);
  }
  void AddDay(Question& question, bool with_times) {
    v1::OpenAt& open_at = *question.filter().add_open_at();
    const int day = Random(7);
    question.Add("day", kDays[day]);
    open_at.set_day(static_cast<v1::DayOfWeek>(v1::DAY_OF_WEEK_MONDAY + day));
    if (!with_times) return;
    const int hour = 10 + Random(8);
    open_at.set_time(absl::StrCat(hour, ":00"));
    open_at.set_end_time(absl::StrCat(hour + 1, ":30"));
    question.Add("start_time", open_at.time());
    question.Add("end_time", open_at.end_time());
  }

  Question Random3() {
    Question question;
    if (Sometimes()) AddWords("search", question);
    if (Sometimes()) AddPlace(question);
    if (Sometimes()) AddAges(question);
    if (Sometimes()) AddDay(question, Random(2) == 0);
    if (Sometimes()) {
      const std::string id = Uuid(2, Random(10));
      question.Add("organization_id", id);
      question.filter().add_organizations(absl::StrCat("organizations/", id));
    }
    if (Sometimes()) {
      const bool by_id = Random(2) == 0;
      const std::string term = RandomTerm(by_id);
      question.Add("taxonomy_term_id", term);
      if (by_id) {
        AddTerm(term, "", *question.filter().add_term_conditions());
      } else {
        question.filter().add_taxonomy_terms(term);
      }
    }
    if (Sometimes()) {
      const std::string taxonomy = RandomTaxonomy();
      question.Add("taxonomy_id", taxonomy);
      AddTerm("", taxonomy, *question.filter().add_term_conditions());
    }
    if (Sometimes()) {
      const absl::Time since = middle_ + absl::Minutes(Random(3) - 1);
      question.Add(
          "modified_after",
          absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", since, absl::UTCTimeZone()));
      question.filter().mutable_changed_since()->set_seconds(
          absl::ToUnixSeconds(since));
    }
    return question;
  }

  Question Random1() {
    Question question;
    if (Sometimes()) AddWords("text", question);
    if (Sometimes()) {
      v1::TermCondition& pairs = *question.filter().add_term_conditions();
      for (int of = 1 + Random(3); of > 0; --of) {
        const std::string term = RandomTerm(Random(2) == 0);
        const std::string taxonomy = RandomTaxonomy();
        question.Add("taxonomy_id", term);
        question.Add("vocabulary", taxonomy);
        AddTerm(term, taxonomy, pairs);
      }
    }
    for (const char* purpose : {"need", "circumstance", "service_type"}) {
      if (!Sometimes()) continue;
      v1::TermCondition& any = *question.filter().add_term_conditions();
      for (int of = 1 + Random(3); of > 0; --of) {
        const std::string term = RandomTerm(Random(2) == 0);
        question.Add(purpose, term);
        AddTerm(term, "", any);
      }
    }
    if (Sometimes()) {
      for (int days = 1 + Random(3); days > 0; --days) AddDay(question, true);
    }
    return question;
  }

  Answer OverGrpc(const v1::SearchEntriesRequest& request) {
    v1::SearchEntriesResponse response;
    grpc::ClientContext context;
    const grpc::Status status =
        services_.directory().SearchEntries(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message() << "\n"
                             << request.DebugString();
    Answer answer;
    answer.total = static_cast<uint64_t>(response.total_size());
    for (const v1::SearchHit& hit : response.hits()) {
      answer.ids.push_back(hit.entry().service().id());
    }
    next_ = response.next_page_token();
    return answer;
  }

  std::string Get(const std::string& target, const std::string& accept = "") {
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.accept = accept;
    HttpResponse response = router_.Answer(request, "http://node");
    EXPECT_EQ(response.status, 200) << target << "\n" << response.body;
    for (bool more = response.source != nullptr; more;) {
      std::string piece;
      const absl::StatusOr<bool> next = response.source(piece);
      EXPECT_TRUE(next.ok()) << next.status();
      more = next.value_or(false);
      response.body += piece;
    }
    return std::move(response.body);
  }

  static rapidjson::Document Parse(const std::string& body) {
    rapidjson::Document json;
    json.Parse(body.c_str());
    EXPECT_FALSE(json.HasParseError()) << body;
    return json;
  }

  Answer OverHttp(const std::string& target, const char* list,
                  const char* total) {
    const rapidjson::Document page = Parse(Get(target));
    Answer answer;
    if (!page.IsObject() || !page.HasMember(list)) return answer;
    answer.total = page[total].GetUint64();
    for (const auto& service : page[list].GetArray()) {
      answer.ids.emplace_back(service["id"].GetString());
    }
    return answer;
  }

  // The ids of a whole list.
  std::vector<std::string> All(const std::string& target) {
    std::vector<std::string> ids;
    const std::string body = Get(target, "application/x-ndjson");
    for (const absl::string_view line :
         absl::StrSplit(body, '\n', absl::SkipEmpty())) {
      ids.emplace_back(Parse(std::string(line))["id"].GetString());
    }
    return ids;
  }

  const Records records_{17};
  std::mt19937 random_{4};
  absl::Time middle_;
  std::string next_;

  catalogue::TestingServices services_;
  catalogue::TestingStore& store_ = services_.store();
  const OpenReferralApi api_{
      std::make_shared<const NodeClient>(services_.channel()),
      store_.clock().clock()};
  Router router_;
};

TEST_F(ServicesOverGrpcTest, EveryPageOf3IsAPageOfSearchEntries) {
  int many = 0;
  for (int i = 0; i < 250; ++i) {
    Question question = Random3();
    const int size = 1 + Random(12);
    const int number = 1 + Random(3);
    question.request.set_page_size(size);
    question.request.set_skip(size * (number - 1));
    const std::string target =
        absl::StrCat(kBase, "/services?", question.parameters,
                     question.parameters.empty() ? "" : "&", "page=", number,
                     "&per_page=", size);
    const Answer answer = OverGrpc(question.request);
    EXPECT_EQ(OverHttp(target, "contents", "total_items"), answer) << target;
    if (answer.total > 3) ++many;
  }
  EXPECT_GT(many, 60);
}

TEST_F(ServicesOverGrpcTest, EveryPageOf1IsAPageOfSearchEntries) {
  int many = 0;
  for (int i = 0; i < 250; ++i) {
    Question question = Random1();
    question.request.set_page_size(20);
    const std::string target =
        absl::StrCat(kBase1, "/services?", question.parameters,
                     question.parameters.empty() ? "" : "&", "per_page=20");
    const Answer answer = OverGrpc(question.request);
    EXPECT_EQ(OverHttp(target, "content", "totalElements"), answer) << target;
    if (answer.total > 3) ++many;
  }
  EXPECT_GT(many, 60);
}

TEST_F(ServicesOverGrpcTest, PlacesOfTheSameQuestionAreTheSame) {
  size_t many = 0;
  for (int i = 0; i < 60; ++i) {
    const Question question = Random3();
    // All of them stand in another order over HTTP.
    if (question.parameters.empty()) continue;
    v1::ListServiceAtLocationsRequest request;
    request.set_query(question.request.query());
    *request.mutable_filter() = question.request.filter();
    request.set_page_size(1 + Random(9));
    std::vector<std::string> ids;
    do {
      v1::ListServiceAtLocationsResponse page;
      grpc::ClientContext context;
      const grpc::Status status = services_.catalogue().ListServiceAtLocations(
          &context, request, &page);
      ASSERT_TRUE(status.ok()) << status.error_message();
      for (const auto& each : page.service_at_locations()) {
        ids.push_back(each.service_at_location().id());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(ids, All(absl::StrCat(kBase, "/service_at_locations?",
                                    question.parameters)))
        << question.parameters;
    many += ids.size();
  }
  EXPECT_GT(many, 300u);
}

TEST_F(ServicesOverGrpcTest, PageAfterPageIsEverythingOfTheFirstsMoment) {
  for (int i = 0; i < 40; ++i) {
    Question question = Random3();
    // The newest catalogue, which the lines are of, is that of the first page.
    const std::vector<std::string> all =
        All(absl::StrCat(kBase, "/services?", question.parameters));
    question.request.set_page_size(1 + Random(5));
    std::vector<std::string> pages;
    do {
      const Answer answer = OverGrpc(question.request);
      EXPECT_EQ(answer.total, all.size()) << question.parameters;
      pages.insert(pages.end(), answer.ids.begin(), answer.ids.end());
      question.request.set_page_token(next_);
      // An entry that was among the hits, or not, is another now.
      v1::Entry entry = records_.EntriesOf(0)[Random(kServices / 2)];
      entry.mutable_service()->clear_attributes();
      entry.mutable_service()->mutable_organization()->set_id(
          Uuid(2, Random(10)));
      store_.Publish(kBristol, entry.service());
    } while (!next_.empty());
    EXPECT_EQ(pages, all) << question.parameters;
  }
}

}  // namespace
}  // namespace localoffer::gateway
