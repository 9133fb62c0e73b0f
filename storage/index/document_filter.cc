#include "storage/index/document_filter.h"

#include <algorithm>
#include <limits>
#include <string>

namespace localoffer {

DocumentFilter::DocumentFilter(const IndexTables& tables,
                               const SearchQuery& query,
                               const AliveDocuments& alive)
    : tables_(tables), query_(query), alive_(alive) {
  if (!query.statuses.empty()) {
    by_property_.emplace_back(
        Property::kStatus,
        HavingStatus(tables, alive.documents(), query.statuses));
  }
  for (const ValueCondition& condition : query.values) {
    by_property_.emplace_back(condition.property, Having(condition));
  }
  if (query.serves.has_value()) {
    areas_.emplace(tables.values, *query.serves);
    placed_.emplace(alive.documents().size());
    areas_->AddTo(*placed_);
    tables.places.AddShapesAround(query.serves->point, *placed_);
  }
  if (query.near.has_value()) {
    DocumentSet near(alive.documents().size());
    tables.places.AddNear(query.near->point, query.near->radius_meters, near);
    if (placed_.has_value()) near.IntersectWith(*placed_);
    placed_ = std::move(near);
  }
}

bool DocumentFilter::Asks(Property property) const {
  return property == Property::kStatus ||
         std::any_of(by_property_.begin(), by_property_.end(),
                     [property](const PropertySet& set) {
                       return set.first == property;
                     });
}

NarrowSet DocumentFilter::Passing(absl::optional<Property> unasked) const {
  const bool is_usual = query_.statuses.empty() && unasked != Property::kStatus;
  const DocumentSet& from = is_usual ? alive_.usual() : alive_.documents();
  NarrowSet set(placed_.has_value() ? *placed_ : from);
  if (placed_.has_value()) set.IntersectWith(from);
  for (const auto& [property, documents] : by_property_) {
    if (property != unasked) set.IntersectWith(documents);
  }
  // What is cheap to look up in bulk went first: the fewer are left, the
  // fewer are looked at one by one.
  FilterByColumns(set);
  set.Narrow();
  return set;
}

DocumentSet DocumentFilter::Having(const ValueCondition& condition) const {
  DocumentSet set(alive_.documents().size());
  if (condition.values.empty()) {
    for (const ValueNumber value :
         tables_.values.ValuesOf(condition.property)) {
      tables_.values.documents(value).AddTo(set);
    }
  }
  for (const std::string& text : condition.values) {
    for (const ValueNumber value :
         tables_.values.Find(condition.property, text)) {
      tables_.values.documents(value).AddTo(set);
    }
  }
  return set;
}

absl::optional<ServedArea> DocumentFilter::AreaServed(
    DocumentNumber document) const {
  if (!areas_.has_value()) return absl::nullopt;
  return areas_->NamedBy(document);
}

void DocumentFilter::FilterByColumns(NarrowSet& set) const {
  const DocumentTable& table = tables_.documents;
  constexpr float kNoLimit = std::numeric_limits<float>::infinity();
  if (query_.minimum_age.has_value() || query_.maximum_age.has_value()) {
    const auto from =
        static_cast<float>(query_.minimum_age.value_or(-kNoLimit));
    const auto to = static_cast<float>(query_.maximum_age.value_or(kNoLimit));
    set.Filter([&](DocumentNumber document) {
      return table.minimum_age(document) <= to &&
             table.maximum_age(document) >= from;
    });
  }
  if (query_.assured_since.has_value()) {
    set.Filter([&](DocumentNumber document) {
      return table.assured_day(document) >= *query_.assured_since;
    });
  }
  if (query_.changed_since.has_value()) {
    const Instant& since = *query_.changed_since;
    set.Filter([&](DocumentNumber document) {
      const auto found = since.find(table.authority_id(document));
      return found == since.end() || table.sequence(document) >= found->second;
    });
  }
  if (query_.among.has_value()) {
    set.Filter([&](DocumentNumber document) {
      const auto found = query_.among->find(table.authority_id(document));
      return found != query_.among->end() &&
             std::binary_search(found->second.begin(), found->second.end(),
                                table.sequence(document));
    });
  }
  if (!query_.open_at.empty()) {
    set.Filter([&](DocumentNumber document) {
      return IsOpenAtAny(table.opening_hours(document), query_.open_at);
    });
  }
}

}  // namespace localoffer
