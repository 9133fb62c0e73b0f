// Who provides a service. All of them are invented, and their identifiers are
// from ranges that no real body holds.
#ifndef LOCALOFFER_TESTS_GENERATOR_PROVIDERS_H_
#define LOCALOFFER_TESTS_GENERATOR_PROVIDERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "localoffer/v1/open_referral.pb.h"
#include "tests/generator/areas.h"
#include "tests/generator/random.h"
#include "tests/generator/vocabulary.h"

namespace localoffer::generator {

// One provider, as it is.
struct Provider {
  // Differs between any two providers; equal in every authority that lists it.
  uint64_t key = 0;
  // A letter of Kind::sectors.
  char sector = 'v';
  std::string name;
  // Scheme and identifier, such as GB-CHC and 9905001. Empty for a council.
  std::vector<std::pair<std::string, std::string>> identifiers;
  // Such as tarnenwick-family-network.example.org.
  std::string domain;
  // From the ranges that Ofcom keeps for drama.
  std::string phone;
};

// Every authority has providers of its own and shares others with its
// neighbours; hospices are always shared. Immutable, so thread-safe.
class Providers {
 public:
  // `areas` and `vocabulary` must outlive it.
  Providers(uint64_t seed, const std::vector<Area>& areas,
            const Vocabulary& vocabulary);

  // One that works in the authority; `entries` is how many it publishes, and
  // with it grows the number of its own providers.
  Provider Draw(size_t authority, char sector, size_t entries,
                Random& random) const;

  // The organisation as this authority writes it: perhaps "The …" or "… Ltd",
  // perhaps without one or all of its identifiers. Always the same for the
  // same provider and authority.
  v1::Organization ListedBy(const Provider& provider, size_t authority) const;

 private:
  // The authority's own provider of that number in that sector.
  Provider Local(size_t authority, char sector, size_t number) const;
  // One that several authorities list.
  Provider Shared(char sector, size_t number) const;
  void AddIdentifiers(size_t number, bool shared, Provider* provider) const;
  std::string NameOf(char sector, const std::string& town,
                     Random& random) const;

  const uint64_t seed_;
  const std::vector<Area>& areas_;
  const Vocabulary& vocabulary_;
  const Lines about_;
  // By letter of the sector and authority: numbers of the shared ones there.
  absl::flat_hash_map<char, std::vector<std::vector<size_t>>> shared_;
};

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_PROVIDERS_H_
