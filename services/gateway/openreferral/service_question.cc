#include "services/gateway/openreferral/service_question.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/entry/resource_name.h"
#include "storage/index/opening_time.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

bool IsId(absl::string_view text) {
  return entry::IsEntryId(absl::AsciiStrToLower(text));
}

// Alone, a postcode is where help is needed; with a proximity, where somebody
// would go from.
void ReadPlaces(ApiQuery& query, v1::SearchEntriesRequest& request) {
  const absl::optional<std::string> postcode = query.Text("postcode");
  const absl::optional<double> proximity = query.Number("proximity");
  const absl::optional<std::string> coverage = query.Text("coverage");
  v1::EntryFilter& filter = *request.mutable_filter();
  if (proximity && !postcode) {
    query.Refuse("proximity", "wanted postcode, too: metres from where?");
  }
  if (postcode && proximity) {
    filter.mutable_near()->mutable_place()->set_postcode(*postcode);
    filter.mutable_near()->set_radius_meters(*proximity);
    if (request.query().empty()) {
      request.set_order(v1::SEARCH_ORDER_DISTANCE);
    }
  } else if (postcode && !coverage) {
    filter.mutable_serves()->set_postcode(*postcode);
  } else if (postcode) {
    query.Refuse("coverage",
                 "wanted proximity, too; postcode alone asks the same");
  }
  if (coverage) filter.mutable_serves()->set_postcode(*coverage);
}

void ReadAges(ApiQuery& query, v1::EntryFilter& filter) {
  if (const auto age = query.Number("minimum_age")) {
    filter.set_minimum_age(*age);
  }
  if (const auto age = query.Number("maximum_age")) {
    filter.set_maximum_age(*age);
  }
}

void ReadOpening(ApiQuery& query, ServiceQuestion& question) {
  const absl::optional<int> day = query.Day("day");
  const absl::optional<uint16_t> start = query.Clock("start_time");
  const absl::optional<uint16_t> end = query.Clock("end_time");
  if (day) {
    question.request.mutable_filter()->mutable_open_at()->set_day(
        static_cast<v1::DayOfWeek>(v1::DAY_OF_WEEK_MONDAY + *day));
  }
  for (const char* time : {"start_time", "end_time"}) {
    if (query.Text(time) && !query.Text("day")) {
      query.Refuse(time, "wanted day, too");
    }
  }
  if (!start && !end) return;
  question.window.open_minutes = {start.value_or(0),
                                  end.value_or(kMinutesOfDay)};
  if (question.window.open_minutes->first >=
      question.window.open_minutes->second) {
    query.Refuse("end_time", "wanted a time after start_time");
  }
}

// A change is later than those that the instant before the time takes in. A
// time to come is one since which nothing has changed.
absl::StatusOr<storage::Instant> Before(absl::Time time,
                                        storage::CommittedLogs& logs) {
  absl::StatusOr<storage::Instant> instant =
      logs.At(time - absl::Microseconds(1));
  if (absl::IsInvalidArgument(instant.status())) return logs.Latest();
  return instant;
}

// The changes that made the entries which are among both; all are where one of
// the two is absent.
Revisions RevisionsOf(const catalogue::Contents& contents,
                      const catalogue::EntryNumbers* a,
                      const catalogue::EntryNumbers* b) {
  catalogue::EntryNumbers both;
  if (a != nullptr && b != nullptr) {
    std::set_intersection(a->begin(), a->end(), b->begin(), b->end(),
                          std::back_inserter(both));
  } else {
    both = a != nullptr ? *a : *b;
  }
  Revisions revisions;
  for (const uint32_t number : both) {
    const catalogue::EntryFacts& entry = contents.entry(number);
    revisions[entry.log].push_back(entry.sequence);
  }
  for (auto& [log, sequences] : revisions) {
    std::sort(sequences.begin(), sequences.end());
  }
  return revisions;
}

// What is asked by ids that the catalogue knows. It is not asked for where no
// such id is.
absl::Status ReadThings(const OpenReferralApi& api, const ApiQuery& query,
                        ServiceQuestion& question) {
  v1::EntryFilter& filter = *question.request.mutable_filter();
  const absl::optional<std::string> term = query.Text("taxonomy_term_id");
  absl::optional<std::string> organization = query.Text("organization_id");
  const absl::optional<std::string> taxonomy = query.Text("taxonomy_id");
  if (organization && !IsId(*organization)) {
    filter.add_providers(*organization);
    organization.reset();
  }
  if (!organization && !taxonomy && !(term && IsId(*term))) {
    if (term) filter.add_taxonomy_terms(*term);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::shared_ptr<const catalogue::Contents> contents,
                   api.Catalogue());
  question.window.instant = contents->instant();
  if (term) {
    const catalogue::TermFacts* const known = contents->FindTerm(*term);
    filter.add_taxonomy_terms(known != nullptr ? known->value : *term);
  }
  if (!organization && !taxonomy) return absl::OkStatus();
  const catalogue::EntryNumbers none;
  const catalogue::EntryNumbers* by_organization = nullptr;
  const catalogue::EntryNumbers* by_taxonomy = nullptr;
  if (organization) {
    const auto* const known = contents->FindOrganization(*organization);
    by_organization = known != nullptr ? &known->entries : &none;
  }
  if (taxonomy) {
    const auto* const known = contents->FindTaxonomy(*taxonomy);
    by_taxonomy = known != nullptr ? &known->entries : &none;
  }
  question.window.among = RevisionsOf(*contents, by_organization, by_taxonomy);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ServiceQuestion> ReadServiceQuestion(const std::string& log,
                                                    const OpenReferralApi& api,
                                                    ApiQuery& query) {
  ServiceQuestion question;
  v1::EntryFilter& filter = *question.request.mutable_filter();
  question.request.set_query(query.Text("search").value_or(""));
  if (!log.empty()) filter.add_authorities(entry::FormatAuthorityName(log));
  ReadPlaces(query, question.request);
  ReadAges(query, filter);
  ReadOpening(query, question);
  RETURN_IF_ERROR(ReadThings(api, query, question));
  if (const auto since = query.Time("modified_after")) {
    ASSIGN_OR_RETURN(question.window.changed_since,
                     Before(*since, api.store().logs()));
  }
  return question;
}

}  // namespace localoffer::gateway
