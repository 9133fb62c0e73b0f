#include "services/catalogue/entry_facts.h"

#include <utility>

#include "services/openreferral/required_members.h"
#include "storage/geography/service_area.h"
#include "storage/index/analyzer.h"
#include "storage/index/text.h"

namespace localoffer::catalogue {
namespace {

using openreferral::DerivedId;

bool IsUsual(v1::ServiceStatus status) {
  return status != v1::SERVICE_STATUS_INACTIVE &&
         status != v1::SERVICE_STATUS_DEFUNCT;
}

// Of the use that is an attribute of the service.
std::string UseIdOf(const v1::Service& service, int index) {
  const v1::Attribute& attribute = service.attributes(index);
  if (!attribute.taxonomy_term().id().empty()) {
    return attribute.taxonomy_term().id();
  }
  if (!attribute.taxonomy_term_id().empty()) {
    return attribute.taxonomy_term_id();
  }
  return DerivedId(attribute.id().empty()
                       ? DerivedId(service.id(), "attributes", index)
                       : attribute.id(),
                   "taxonomy_term", 0);
}

}  // namespace

absl::optional<v1::Organization> OrganizationOf(const v1::Service& service) {
  if (!service.has_organization()) return absl::nullopt;
  v1::Organization organization = service.organization();
  if (organization.id().empty()) {
    organization.set_id(DerivedId(service.id(), "organization", 0));
  }
  return organization;
}

v1::ServiceAtLocation AtLocationOf(const v1::Service& service, int index) {
  v1::ServiceAtLocation at = service.service_at_locations(index);
  if (at.id().empty()) {
    at.set_id(DerivedId(service.id(), "service_at_locations", index));
  }
  at.set_service_id(service.id());
  if (at.has_location()) {
    if (at.location().id().empty()) {
      at.mutable_location()->set_id(DerivedId(at.id(), "location", 0));
    }
    at.set_location_id(at.location().id());
  }
  return at;
}

absl::optional<geography::Point> PointOf(const v1::ServiceAtLocation& at,
                                         const geography::Places& places) {
  v1::Service alone;
  *alone.add_service_at_locations() = at;
  const std::vector<geography::Point> points =
      geography::LocationsOf(alone, &places);
  if (points.empty()) return absl::nullopt;
  return points.front();
}

TermUse TermUseOf(const v1::Service& service, int index) {
  const std::string id = UseIdOf(service, index);
  return {id, std::make_shared<const TermWords>(
                  TermWordsOf(service.attributes(index).taxonomy_term(), id))};
}

EntryFacts FactsOf(const storage::EntryRevision& revision,
                   const v1::Service& service, const geography::Places& places,
                   TermWordsPool& pool) {
  EntryFacts facts;
  facts.entry_id = revision.entry_id;
  facts.sequence = revision.sequence;
  facts.is_usual = IsUsual(service.status());
  if (const auto organization = OrganizationOf(service)) {
    facts.organization_id = organization->id();
    facts.folded_organization_name = FoldText(PlainText(organization->name()));
  }
  for (int i = 0; i < service.attributes_size(); ++i) {
    const v1::Attribute& attribute = service.attributes(i);
    if (attribute.has_taxonomy_term() || attribute.has_taxonomy_term_id()) {
      TermUse use;
      use.id = UseIdOf(service, i);
      use.words = pool.WordsOf(attribute.taxonomy_term(), use.id);
      facts.terms.push_back(std::move(use));
    }
  }
  for (int i = 0; i < service.service_at_locations_size(); ++i) {
    const v1::ServiceAtLocation at = AtLocationOf(service, i);
    facts.places.push_back({at.id(), PointOf(at, places)});
  }
  return facts;
}

}  // namespace localoffer::catalogue
