// Whether a provider is in a local offer: the rules.
#ifndef LOCALOFFER_SERVICES_INCLUSION_INCLUSION_CHECK_H_
#define LOCALOFFER_SERVICES_INCLUSION_INCLUSION_CHECK_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "localoffer/v1/inclusion.pb.h"
#include "services/inclusion/recognition.h"
#include "services/inclusion/statement.h"
#include "storage/store.h"

namespace localoffer::inclusion {

// The most that is told of one authority.
inline constexpr int kMostEvidence = 25;
inline constexpr int kMostLookAlikes = 10;
// Of all differences in one answer.
inline constexpr size_t kMostDifferencesBytes = size_t{1} << 20;
// Entries that are read for the provider's own statutory items.
inline constexpr size_t kMostEntriesOfItems = 50;

// What is asked, in the terms of the store.
struct InclusionQuestion {
  Recognizer provider;
  // Authority ids, in the order of the answer.
  std::vector<std::string> authorities;
  // Whose nil declarations matter; when empty, those of the provider's own
  // service, as inclusion.proto says.
  std::vector<std::string> statutory_items;
  absl::Duration assured_within;
  std::optional<Statement> statement;
  // Whether it is asked which edition each authority made last.
  bool show_last_editions = false;
  storage::Instant instant;
  // The time at which the question is asked of the instant.
  absl::Time as_of;
};

// One answer an authority, in the order of the question, without `reasons`.
// Reads the entries that ever carried a clue to the provider, and no others;
// those of all authorities with clues other than identifiers, since names are
// told apart across all of them, and where an authority asked about has
// declared nil, for the provider's own items.
absl::StatusOr<std::vector<v1::AuthorityInclusion>> AnswerInclusion(
    storage::Store& store, const InclusionQuestion& question);

// Whether an entry assured on `assured_date` (YYYY-MM-DD; "" for never) and
// last changed at `update_time` is out of date at `as_of`.
bool IsOutOfDate(const std::string& assured_date, absl::Time update_time,
                 absl::Time as_of, absl::Duration assured_within);

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_INCLUSION_CHECK_H_
