// Resource names of what the catalogue has.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_THING_NAMES_H_
#define LOCALOFFER_SERVICES_CATALOGUE_THING_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::catalogue {

// What they begin with; everything behind it is the id.
inline constexpr absl::string_view kOrganizations = "organizations/";
inline constexpr absl::string_view kTaxonomies = "taxonomies/";
inline constexpr absl::string_view kTerms = "taxonomyTerms/";
inline constexpr absl::string_view kAtLocations = "serviceAtLocations/";

// The id behind `prefix`, which is one of those above. INVALID_ARGUMENT, of
// which the message says the name, cut to 200 bytes, and what was wanted.
absl::StatusOr<std::string> IdBehind(absl::string_view prefix,
                                     absl::string_view name);

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_THING_NAMES_H_
