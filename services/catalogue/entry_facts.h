// What one entry says of organizations, terms and places.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_ENTRY_FACTS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_ENTRY_FACTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "localoffer/v1/open_referral.pb.h"
#include "services/catalogue/term_words.h"
#include "storage/directory/entries.h"
#include "storage/geography/places.h"
#include "storage/geography/point.h"

namespace localoffer::catalogue {

// A taxonomy term that an entry has.
struct TermUse {
  // As the service's JSON has it.
  std::string id;
  // Never null.
  std::shared_ptr<const TermWords> words;
};

// A service at location of an entry.
struct PlaceFacts {
  // As the service's JSON has it.
  std::string id;
  // Nothing where that is not known.
  absl::optional<geography::Point> point;
};

struct EntryFacts {
  std::string entry_id;
  uint64_t sequence = 0;
  // Whether a search finds it without asking for its status.
  bool is_usual = true;
  // As the service's JSON has it; "" where the entry names none.
  std::string organization_id;
  // Its name, for searches and order.
  std::string folded_organization_name;
  std::vector<TermUse> terms;
  // Of each service at location.
  std::vector<PlaceFacts> places;
};

// Words are shared with what was made from the same pool.
EntryFacts FactsOf(const storage::EntryRevision& revision,
                   const v1::Service& service, const geography::Places& places,
                   TermWordsPool& pool);

// The parts of a service as objects of their own, with the ids that they have
// in the service's JSON.

// Nothing where the service names none.
absl::optional<v1::Organization> OrganizationOf(const v1::Service& service);
// `index` is below the number of the service's locations.
v1::ServiceAtLocation AtLocationOf(const v1::Service& service, int index);
// Where one is; nothing where that is not known.
absl::optional<geography::Point> PointOf(const v1::ServiceAtLocation& at,
                                         const geography::Places& places);
// Of an attribute that has one.
TermUse TermUseOf(const v1::Service& service, int attribute);

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_ENTRY_FACTS_H_
