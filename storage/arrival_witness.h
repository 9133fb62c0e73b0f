// What stands for the order of changes up to one of them; see arrivals.h.
#ifndef LOCALOFFER_STORAGE_ARRIVAL_WITNESS_H_
#define LOCALOFFER_STORAGE_ARRIVAL_WITNESS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/arrivals.h"

namespace localoffer::storage {

// `chain` is that of the stretch that holds `number`, "" for 0. 16 characters,
// the same as Arrivals::Witness().
std::string WitnessOf(absl::string_view chain, uint64_t number);

// Of a number of a stretch that is at hand, without looking it up.
inline std::string WitnessOf(const Arrival& holding, uint64_t number) {
  return WitnessOf(holding.chain, number);
}

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_ARRIVAL_WITNESS_H_
