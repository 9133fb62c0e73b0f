#include "services/gateway/pages/england_form.h"

#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/coverage/subject.h"
#include "services/entry/statutory_items.h"
#include "services/gateway/pages/address.h"

namespace localoffer::gateway::pages {
namespace {

constexpr std::array<absl::string_view, 2> kNames = {"component", "item"};
constexpr absl::string_view kPrefix = "PALLIATIVE_COMPONENT_";

std::string Typed(const Target& target, const std::string& name) {
  return std::string(
      absl::StripAsciiWhitespace(target.Parameter(name).value_or("")));
}

}  // namespace

std::string ComponentId(v1::PalliativeComponent component) {
  return std::string(
      absl::StripPrefix(v1::PalliativeComponent_Name(component), kPrefix));
}

std::vector<v1::PalliativeComponent> PalliativeComponents() {
  std::vector<v1::PalliativeComponent> components;
  for (int number = v1::PALLIATIVE_COMPONENT_UNSPECIFIED + 1;
       number < v1::PalliativeComponent_ARRAYSIZE; ++number) {
    components.push_back(static_cast<v1::PalliativeComponent>(number));
  }
  return components;
}

absl::Span<const absl::string_view> EnglandForm::Names() { return kNames; }

EnglandForm::EnglandForm(const Target& target)
    : component_(Typed(target, "component")), item_(Typed(target, "item")) {}

std::optional<v1::PalliativeComponent> EnglandForm::Component() const {
  v1::PalliativeComponent component = v1::PALLIATIVE_COMPONENT_UNSPECIFIED;
  if (!v1::PalliativeComponent_Parse(absl::StrCat(kPrefix, component_),
                                     &component) ||
      component == v1::PALLIATIVE_COMPONENT_UNSPECIFIED) {
    return std::nullopt;
  }
  return component;
}

std::vector<FormError> EnglandForm::Check(const Catalogue& words) const {
  std::vector<FormError> errors;
  if (!component_.empty() && !Component()) {
    errors.push_back(
        {"component", words.With("error.component", {{"value", component_}})});
  }
  if (!item_.empty()) {
    const entry::StatutoryItem* const item =
        entry::StatutoryItemFromText(item_);
    if (item == nullptr || item->duty == entry::Duty::kMay) {
      errors.push_back({"item", words.With("error.item", {{"value", item_}})});
    } else if (!coverage::CanBeAsked(*item)) {
      errors.push_back(
          {"item", words.With("error.item.parts",
                              {{"value", item->id},
                               {"parts", absl::StrJoin(coverage::PartsOf(*item),
                                                       ", ")}})});
    } else if (!component_.empty()) {
      errors.push_back({"item", std::string(words.Of("error.item.both"))});
    }
  }
  return errors;
}

v1::CheckCoverageRequest EnglandForm::Request() const {
  v1::CheckCoverageRequest request;
  if (const auto component = Component()) {
    request.set_palliative_component(*component);
  } else {
    request.set_statutory_item(entry::StatutoryItemFromText(item_)->id);
  }
  return request;
}

std::string EnglandForm::Title(const Wording& wording) const {
  if (const auto component = Component()) {
    return wording.Value(v1::PalliativeComponent_Name(*component));
  }
  return entry::StatutoryItemFromText(item_)->requirement;
}

std::string EnglandForm::Query() const {
  if (Component()) return QueryOf({{"component", component_}});
  return QueryOf({{"item", entry::StatutoryItemFromText(item_)->id}});
}

std::string EnglandForm::FindQuery(absl::string_view council) const {
  return absl::StrCat(Query(), "&council=", council);
}

}  // namespace localoffer::gateway::pages
