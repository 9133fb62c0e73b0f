// The ids by which apps know what a catalogue lists.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_PUBLIC_IDS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_PUBLIC_IDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace localoffer::catalogue {

// What speaks for one thing's id.
struct IdClaim {
  // What it is, unlike any other of its kind.
  std::string key;
  // The id that all its uses have; "" where they do not agree.
  absl::string_view agreed;
  // False where nothing but its id tells what it is.
  bool is_named = true;
};

// An id for each of the claims, no two of them the same in any case. A thing
// keeps the id that its uses agree on where no other claims it, those with a
// name first: feeds call several terms by one id. Otherwise it gets one derived
// from its kind and key, which nobody can take from it by claiming it.
// DURABLE: that depends on the claims alone, not on their order.
std::vector<std::string> PublicIds(absl::string_view kind,
                                   absl::Span<const IdClaim> claims);

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_PUBLIC_IDS_H_
