#include "services/gateway/openreferral/service_question.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "storage/index/analyzer.h"
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

AskedTime ReadTime(ApiQuery& query, const std::string& day,
                   const std::string& start, const std::string& end) {
  AskedTime asked;
  asked.is_every_week = true;
  asked.day = kSomeMonday + query.DayOf("day", day).value_or(0);
  if (!start.empty()) {
    asked.begin = query.ClockOf("start_time", start).value_or(0);
  }
  if (!end.empty()) {
    asked.end = query.ClockOf("end_time", end).value_or(kMinutesOfDay);
  }
  if (asked.begin >= asked.end) {
    query.Refuse("end_time", "wanted a time after start_time");
  }
  return asked;
}

// Where a day is left blank, its times are, too.
void CheckBlankDay(ApiQuery& query, const std::string& name,
                   const std::vector<std::string>& times, size_t at) {
  if (times.size() > 1 && !times[at].empty()) {
    query.Refuse(name, "wanted day, too");
  }
}

// Days, each with its times; open at any of them.
void ReadOpening(ApiQuery& query, ServiceQuestion& question) {
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
    question.window.open_at.push_back(
        ReadTime(query, days[i], ValueAt(starts, i), ValueAt(ends, i)));
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

using catalogue::EntryNumbers;

// What 1.0 has for terms of certain taxonomies.
constexpr const char* kTermType = "taxonomy_type";
constexpr const char* kTermsByPurpose[] = {"need", "circumstance",
                                           "service_type"};

// Entries of any of some sets, which are those of the catalogue.
class AnyOf {
 public:
  explicit AnyOf(const catalogue::Contents& contents) : contents_(contents) {}

  void Add(const EntryNumbers& numbers) { sets_.push_back(&numbers); }

  // Those that use a term: its id, code or name, in whichever vocabularies have
  // that. With a taxonomy, by its id or name, only a term of that; and without
  // a term all of its terms.
  void AddTerm(const std::string& text, const std::string& taxonomy = "") {
    const catalogue::TaxonomyFacts* of = nullptr;
    if (!taxonomy.empty()) {
      of = contents_.FindTaxonomy(taxonomy);
      if (of == nullptr) return;
    }
    if (text.empty()) {
      if (of != nullptr) Add(of->entries);
      return;
    }
    const auto is_of = [of](const catalogue::TermFacts& term) {
      return of == nullptr || term.taxonomy_id == of->id;
    };
    const std::vector<const catalogue::TermFacts*> known =
        contents_.FindTerms(text);
    for (const catalogue::TermFacts* term : known) {
      if (is_of(*term)) Add(term->entries);
    }
    if (!known.empty()) return;
    const std::string folded = FoldText(text);
    for (const catalogue::TermFacts& term : contents_.terms()) {
      if (is_of(term) && (term.folded_name == folded ||
                          absl::EqualsIgnoreCase(term.value, text))) {
        Add(term.entries);
      }
    }
  }

  // In their order. All sets at once: one after another, each would cost as
  // much as all before it.
  EntryNumbers Numbers() const {
    std::vector<bool> is_among(contents_.entry_count());
    for (const EntryNumbers* set : sets_) {
      for (const uint32_t number : *set) is_among[number] = true;
    }
    EntryNumbers numbers;
    for (uint32_t number = 0; number < is_among.size(); ++number) {
      if (is_among[number]) numbers.push_back(number);
    }
    return numbers;
  }

 private:
  const catalogue::Contents& contents_;
  std::vector<const EntryNumbers*> sets_;
};

// Entries are asked for by what the catalogue knows of them: those that meet
// every condition.
class CataloguedEntries {
 public:
  void Restrict(const EntryNumbers& numbers) {
    if (!numbers_) {
      numbers_ = numbers;
      return;
    }
    EntryNumbers both;
    std::set_intersection(numbers_->begin(), numbers_->end(), numbers.begin(),
                          numbers.end(), std::back_inserter(both));
    numbers_ = std::move(both);
  }

  // The changes that made them; nothing when there was no condition.
  absl::optional<Revisions> Of(const catalogue::Contents& contents) const {
    if (!numbers_) return absl::nullopt;
    Revisions revisions;
    for (const uint32_t number : *numbers_) {
      const catalogue::KnownEntry entry = contents.entry(number);
      revisions[entry.log()].push_back(entry.sequence());
    }
    for (auto& [log, sequences] : revisions) {
      std::sort(sequences.begin(), sequences.end());
    }
    return revisions;
  }

 private:
  absl::optional<EntryNumbers> numbers_;
};

// What a query asks by ids, codes and names that the catalogue may know.
struct Things {
  std::vector<std::string> terms;
  std::vector<std::string> taxonomies;
  absl::optional<std::string> organization;
  // Any of each.
  std::vector<std::vector<std::string>> by_purpose;
  // Terms, each with the taxonomy that it is asked for in; any of them. Instead
  // of `terms` and `taxonomies`.
  std::vector<std::pair<std::string, std::string>> terms_in_taxonomies;

  // Whether the search index alone can't tell.
  bool needs_catalogue() const {
    return !taxonomies.empty() || organization || !by_purpose.empty() ||
           !terms_in_taxonomies.empty() ||
           std::any_of(terms.begin(), terms.end(), IsId);
  }
};

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

// In 1.0 terms and taxonomies stand beside one another; alone, and in 3.0,
// each is a condition of its own.
void ReadTerms(ApiQuery& query, Things& things) {
  things.terms = query.Texts("taxonomy_term_id");
  things.taxonomies = query.Texts("taxonomy_id");
  if (!query.TakesSeveral("taxonomy_term_id") || things.terms.empty() ||
      things.taxonomies.empty()) {
    return;
  }
  things.terms.clear();
  things.taxonomies.clear();
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
  for (size_t i = 0; i < pairs; ++i) {
    things.terms_in_taxonomies.emplace_back(ValueAt(terms, i),
                                            ValueAt(taxonomies, i));
  }
}

Things ThingsOf(ApiQuery& query, v1::EntryFilter& filter) {
  Things things;
  CheckTypes(query);
  ReadTerms(query, things);
  things.organization = query.Text("organization_id");
  if (things.organization && !IsId(*things.organization)) {
    filter.add_providers(*things.organization);
    things.organization.reset();
  }
  for (const char* purpose : kTermsByPurpose) {
    std::vector<std::string> texts = query.Texts(purpose);
    if (!texts.empty()) things.by_purpose.push_back(std::move(texts));
  }
  return things;
}

EntryNumbers UseAny(const catalogue::Contents& contents,
                    const std::vector<std::string>& terms) {
  AnyOf any(contents);
  for (const std::string& term : terms) any.AddTerm(term);
  return any.Numbers();
}

CataloguedEntries Among(const catalogue::Contents& contents,
                        const Things& things) {
  CataloguedEntries among;
  const EntryNumbers none;
  if (things.organization) {
    const auto* const known = contents.FindOrganization(*things.organization);
    among.Restrict(known != nullptr ? known->entries : none);
  }
  if (!things.taxonomies.empty()) {
    AnyOf any(contents);
    for (const std::string& taxonomy : things.taxonomies) {
      const auto* const known = contents.FindTaxonomy(taxonomy);
      if (known != nullptr) any.Add(known->entries);
    }
    among.Restrict(any.Numbers());
  }
  if (!things.terms_in_taxonomies.empty()) {
    AnyOf any(contents);
    for (const auto& [term, taxonomy] : things.terms_in_taxonomies) {
      any.AddTerm(term, taxonomy);
    }
    among.Restrict(any.Numbers());
  }
  if (!things.terms.empty()) among.Restrict(UseAny(contents, things.terms));
  for (const std::vector<std::string>& terms : things.by_purpose) {
    among.Restrict(UseAny(contents, terms));
  }
  return among;
}

// What is asked by ids that the catalogue knows. It is not asked for where no
// such id is.
absl::Status ReadThings(const OpenReferralApi& api, ApiQuery& query,
                        ServiceQuestion& question) {
  v1::EntryFilter& filter = *question.request.mutable_filter();
  const Things things = ThingsOf(query, filter);
  if (!things.needs_catalogue()) {
    for (const std::string& term : things.terms) {
      filter.add_taxonomy_terms(term);
    }
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::shared_ptr<const catalogue::Contents> contents,
                   api.Catalogue());
  question.window.instant = contents->instant();
  question.window.among = Among(*contents, things).Of(*contents);
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
