#include "services/gateway/openreferral/service_question.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
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

using catalogue::EntryNumbers;

// What 1.0 has for terms of certain taxonomies.
constexpr const char* kTermsByPurpose[] = {"need", "circumstance",
                                           "service_type"};

// Entries of any of some sets, which are those of the catalogue.
class AnyOf {
 public:
  explicit AnyOf(const catalogue::Contents& contents) : contents_(contents) {}

  void Add(const EntryNumbers& numbers) { sets_.push_back(&numbers); }

  // Those that use a term: its id, code or name.
  void AddTerm(const std::string& text) {
    if (const auto* const known = contents_.FindTerm(text)) {
      return Add(known->entries);
    }
    const std::string folded = FoldText(text);
    for (const catalogue::TermFacts& term : contents_.terms()) {
      if (term.folded_name == folded ||
          absl::EqualsIgnoreCase(term.value, text)) {
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

  // Whether the search index alone can't tell.
  bool needs_catalogue() const {
    return !taxonomies.empty() || organization || !by_purpose.empty() ||
           std::any_of(terms.begin(), terms.end(), IsId);
  }
};

Things ThingsOf(ApiQuery& query, v1::EntryFilter& filter) {
  Things things;
  things.terms = query.Texts("taxonomy_term_id");
  things.taxonomies = query.Texts("taxonomy_id");
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
  for (const std::vector<std::string>& terms : things.by_purpose) {
    AnyOf any(contents);
    for (const std::string& term : terms) any.AddTerm(term);
    among.Restrict(any.Numbers());
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
  for (const std::string& term : things.terms) {
    const catalogue::TermFacts* const known = contents->FindTerm(term);
    filter.add_taxonomy_terms(known != nullptr ? known->value : term);
  }
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
