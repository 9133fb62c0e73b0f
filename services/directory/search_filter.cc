#include "services/directory/search_filter.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "services/directory/open_at.h"
#include "services/directory/thing_filter.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/entry/timestamp.h"
#include "services/places/place_query.h"

namespace localoffer::directory {
namespace {

using Errors = std::vector<rpc::FieldError>;

constexpr int kMostValues = 100;
// Each document's schedules are looked at for each of them.
constexpr int kMostOpenAt = 20;
constexpr size_t kMostValueBytes = 500;
constexpr double kMostRadiusMeters = 1'000'000;

// Reads the fields of one filter.
class FilterReader {
 public:
  FilterReader(const v1::EntryFilter& filter, Errors& errors)
      : filter_(filter), errors_(errors) {}

  SearchQuery Read() {
    ReadNames("authorities", filter_.authorities(), kMostAuthorities,
              Property::kAuthority, entry::ParseLogName);
    ReadNames("providers", filter_.providers(), kMostValues,
              Property::kProvider, entry::ParseProviderName);
    ReadTexts("taxonomy_terms", filter_.taxonomy_terms(),
              Property::kTaxonomyTerm);
    ReadTexts("languages", filter_.languages(), Property::kLanguage);
    ReadStatutoryItems();
    ReadEnums<v1::Limb>("limbs", filter_.limbs(), Property::kLimb);
    ReadEnums<v1::ConditionCategory>("condition_categories",
                                     filter_.condition_categories(),
                                     Property::kConditionCategory);
    ReadEnums<v1::PalliativeComponent>("palliative_components",
                                       filter_.palliative_components(),
                                       Property::kPalliativeComponent);
    ReadEnums<v1::Tier>("tiers", filter_.tiers(), Property::kTier);
    ReadEnums<v1::Setting>("settings", filter_.settings(), Property::kSetting);
    ReadEnums<v1::RoundTheClock>("round_the_clock", filter_.round_the_clock(),
                                 Property::kRoundTheClock);
    ReadEnums<v1::EhcPlan>("ehc_plans", filter_.ehc_plans(),
                           Property::kEhcPlan);
    ReadEnums<v1::PersonalBudget>("personal_budgets",
                                  filter_.personal_budgets(),
                                  Property::kPersonalBudget);
    if (filter_.has_free_of_charge()) {
      query_.values.push_back(
          {Property::kCost, {filter_.free_of_charge() ? kFree : kPaid}});
    }
    ReadStatuses();
    ReadAges();
    ReadOpen();
    ReadAssuredSince();
    return std::move(query_);
  }

 private:
  using Texts = google::protobuf::RepeatedPtrField<std::string>;

  void Refuse(absl::string_view field, std::string wanted) {
    errors_.push_back({absl::StrCat("filter.", field), std::move(wanted)});
  }

  bool IsFew(absl::string_view field, int count, int most) {
    if (count <= most) return true;
    Refuse(field, absl::StrCat("wanted at most ", most, ", not ", count));
    return false;
  }

  // Resource names, of which `parse` takes the ids.
  template <typename Parse>
  void ReadNames(absl::string_view field, const Texts& names, int most,
                 Property property, const Parse& parse) {
    if (names.empty() || !IsFew(field, names.size(), most)) return;
    ValueCondition condition = {property, {}};
    for (int i = 0; i < names.size(); ++i) {
      const std::string place = absl::StrCat("filter.", field, "[", i, "]");
      absl::StatusOr<std::string> id = parse(place, names[i]);
      if (id.ok()) {
        condition.values.push_back(*std::move(id));
      } else {
        errors_.push_back({place, std::string(id.status().message())});
      }
    }
    query_.values.push_back(std::move(condition));
  }

  void ReadTexts(absl::string_view field, const Texts& texts,
                 Property property) {
    if (texts.empty() || !IsFew(field, texts.size(), kMostValues)) return;
    for (int i = 0; i < texts.size(); ++i) {
      if (!texts[i].empty() && texts[i].size() <= kMostValueBytes) continue;
      Refuse(absl::StrCat(field, "[", i, "]"),
             absl::StrCat("wanted 1 to ", kMostValueBytes, " bytes"));
    }
    query_.values.push_back({property, {texts.begin(), texts.end()}});
  }

  void ReadStatutoryItems() {
    const Texts& items = filter_.statutory_items();
    if (items.empty() || !IsFew("statutory_items", items.size(), kMostValues)) {
      return;
    }
    for (int i = 0; i < items.size(); ++i) {
      if (entry::FindStatutoryItem(items[i]) != nullptr) continue;
      Refuse(absl::StrCat("statutory_items[", i, "]"),
             absl::StrCat("\"", items[i],
                          "\": wanted the id of a statutory item, such as "
                          "LO-C9"));
    }
    query_.values.push_back(
        {Property::kStatutoryItem, {items.begin(), items.end()}});
  }

  template <typename Enum>
  void ReadEnums(absl::string_view field,
                 const google::protobuf::RepeatedField<int>& values,
                 Property property) {
    if (values.empty() || !IsFew(field, values.size(), kMostValues)) return;
    ValueCondition condition = {property, {}};
    for (int i = 0; i < values.size(); ++i) {
      const auto* const known =
          google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(
              values.Get(i));
      if (known == nullptr || known->number() == 0) {
        Refuse(absl::StrCat(field, "[", i, "]"),
               absl::StrCat(values.Get(i), ": wanted a ",
                            google::protobuf::GetEnumDescriptor<Enum>()->name(),
                            " that says something"));
      } else {
        condition.values.push_back(known->name());
      }
    }
    query_.values.push_back(std::move(condition));
  }

  void ReadStatuses() {
    if (!IsFew("statuses", filter_.statuses_size(),
               v1::ServiceStatusFilter_ARRAYSIZE)) {
      return;
    }
    for (const int status : filter_.statuses()) {
      if (status == v1::SERVICE_STATUS_FILTER_NOT_SAID) {
        query_.statuses.push_back(v1::SERVICE_STATUS_UNSPECIFIED);
      } else if (v1::ServiceStatus_IsValid(status) && status != 0) {
        query_.statuses.push_back(static_cast<v1::ServiceStatus>(status));
      } else {
        Refuse("statuses", "wanted a ServiceStatusFilter");
      }
    }
  }

  void CheckAge(absl::string_view field, bool has_age, double age) {
    if (has_age && (!std::isfinite(age) || age < 0)) {
      Refuse(field, "wanted a number of years from 0");
    }
  }

  void ReadAges() {
    CheckAge("minimum_age", filter_.has_minimum_age(), filter_.minimum_age());
    CheckAge("maximum_age", filter_.has_maximum_age(), filter_.maximum_age());
    if (filter_.has_minimum_age()) query_.minimum_age = filter_.minimum_age();
    if (filter_.has_maximum_age()) query_.maximum_age = filter_.maximum_age();
    if (filter_.has_minimum_age() && filter_.has_maximum_age() &&
        filter_.minimum_age() > filter_.maximum_age()) {
      Refuse("minimum_age", "wanted at most maximum_age");
    }
  }

  void ReadOpen() {
    if (!IsFew("open_at", filter_.open_at_size(), kMostOpenAt)) return;
    query_.open_at = ReadOpenAt(filter_.open_at(), errors_);
  }

  void ReadAssuredSince() {
    if (filter_.assured_since().empty()) return;
    query_.assured_since = ReadDate(filter_.assured_since());
    if (!query_.assured_since.has_value()) {
      Refuse("assured_since", absl::StrCat("\"", filter_.assured_since(),
                                           "\": wanted YYYY-MM-DD"));
    }
  }

  const v1::EntryFilter& filter_;
  Errors& errors_;
  SearchQuery query_;
};

// How wide an area is, by its id: the narrowest first.
int Width(absl::string_view area) {
  static constexpr absl::string_view kByWidth[] = {
      "postcode/", "sector/", "outcode/", "E07", "E06", "E08",
      "E09",       "E10",     "E54",      "E12", "E92"};
  for (size_t i = 0; i < std::size(kByWidth); ++i) {
    if (absl::StartsWith(area, kByWidth[i])) return static_cast<int>(i);
  }
  return static_cast<int>(std::size(kByWidth));
}

absl::optional<absl::Time> ReadChangedSince(const v1::EntryFilter& filter,
                                            Errors& errors) {
  if (!filter.has_changed_since()) return absl::nullopt;
  const absl::StatusOr<absl::Time> since =
      entry::FromTimestamp(filter.changed_since());
  if (since.ok()) return *since;
  errors.push_back(
      {"filter.changed_since", std::string(since.status().message())});
  return absl::nullopt;
}

}  // namespace

SearchConditions ReadFilter(const v1::EntryFilter& filter,
                            const geography::Geography& geography,
                            Errors& errors) {
  SearchConditions conditions;
  conditions.query = FilterReader(filter, errors).Read();
  conditions.things = ReadThings(filter, errors);
  conditions.changed_since = ReadChangedSince(filter, errors);
  if (filter.has_serves()) {
    conditions.serves_place =
        places::FindPlace("filter.serves", filter.serves(), geography, errors);
  }
  if (conditions.serves_place.has_value()) {
    ServesCondition serves = {conditions.serves_place->point,
                              conditions.serves_place->areas,
                              conditions.serves_place->possible_areas};
    std::stable_sort(serves.areas.begin(), serves.areas.end(),
                     [](const std::string& a, const std::string& b) {
                       return Width(a) < Width(b);
                     });
    conditions.query.serves = std::move(serves);
  }
  if (!filter.has_near()) return conditions;
  const double radius = filter.near().radius_meters();
  if (!(radius > 0 && radius <= kMostRadiusMeters)) {
    errors.push_back({"filter.near.radius_meters",
                      "wanted metres, above 0 and at most 1,000,000"});
  }
  conditions.near_place = places::FindPlace(
      "filter.near.place", filter.near().place(), geography, errors);
  if (conditions.near_place.has_value()) {
    conditions.query.near = NearCondition{conditions.near_place->point, radius};
  }
  return conditions;
}

absl::optional<Property> PropertyOf(v1::Facet facet) {
  switch (facet) {
    case v1::FACET_AUTHORITY:
      return Property::kAuthority;
    case v1::FACET_PROVIDER:
      return Property::kProvider;
    case v1::FACET_TAXONOMY_TERM:
      return Property::kTaxonomyTerm;
    case v1::FACET_STATUTORY_ITEM:
      return Property::kStatutoryItem;
    case v1::FACET_LIMB:
      return Property::kLimb;
    case v1::FACET_CONDITION_CATEGORY:
      return Property::kConditionCategory;
    case v1::FACET_PALLIATIVE_COMPONENT:
      return Property::kPalliativeComponent;
    case v1::FACET_TIER:
      return Property::kTier;
    case v1::FACET_SETTING:
      return Property::kSetting;
    case v1::FACET_ROUND_THE_CLOCK:
      return Property::kRoundTheClock;
    case v1::FACET_EHC_PLAN:
      return Property::kEhcPlan;
    case v1::FACET_PERSONAL_BUDGET:
      return Property::kPersonalBudget;
    case v1::FACET_LANGUAGE:
      return Property::kLanguage;
    case v1::FACET_COST:
      return Property::kCost;
    case v1::FACET_STATUS:
      return Property::kStatus;
    default:
      return absl::nullopt;
  }
}

}  // namespace localoffer::directory
