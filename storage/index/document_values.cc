#include "storage/index/document_values.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/repeated_field.h"
#include "storage/directory/provider_id.h"
#include "storage/index/text.h"

namespace localoffer {
namespace {

// Collects the values of a document.
class Values {
 public:
  void Add(Property property, absl::string_view value,
           absl::string_view title = "") {
    if (value.empty()) return;
    const bool known = std::any_of(
        values_.begin(), values_.end(), [&](const PropertyValue& other) {
          return other.property == property && other.value == value;
        });
    if (known) return;
    values_.push_back({property, std::string(value), std::string(title), {}});
  }

  // The name of an enum's value, unless it says nothing.
  template <typename Enum>
  void AddEnum(Property property, Enum value) {
    if (value == 0) return;
    const auto* const known =
        google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
    // A value of a later contract is one that this one cannot tell.
    if (known != nullptr) Add(property, known->name());
  }

  template <typename Enum>
  void AddEnums(Property property,
                const google::protobuf::RepeatedField<int>& values) {
    for (const int value : values) {
      AddEnum(property, static_cast<Enum>(value));
    }
  }

  std::vector<PropertyValue> Take() { return std::move(values_); }

 private:
  std::vector<PropertyValue> values_;
};

void AddTaxonomyTerms(
    const google::protobuf::RepeatedPtrField<v1::Attribute>& attributes,
    Values& values) {
  for (const v1::Attribute& attribute : attributes) {
    const v1::TaxonomyTerm& term = attribute.taxonomy_term();
    const std::string name =
        PlainText(term.has_name() ? term.name() : term.term());
    // Feeds make the ids of terms afresh for every record: they name a term
    // only where nothing else does, and are no aliases, of which a term would
    // have more with every record.
    const std::string& id =
        term.id().empty() ? attribute.taxonomy_term_id() : term.id();
    values.Add(Property::kTaxonomyTerm,
               !term.code().empty() ? term.code()
               : !name.empty()      ? name
                                    : id,
               name);
  }
}

void AddLanguages(const v1::Service& service, Values& values) {
  for (const v1::Language& language : service.languages()) {
    const std::string value =
        language.code().empty() ? language.name() : language.code();
    values.Add(Property::kLanguage, value, language.name());
  }
}

// What the service says of its costs: nothing, nothing to pay, or something.
void AddCost(const v1::Service& service, Values& values) {
  bool free = false;
  bool paid = false;
  for (const v1::CostOption& option : service.cost_options()) {
    if (option.has_amount()) {
      (option.amount() > 0 ? paid : free) = true;
    } else if (absl::EqualsIgnoreCase(option.option(), "free")) {
      free = true;
    } else if (absl::EqualsIgnoreCase(option.option(), "not free")) {
      // As the spreadsheet's answer "no" to "Is it free?" is written.
      paid = true;
    }
  }
  if (paid) {
    values.Add(Property::kCost, kPaid);
  } else if (free) {
    values.Add(Property::kCost, kFree);
  }
}

void AddLocalOffer(const v1::LocalOffer& offer, Values& values) {
  for (const std::string& item : offer.statutory_items()) {
    values.Add(Property::kStatutoryItem, item);
  }
  values.AddEnums<v1::Limb>(Property::kLimb, offer.limbs());
  values.AddEnums<v1::ConditionCategory>(
      Property::kConditionCategory,
      offer.palliative_care().condition_categories());
  values.AddEnums<v1::PalliativeComponent>(
      Property::kPalliativeComponent, offer.palliative_care().components());
  values.AddEnum(Property::kTier, offer.tier());
  values.AddEnums<v1::Setting>(Property::kSetting, offer.settings());
  values.AddEnum(Property::kRoundTheClock, offer.round_the_clock());
  values.AddEnum(Property::kEhcPlan, offer.ehc_plan());
  values.AddEnums<v1::PersonalBudget>(Property::kPersonalBudget,
                                      offer.personal_budgets());
}

}  // namespace

std::vector<PropertyValue> ValuesOf(absl::string_view authority,
                                    const v1::Service& service,
                                    const v1::LocalOffer& local_offer) {
  Values values;
  values.Add(Property::kAuthority, authority);
  for (const std::string& provider : ProvidersOf(service)) {
    values.Add(Property::kProvider, provider,
               PlainText(service.organization().name()));
  }
  AddTaxonomyTerms(service.attributes(), values);
  AddLanguages(service, values);
  AddCost(service, values);
  values.AddEnum(Property::kStatus, service.status());
  AddLocalOffer(local_offer, values);
  return values.Take();
}

}  // namespace localoffer
