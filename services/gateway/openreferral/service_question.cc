#include "services/gateway/openreferral/service_question.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/catalogue/thing_names.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/gateway/openreferral/asked_authority.h"
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

// Lists that stand beside one another have a value for each of `wanted`, or one
// for all, or none.
bool Matches(const std::vector<std::string>& values, size_t wanted) {
  return values.size() <= 1 || values.size() == wanted;
}

const std::string& ValueAt(const std::vector<std::string>& values, size_t at) {
  static const auto& none = *new std::string;
  if (values.empty()) return none;
  return values[values.size() == 1 ? 0 : at];
}

// Where the list beside has one value for all, a blank is as if absent: it
// keeps no place.
void DropBlanks(std::vector<std::string>& values) {
  values.erase(std::remove(values.begin(), values.end(), ""), values.end());
}

// The values of a parameter that belongs to `days`.
std::vector<std::string> TimesBeside(const std::vector<std::string>& days,
                                     const std::string& name, ApiQuery& query) {
  std::vector<std::string> times = query.Values(name);
  if (days.size() == 1) DropBlanks(times);
  if (!times.empty() && days.empty()) {
    query.Refuse(name, "wanted day, too");
  } else if (!Matches(times, days.size())) {
    query.Refuse(name, absl::StrCat(times.size(), " values: wanted one for ",
                                    "each day, or one for all"));
    times.clear();
  }
  return times;
}

constexpr int kMinutesOfHour = 60;
constexpr uint16_t kMinutesOfDay = 24 * kMinutesOfHour;

std::string TimeOfDay(uint16_t minute) {
  return absl::StrFormat("%02d:%02d", minute / kMinutesOfHour,
                         minute % kMinutesOfHour);
}

void ReadTime(ApiQuery& query, const std::string& day, const std::string& start,
              const std::string& end, v1::OpenAt& open_at) {
  const int weekday = query.DayOf("day", day).value_or(0);
  open_at.set_day(static_cast<v1::DayOfWeek>(v1::DAY_OF_WEEK_MONDAY + weekday));
  if (start.empty() && end.empty()) return;
  uint16_t from = 0;
  uint16_t to = kMinutesOfDay;
  if (!start.empty()) from = query.ClockOf("start_time", start).value_or(from);
  if (!end.empty()) to = query.ClockOf("end_time", end).value_or(to);
  if (from >= to) {
    query.Refuse("end_time", "wanted a time after start_time");
    return;
  }
  open_at.set_time(TimeOfDay(from));
  open_at.set_end_time(TimeOfDay(to));
}

// Where a day is left blank, its times are, too.
void CheckBlankDay(ApiQuery& query, const std::string& name,
                   const std::vector<std::string>& times, size_t at) {
  if (times.size() > 1 && !times[at].empty()) {
    query.Refuse(name, "wanted day, too");
  }
}

// Days, each with its times; open at any of them.
void ReadOpening(ApiQuery& query, v1::EntryFilter& filter) {
  const std::vector<std::string> days = query.Values("day");
  const std::vector<std::string> starts =
      TimesBeside(days, "start_time", query);
  const std::vector<std::string> ends = TimesBeside(days, "end_time", query);
  for (size_t i = 0; i < days.size(); ++i) {
    if (days[i].empty()) {
      CheckBlankDay(query, "start_time", starts, i);
      CheckBlankDay(query, "end_time", ends, i);
      continue;
    }
    ReadTime(query, days[i], ValueAt(starts, i), ValueAt(ends, i),
             *filter.add_open_at());
  }
}

// What 1.0 has for terms of certain taxonomies.
constexpr const char* kTermType = "taxonomy_type";
constexpr const char* kTermsByPurpose[] = {"need", "circumstance",
                                           "service_type"};

// The types of 1.0 say what of a service has the term. Only what the service
// itself has is in the catalogue.
void CheckTypes(ApiQuery& query) {
  for (const std::string& type : query.Texts(kTermType)) {
    if (!absl::EqualsIgnoreCase(type, "service")) {
      query.Refuse(kTermType,
                   absl::StrCat("\"", type,
                                "\": wanted service; the terms of what a "
                                "service has are not searched"));
    }
  }
}

void AddTerm(const std::string& term, const std::string& taxonomy,
             v1::TermCondition& condition) {
  if (term.empty() && taxonomy.empty()) return;
  v1::TermQuery& asked = *condition.add_any_of();
  if (!term.empty()) asked.set_term(absl::StrCat(catalogue::kTerms, term));
  if (!taxonomy.empty()) {
    asked.set_taxonomy(absl::StrCat(catalogue::kTaxonomies, taxonomy));
  }
}

// One more condition, made from a parameter.
v1::TermCondition& AddCondition(const std::string& parameter, ApiQuery& query,
                                v1::EntryFilter& filter) {
  query.NoteField(absl::StrCat("filter.term_conditions[",
                               filter.term_conditions_size(), "]"),
                  parameter);
  return *filter.add_term_conditions();
}

// Any of some terms. By its name or code the search index knows a term, by its
// id the catalogue.
void ReadAnyTerm(const std::vector<std::string>& terms, ApiQuery& query,
                 v1::EntryFilter& filter) {
  if (std::none_of(terms.begin(), terms.end(), IsId)) {
    filter.mutable_taxonomy_terms()->Assign(terms.begin(), terms.end());
    return;
  }
  v1::TermCondition& any = AddCondition("taxonomy_term_id", query, filter);
  for (const std::string& term : terms) AddTerm(term, "", any);
}

// Terms beside the taxonomies in which they are meant.
void ReadPairs(ApiQuery& query, v1::EntryFilter& filter) {
  std::vector<std::string> terms = query.Values("taxonomy_term_id");
  std::vector<std::string> taxonomies = query.Values("taxonomy_id");
  if (taxonomies.size() == 1) DropBlanks(terms);
  if (terms.size() == 1) DropBlanks(taxonomies);
  const size_t pairs = std::max(terms.size(), taxonomies.size());
  if (!Matches(terms, pairs) || !Matches(taxonomies, pairs)) {
    query.Refuse("taxonomy_id",
                 absl::StrCat(taxonomies.size(), " values for ", terms.size(),
                              " terms: wanted one for each, or one for all"));
    return;
  }
  if (pairs == 0) return;
  v1::TermCondition& any = AddCondition("taxonomy_term_id", query, filter);
  for (size_t i = 0; i < pairs; ++i) {
    AddTerm(ValueAt(terms, i), ValueAt(taxonomies, i), any);
  }
}

// In 1.0 terms and taxonomies stand beside one another; alone, and in 3.0,
// each is a condition of its own.
void ReadTerms(ApiQuery& query, v1::EntryFilter& filter) {
  const std::vector<std::string> terms = query.Texts("taxonomy_term_id");
  const std::vector<std::string> taxonomies = query.Texts("taxonomy_id");
  if (query.TakesSeveral("taxonomy_term_id") && !terms.empty() &&
      !taxonomies.empty()) {
    ReadPairs(query, filter);
    return;
  }
  ReadAnyTerm(terms, query, filter);
  if (taxonomies.empty()) return;
  v1::TermCondition& any = AddCondition("taxonomy_id", query, filter);
  for (const std::string& taxonomy : taxonomies) AddTerm("", taxonomy, any);
}

void ReadThings(ApiQuery& query, v1::EntryFilter& filter) {
  CheckTypes(query);
  ReadTerms(query, filter);
  for (const char* purpose : kTermsByPurpose) {
    const std::vector<std::string> terms = query.Texts(purpose);
    if (terms.empty()) continue;
    v1::TermCondition& any = AddCondition(purpose, query, filter);
    for (const std::string& term : terms) AddTerm(term, "", any);
  }
  if (const auto organization = query.Text("organization_id")) {
    if (IsId(*organization)) {
      filter.add_organizations(
          absl::StrCat(catalogue::kOrganizations, *organization));
    } else {
      filter.add_providers(*organization);
    }
  }
}

}  // namespace

v1::SearchEntriesRequest ReadServiceQuestion(const std::string& log,
                                             ApiQuery& query) {
  v1::SearchEntriesRequest request;
  v1::EntryFilter& filter = *request.mutable_filter();
  request.set_query(query.Text("search").value_or(""));
  if (!log.empty()) filter.add_authorities(entry::FormatAuthorityName(log));
  ReadPlaces(query, request);
  ReadAges(query, filter);
  ReadOpening(query, filter);
  ReadThings(query, filter);
  if (const auto since = query.Time("modified_after")) {
    *filter.mutable_changed_since() = entry::ToTimestamp(*since);
  }
  return request;
}

absl::Status Refused(const NodeClient& node, const std::string& authority,
                     const absl::Status& status, ApiQuery& query) {
  RETURN_IF_ERROR(CheckAuthority(node, authority));
  RETURN_IF_ERROR(query.Check(status));
  return status;
}

absl::Status RefuseQuestion(const NodeClient& node,
                            const std::string& authority,
                            v1::SearchEntriesRequest request, ApiQuery& query) {
  request.set_page_size(1);
  request.clear_skip();
  return Refused(node, authority, node.SearchEntries(request).status(), query);
}

void SetPage(const ApiPage& page, v1::SearchEntriesRequest& request) {
  constexpr size_t kMost = std::numeric_limits<int32_t>::max();
  request.set_skip(static_cast<int32_t>(std::min(page.skip(), kMost)));
  request.set_page_size(static_cast<int32_t>(page.size));
}

}  // namespace localoffer::gateway
