#include "clients/localoffer/search_flags.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/place_text.h"
#include "clients/localoffer/verbs.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace localoffer::command {
namespace {

constexpr char kUsualRadius[] = "10km";

absl::Status Wrong(absl::string_view flag, absl::string_view text,
                   absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(flag, ": \"", text, "\": wanted ", wanted, "."));
}

// The value of an enum by the words of its name behind `prefix`.
template <typename Enum>
absl::StatusOr<Enum> EnumFromWords(absl::string_view flag,
                                   absl::string_view prefix,
                                   const std::string& text) {
  const auto* const known = google::protobuf::GetEnumDescriptor<Enum>();
  const std::string name = absl::StrCat(
      prefix, "_",
      absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"-", "_"}}));
  std::vector<std::string> choices;
  for (int i = 0; i < known->value_count(); ++i) {
    const auto* const value = known->value(i);
    if (value->number() == 0) continue;
    if (value->name() == name) return static_cast<Enum>(value->number());
    choices.push_back(absl::StrReplaceAll(
        absl::AsciiStrToLower(
            absl::string_view(value->name()).substr(prefix.size() + 1)),
        {{"_", "-"}}));
  }
  return Wrong(flag, text,
               absl::StrCat("one of ", absl::StrJoin(choices, ", ")));
}

// Reads the flags into a filter, up to the first that is wrong.
class FilterWriter {
 public:
  FilterWriter(const SearchFlags& flags, v1::EntryFilter& filter)
      : flags_(flags), filter_(filter) {}

  absl::Status Write() {
    WriteAges();
    WriteProviders();
    WriteOrganizations();
    WriteTerms();
    Copy(flags_.languages, filter_.mutable_languages());
    for (const std::string& item : flags_.items) {
      filter_.add_statutory_items(absl::AsciiStrToUpper(item));
    }
    // The letters of a part of an item are in lower case: LO-B1d.
    for (std::string& item : *filter_.mutable_statutory_items()) {
      if (!item.empty() && absl::ascii_isdigit(item[item.size() - 1]) == 0) {
        item.back() = absl::ascii_tolower(item.back());
      }
    }
    WriteEnums<v1::Limb>("--limb", "LIMB", flags_.limbs,
                         filter_.mutable_limbs());
    WriteEnums<v1::ConditionCategory>("--category", "CONDITION_CATEGORY",
                                      flags_.categories,
                                      filter_.mutable_condition_categories());
    WriteEnums<v1::PalliativeComponent>(
        "--component", "PALLIATIVE_COMPONENT", flags_.components,
        filter_.mutable_palliative_components());
    WriteEnums<v1::Tier>("--tier", "TIER", flags_.tiers,
                         filter_.mutable_tiers());
    WriteEnums<v1::Setting>("--setting", "SETTING", flags_.settings,
                            filter_.mutable_settings());
    WriteEnums<v1::RoundTheClock>("--round-the-clock", "ROUND_THE_CLOCK",
                                  flags_.round_the_clock,
                                  filter_.mutable_round_the_clock());
    WriteEnums<v1::EhcPlan>("--ehc-plan", "EHC_PLAN", flags_.ehc_plans,
                            filter_.mutable_ehc_plans());
    WriteEnums<v1::PersonalBudget>("--personal-budget", "PERSONAL_BUDGET",
                                   flags_.personal_budgets,
                                   filter_.mutable_personal_budgets());
    WriteEnums<v1::ServiceStatusFilter>("--status", "SERVICE_STATUS_FILTER",
                                        flags_.statuses,
                                        filter_.mutable_statuses());
    if (flags_.free || flags_.paid) filter_.set_free_of_charge(flags_.free);
    filter_.set_assured_since(flags_.assured_since);
    for (const std::string& text : flags_.open) WriteOpen(text);
    WriteChangedSince();
    WritePlaces();
    return status_;
  }

 private:
  using Texts = google::protobuf::RepeatedPtrField<std::string>;

  static void Copy(const std::vector<std::string>& from, Texts* to) {
    to->Assign(from.begin(), from.end());
  }

  void Note(const absl::Status& status) { status_.Update(status); }

  void WriteAges() {
    const absl::optional<double> from =
        flags_.minimum_age.has_value() ? flags_.minimum_age : flags_.age;
    const absl::optional<double> to =
        flags_.maximum_age.has_value() ? flags_.maximum_age : flags_.age;
    if (from.has_value()) filter_.set_minimum_age(*from);
    if (to.has_value()) filter_.set_maximum_age(*to);
  }

  void WriteProviders() {
    for (const std::string& text : flags_.providers) {
      absl::StatusOr<std::string> name = ProviderFromIdentifier(text);
      Note(name.status());
      if (name.ok()) filter_.add_providers(*std::move(name));
    }
  }

  template <typename Enum>
  void WriteEnums(absl::string_view flag, absl::string_view prefix,
                  const std::vector<std::string>& texts,
                  google::protobuf::RepeatedField<int>* values) {
    for (const std::string& text : texts) {
      const absl::StatusOr<Enum> value =
          EnumFromWords<Enum>(flag, prefix, text);
      Note(value.status());
      if (value.ok()) values->Add(*value);
    }
  }

  // "saturday", "sat 14:00", "sat 14:00-16:00", "2026-09-05 14:00".
  void WriteOpen(const std::string& text) {
    const std::vector<std::string> parts =
        absl::StrSplit(text, ' ', absl::SkipEmpty());
    const std::string day =
        parts.empty() ? "" : absl::AsciiStrToLower(parts[0]);
    v1::OpenAt open_at;
    for (int number = v1::DAY_OF_WEEK_MONDAY; number <= v1::DAY_OF_WEEK_SUNDAY;
         ++number) {
      const std::string name = absl::AsciiStrToLower(absl::StripPrefix(
          v1::DayOfWeek_Name(static_cast<v1::DayOfWeek>(number)),
          "DAY_OF_WEEK_"));
      if (day.size() < 2 || !absl::StartsWith(name, day)) continue;
      open_at.set_day(static_cast<v1::DayOfWeek>(number));
    }
    absl::CivilDay date;
    if (absl::ParseCivilTime(day, &date)) open_at.set_date(day);
    if (parts.size() > 2 || (open_at.day() == v1::DAY_OF_WEEK_UNSPECIFIED &&
                             open_at.date().empty())) {
      Note(Wrong("--open", text,
                 "a day of the week or a date, with or without a time: "
                 "\"saturday 14:00\", \"saturday 14:00-16:00\", "
                 "\"2026-09-05 14:00\""));
      return;
    }
    if (parts.size() == 2) {
      const std::pair<std::string, std::string> times =
          absl::StrSplit(parts[1], absl::MaxSplits('-', 1));
      open_at.set_time(times.first);
      open_at.set_end_time(times.second);
    }
    *filter_.add_open_at() = std::move(open_at);
  }

  void WriteOrganizations() {
    for (const std::string& id : flags_.organizations) {
      filter_.add_organizations(absl::StrCat(
          "organizations/", absl::StripPrefix(id, "organizations/")));
    }
  }

  // A term is meant in the taxonomies beside it, if there are any.
  void WriteTerms() {
    if (flags_.taxonomies.empty()) {
      Copy(flags_.taxonomy_terms, filter_.mutable_taxonomy_terms());
      return;
    }
    v1::TermCondition& condition = *filter_.add_term_conditions();
    for (const std::string& taxonomy : flags_.taxonomies) {
      v1::TermQuery query;
      query.set_taxonomy(absl::StrCat(
          "taxonomies/", absl::StripPrefix(taxonomy, "taxonomies/")));
      if (flags_.taxonomy_terms.empty()) *condition.add_any_of() = query;
      for (const std::string& term : flags_.taxonomy_terms) {
        query.set_term(absl::StrCat("taxonomyTerms/", term));
        *condition.add_any_of() = query;
      }
    }
  }

  void WriteChangedSince() {
    if (flags_.changed_since.empty()) return;
    const absl::StatusOr<google::protobuf::Timestamp> since =
        ParseInstant(flags_.changed_since, "--changed-since");
    Note(since.status());
    if (since.ok()) *filter_.mutable_changed_since() = *since;
  }

  void WritePlaces() {
    if (!flags_.serves.empty()) {
      absl::StatusOr<v1::PlaceQuery> place =
          PlaceFromText("--serves", flags_.serves);
      Note(place.status());
      if (place.ok()) *filter_.mutable_serves() = *std::move(place);
    }
    if (flags_.near.empty()) {
      if (!flags_.within.empty()) {
        Note(absl::InvalidArgumentError(
            "--within says how far from --near, which is missing."));
      }
      return;
    }
    absl::StatusOr<v1::PlaceQuery> place = PlaceFromText("--near", flags_.near);
    Note(place.status());
    if (place.ok()) *filter_.mutable_near()->mutable_place() = *place;
    const absl::StatusOr<double> meters = MetersFromText(
        "--within", flags_.within.empty() ? kUsualRadius : flags_.within);
    Note(meters.status());
    if (meters.ok()) filter_.mutable_near()->set_radius_meters(*meters);
  }

  const SearchFlags& flags_;
  v1::EntryFilter& filter_;
  absl::Status status_;
};

Flag AddTexts(Verb verb, const std::string& flag,
              std::vector<std::string>& texts, const std::string& help,
              const std::string& type) {
  return verb.AddOption(flag, texts, help).TypeName(type).OneAtATime();
}

void AddPlaceFlags(Verb verb, SearchFlags& flags) {
  verb.AddOption("--serves", flags.serves,
                 "What serves a home: a postcode, an outcode or LAT,LONG")
      .TypeName("PLACE");
  verb.AddOption("--near", flags.near, "What is near a place")
      .TypeName("PLACE");
  verb.AddOption("--within", flags.within,
                 "How far from --near: 5km, 800m, 3miles; 10km when absent")
      .TypeName("DISTANCE");
}

void AddAgeFlags(Verb verb, SearchFlags& flags) {
  verb.AddOption("--age", flags.age, "For somebody of that age in years")
      .TypeName("YEARS");
  verb.AddOption("--age-from", flags.minimum_age, "For ages from that on")
      .TypeName("YEARS");
  verb.AddOption("--age-to", flags.maximum_age, "For ages up to that")
      .TypeName("YEARS");
}

void AddKindFlags(Verb verb, SearchFlags& flags) {
  AddTexts(verb, "--provider", flags.providers,
           "Register identifier, such as GB-CHC-9900001", "IDENTIFIER");
  AddTexts(verb, "--organization", flags.organizations,
           "Id of an organization, as `organizations` lists it", "ID");
  AddTexts(verb, "--taxonomy", flags.taxonomy_terms,
           "Name or code of a taxonomy term", "TERM");
  AddTexts(verb, "--in-taxonomy", flags.taxonomies,
           "Name or id of a taxonomy: with any term of it, or with --taxonomy, "
           "with that term of it",
           "TAXONOMY");
  AddTexts(verb, "--item", flags.items,
           "Statutory item that it is evidence for, such as LO-C9", "ITEM");
  AddTexts(verb, "--limb", flags.limbs,
           "in-area, out-responsible or out-disabled", "LIMB");
  AddTexts(verb, "--category", flags.categories,
           "Category of palliative conditions, 1 to 4", "CATEGORY");
  AddTexts(verb, "--component", flags.components,
           "Of palliative care, such as short-breaks", "COMPONENT");
  AddTexts(verb, "--tier", flags.tiers, "universal, targeted or specialist",
           "TIER");
  AddTexts(verb, "--setting", flags.settings, "home, hospice, school …",
           "SETTING");
  AddTexts(verb, "--round-the-clock", flags.round_the_clock,
           "by-telephone, by-visit or residential", "HOW");
}

void AddTermFlags(Verb verb, SearchFlags& flags) {
  AddTexts(verb, "--ehc-plan", flags.ehc_plans, "needed or not-needed",
           "WHETHER");
  AddTexts(verb, "--personal-budget", flags.personal_budgets,
           "ehc-plan, health or direct-payment", "KIND");
  AddTexts(verb, "--language", flags.languages, "Tag or name", "LANGUAGE");
  AddTexts(verb, "--status", flags.statuses,
           "active, inactive, defunct, temporarily-closed or not-said",
           "STATUS");
  const Flag free = verb.AddFlag("--free", flags.free, "Costs nothing");
  verb.AddFlag("--paid", flags.paid, "Costs something").Excludes(free);
  AddTexts(verb, "--open", flags.open,
           "Open then: saturday, \"saturday 14:00\", \"saturday 14:00-16:00\" "
           "or \"2026-09-05 14:00\"",
           "WHEN");
  verb.AddOption("--assured-since", flags.assured_since,
                 "Said to be right on that day or later")
      .TypeName("YYYY-MM-DD");
  verb.AddOption("--changed-since", flags.changed_since,
                 "Changed in the directory on that day or later, or at that "
                 "time or later")
      .TypeName("TIME");
}

}  // namespace

void AddSearchFlags(Verb verb, SearchFlags& flags) {
  verb.AddOption("WORDS", flags.words, "None: every entry, by name")
      .TypeName("");
  AddTexts(verb, "--authority", flags.authorities,
           "Code or name; again for more; all when absent", "AUTHORITY");
  AddPlaceFlags(verb, flags);
  AddAgeFlags(verb, flags);
  AddKindFlags(verb, flags);
  AddTermFlags(verb, flags);
  verb.AddOption("--order", flags.order,
                 "relevance, distance, name or freshness")
      .TypeName("ORDER");
  AddTexts(verb, "--facet", flags.facets,
           "Count hits by that: authority, tier, cost …; again for more",
           "FACET");
  AddAtFlag(verb, &flags.at);
}

absl::StatusOr<v1::SearchEntriesRequest> SearchRequestOf(
    const SearchFlags& flags, Session& session) {
  v1::SearchEntriesRequest request;
  request.set_query(absl::StrJoin(flags.words, " "));
  v1::EntryFilter& filter = *request.mutable_filter();
  absl::Status written = FilterWriter(flags, filter).Write();
  if (!written.ok()) return written;
  if (!flags.order.empty()) {
    auto order =
        EnumFromWords<v1::SearchOrder>("--order", "SEARCH_ORDER", flags.order);
    if (!order.ok()) return order.status();
    request.set_order(*order);
  }
  for (const std::string& text : flags.facets) {
    auto facet = EnumFromWords<v1::Facet>("--facet", "FACET", text);
    if (!facet.ok()) return facet.status();
    request.add_facets(*facet);
  }
  absl::Status timed = SetReadTime(flags.at, request);
  if (!timed.ok()) return timed;
  auto authorities = session.AuthorityNames(flags.authorities);
  if (!authorities.ok()) return authorities.status();
  filter.mutable_authorities()->Assign(authorities->begin(),
                                       authorities->end());
  return request;
}

}  // namespace localoffer::command
