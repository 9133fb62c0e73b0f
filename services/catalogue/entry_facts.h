// What one entry says of organizations, terms and places.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_ENTRY_FACTS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_ENTRY_FACTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "localoffer/v1/open_referral.pb.h"
#include "storage/directory/entries.h"
#include "storage/geography/places.h"
#include "storage/geography/point.h"

namespace localoffer::catalogue {

// A taxonomy term that an entry has.
struct TermUse {
  // As the search index knows it: its code, or else its name or its id.
  std::string value;
  // Folded: what makes two uses of one taxonomy uses of one term.
  std::string key;
  std::string name;
  // As the service's JSON has them; "" where there is none.
  std::string id;
  std::string parent_id;
  std::string taxonomy_id;
  // Its taxonomy in words.
  std::string taxonomy;
};

struct EntryFacts {
  std::string log;
  std::string entry_id;
  uint64_t sequence = 0;
  // Whether a search finds it without asking for its status.
  bool is_usual = true;
  // As the service's JSON has it; "" where the entry names none.
  std::string organization_id;
  std::string organization_name;
  std::vector<TermUse> terms;
  // Of each service at location, its id and where that is, if that is known.
  std::vector<std::string> at_location_ids;
  std::vector<absl::optional<geography::Point>> points;
};

EntryFacts FactsOf(const storage::EntryRevision& revision,
                   const v1::Service& service, const geography::Places& places);

// The parts of a service as objects of their own, with the ids that they have
// in the service's JSON.

// Nothing where the service names none.
absl::optional<v1::Organization> OrganizationOf(const v1::Service& service);
// `index` is below the number of the service's locations.
v1::ServiceAtLocation AtLocationOf(const v1::Service& service, int index);
// Of an attribute that has one.
TermUse TermUseOf(const v1::Service& service, int attribute);

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_ENTRY_FACTS_H_
