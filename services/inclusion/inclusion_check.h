// Whether a provider is in a local offer: the rules.
#ifndef LOCALOFFER_SERVICES_INCLUSION_INCLUSION_CHECK_H_
#define LOCALOFFER_SERVICES_INCLUSION_INCLUSION_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "localoffer/v1/inclusion.pb.h"
#include "storage/store.h"

namespace localoffer::inclusion {

// What is asked, in the terms of the store.
struct InclusionQuestion {
  // Provider ids, `GB-CHC-9900001`: all of one provider.
  std::vector<std::string> providers;
  // Authority ids, in the order of the answer.
  std::vector<std::string> authorities;
  std::vector<std::string> statutory_items;
  absl::Duration assured_within;
  storage::Instant instant;
  // The time at which the question is asked of the instant.
  absl::Time as_of;
};

// One answer an authority, in the order of the question. Reads the entries
// that ever listed one of the providers, and no others.
absl::StatusOr<std::vector<v1::AuthorityInclusion>> AnswerInclusion(
    storage::Store& store, const InclusionQuestion& question);

// Whether an entry assured on `assured_date` (YYYY-MM-DD; "" for never) and
// last changed at `update_time` is out of date at `as_of`.
bool IsOutOfDate(const std::string& assured_date, absl::Time update_time,
                 absl::Time as_of, absl::Duration assured_within);

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_INCLUSION_CHECK_H_
