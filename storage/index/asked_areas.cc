#include "storage/index/asked_areas.h"

#include "absl/algorithm/container.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace localoffer {

AskedAreas::AskedAreas(const ValueTable& values,
                       const ServesCondition& condition)
    : values_(values) {
  for (const std::string& id : condition.areas) {
    Add(Property::kArea, id, ServedArea::Basis::kNamed);
    Add(Property::kAssumedArea, id, ServedArea::Basis::kAssumed);
  }
  for (const std::string& id : condition.possible_areas) {
    Add(Property::kArea, id, ServedArea::Basis::kPossible);
  }
}

void AskedAreas::Add(Property property, const std::string& id,
                     ServedArea::Basis basis) {
  const absl::optional<ValueNumber> value = values_.FindAsWritten(property, id);
  if (value.has_value()) areas_.push_back({*value, basis, &id});
}

void AskedAreas::AddTo(DocumentSet& set) const {
  for (const Area& area : areas_) values_.documents(area.value).AddTo(set);
}

ServedArea AskedAreas::NamedBy(DocumentNumber document) const {
  const absl::Span<const ValueNumber> values = values_.ValuesOf(document);
  for (const Area& area : areas_) {
    if (absl::c_linear_search(values, area.value))
      return {area.basis, *area.id};
  }
  return {ServedArea::Basis::kShape, ""};
}

}  // namespace localoffer
