// What the entries of the directory say of a provider at an instant.
#ifndef LOCALOFFER_SERVICES_INCLUSION_FINDING_H_
#define LOCALOFFER_SERVICES_INCLUSION_FINDING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/inclusion/recognition.h"
#include "storage/store.h"

namespace localoffer::inclusion {

// A revision, and what to think of it.
struct JudgedListing {
  storage::Listing listing;
  Judgement judgement;
};

// A revision that looks like the provider's, and isn't or may not be.
struct Resemblance {
  JudgedListing revision;
  v1::LookAlikeReason reason = v1::LOOK_ALIKE_REASON_UNSPECIFIED;
  // When it ceased to be the entry's, if it did.
  std::optional<absl::Time> until;
};

// What one entry says, up to the instant. It has evidence, look-alikes, or
// both: then the entry listed the provider once and lists somebody else now.
struct Finding {
  std::string entry_id;
  // The newest revision that lists the provider.
  std::optional<JudgedListing> evidence;
  // The first of the unbroken row of revisions that list it up to `evidence`,
  // and the revision that ended it, if one did.
  absl::Time listed_since;
  std::optional<absl::Time> listed_until;
  // The revision at the instant.
  uint64_t current_sequence = 0;
  bool withdrawn = false;
  // The revision at the instant, where it looks like the provider's and isn't;
  // and what would be evidence, if anything said whose it is.
  std::vector<Resemblance> look_alikes;
};

// By authority id; within one by entry id.
using Findings = std::map<std::string, std::vector<Finding>, std::less<>>;

// Reads the entries that ever carried one of the clues asked for, in the
// authorities that `wanted` says, and no others.
absl::StatusOr<Findings> FindListings(
    storage::Store& store, const Recognizer& recognizer,
    const storage::Instant& instant,
    absl::FunctionRef<bool(absl::string_view authority)> wanted);

// Turns evidence into look-alikes where nothing says that its identifiers are
// the provider's; the rule is in inclusion.proto. It needs the findings of all
// authorities, so that the answer for one doesn't depend on which others are
// asked about.
void SeparateProviders(const Recognizer& recognizer, Findings& findings);

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_FINDING_H_
