// Generated local offers as the files that authorities would publish.
#ifndef LOCALOFFER_TESTS_GENERATOR_OFFER_FILES_H_
#define LOCALOFFER_TESTS_GENERATOR_OFFER_FILES_H_

#include <cstddef>
#include <functional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tests/generator/generator.h"

namespace localoffer::generator {

// Writes the authority's offer of that round as one page of Open Referral UK
// 3.0, entry by entry.
void WriteOffer(const Generator& generator, absl::string_view authority,
                Round round, std::ostream& out);

// Writes `{folder}/first/{gss}.json` and, for the second round,
// `{folder}/second/{gss}.json` for every authority that has entries, and
// `{folder}/truth.tsv`: entry name, kind and authority of every entry, with a
// heading. Makes the folders. `progress` is told each authority when its files
// are written. UNAVAILABLE when a file can't be written.
absl::Status WriteOffers(
    const Generator& generator, const std::string& folder, int rounds,
    const std::function<void(absl::string_view authority)>& progress);

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_OFFER_FILES_H_
