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

std::string Either(const std::string& first, const std::string& second) {
  return first.empty() ? second : first;
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

TermUse TermUseOf(const v1::Service& service, int index) {
  const v1::Attribute& attribute = service.attributes(index);
  const v1::TaxonomyTerm& term = attribute.taxonomy_term();
  TermUse use;
  use.id = Either(term.id(), attribute.taxonomy_term_id());
  if (use.id.empty()) {
    use.id = DerivedId(
        Either(attribute.id(), DerivedId(service.id(), "attributes", index)),
        "taxonomy_term", 0);
  }
  use.name = PlainText(term.has_name() ? term.name() : term.term());
  use.value = Either(term.code(), Either(use.name, use.id));
  use.key = FoldText(use.value);
  use.parent_id = term.parent_id();
  use.taxonomy_id = Either(term.taxonomy_id(), term.taxonomy_detail().id());
  use.taxonomy = Either(term.taxonomy(), term.taxonomy_detail().name());
  return use;
}

EntryFacts FactsOf(const storage::EntryRevision& revision,
                   const v1::Service& service,
                   const geography::Places& places) {
  EntryFacts facts;
  facts.log = revision.authority;
  facts.entry_id = revision.entry_id;
  facts.sequence = revision.sequence;
  facts.is_usual = IsUsual(service.status());
  if (const auto organization = OrganizationOf(service)) {
    facts.organization_id = organization->id();
    facts.organization_name = PlainText(organization->name());
  }
  for (int i = 0; i < service.attributes_size(); ++i) {
    const v1::Attribute& attribute = service.attributes(i);
    if (attribute.has_taxonomy_term() || attribute.has_taxonomy_term_id()) {
      facts.terms.push_back(TermUseOf(service, i));
    }
  }
  for (int i = 0; i < service.service_at_locations_size(); ++i) {
    const v1::ServiceAtLocation at = AtLocationOf(service, i);
    facts.at_location_ids.push_back(at.id());
    facts.points.push_back(PointOf(at, places));
  }
  return facts;
}

}  // namespace localoffer::catalogue
