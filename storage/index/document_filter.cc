#include "storage/index/document_filter.h"

#include <algorithm>
#include <limits>
#include <string>

namespace localoffer {
namespace {

constexpr v1::ServiceStatus kUsualStatuses[] = {
    v1::SERVICE_STATUS_UNSPECIFIED, v1::SERVICE_STATUS_ACTIVE,
    v1::SERVICE_STATUS_TEMPORARILY_CLOSED};

}  // namespace

DocumentFilter::DocumentFilter(const IndexTables& tables,
                               const SearchQuery& query, DocumentSet alive)
    : tables_(tables),
      query_(query),
      alive_(std::move(alive)),
      others_(alive_) {
  by_property_.emplace_back(Property::kStatus, HavingStatus());
  for (const ValueCondition& condition : query.values) {
    by_property_.emplace_back(condition.property, Having(condition));
  }
  if (query.serves.has_value()) others_.IntersectWith(Serving(*query.serves));
  if (query.near.has_value()) {
    DocumentSet near(alive_.size());
    tables.places.AddNear(query.near->point, query.near->radius_meters, near);
    others_.IntersectWith(near);
  }
  // What is cheap to look up in bulk goes first: the fewer are left, the
  // fewer are looked at one by one.
  passing_ = others_;
  for (const auto& [property, documents] : by_property_) {
    passing_.IntersectWith(documents);
  }
  FilterByColumns(passing_);
}

bool DocumentFilter::Asks(Property property) const {
  return std::any_of(
      by_property_.begin(), by_property_.end(),
      [property](const PropertySet& set) { return set.first == property; });
}

DocumentSet DocumentFilter::PassingWithout(Property property) const {
  DocumentSet set = others_;
  for (const auto& [other, documents] : by_property_) {
    if (other != property) set.IntersectWith(documents);
  }
  FilterByColumns(set);
  return set;
}

DocumentSet DocumentFilter::Having(const ValueCondition& condition) const {
  DocumentSet set(alive_.size());
  for (const std::string& text : condition.values) {
    for (const ValueNumber value :
         tables_.values.Find(condition.property, text)) {
      tables_.values.documents(value).AddTo(set);
    }
  }
  return set;
}

// The statuses that are not asked for are taken away, since a document that
// says nothing of it has no value.
DocumentSet DocumentFilter::HavingStatus() const {
  absl::Span<const v1::ServiceStatus> asked = query_.statuses;
  if (asked.empty()) asked = kUsualStatuses;
  bool unsaid = false;
  DocumentSet having(alive_.size());
  DocumentSet saying(alive_.size());
  for (const v1::ServiceStatus status : asked) {
    unsaid = unsaid || status == v1::SERVICE_STATUS_UNSPECIFIED;
  }
  for (const ValueNumber value : tables_.values.ValuesOf(Property::kStatus)) {
    const DocumentList& documents = tables_.values.documents(value);
    documents.AddTo(saying);
    for (const v1::ServiceStatus status : asked) {
      if (v1::ServiceStatus_IsValid(status) &&
          tables_.values.value(value).value == v1::ServiceStatus_Name(status)) {
        documents.AddTo(having);
      }
    }
  }
  if (!unsaid) return having;
  DocumentSet set = alive_;
  set.Subtract(saying);
  set.UniteWith(having);
  return set;
}

DocumentSet DocumentFilter::Serving(const ServesCondition& condition) const {
  DocumentSet set(alive_.size());
  for (const std::string& area : condition.areas) {
    for (const Property property : {Property::kArea, Property::kAssumedArea}) {
      for (const ValueNumber value : tables_.values.Find(property, area)) {
        tables_.values.documents(value).AddTo(set);
      }
    }
  }
  for (const std::string& area : condition.possible_areas) {
    for (const ValueNumber value : tables_.values.Find(Property::kArea, area)) {
      tables_.values.documents(value).AddTo(set);
    }
  }
  tables_.places.AddShapesAround(condition.point, set);
  return set;
}

void DocumentFilter::FilterByColumns(DocumentSet& set) const {
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
  if (query_.open_at.has_value()) {
    set.Filter([&](DocumentNumber document) {
      return IsOpen(table.opening_hours(document), *query_.open_at);
    });
  }
}

}  // namespace localoffer
