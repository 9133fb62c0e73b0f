// How often one address may ask.
#ifndef LOCALOFFER_SERVICES_GATEWAY_RATE_LIMIT_H_
#define LOCALOFFER_SERVICES_GATEWAY_RATE_LIMIT_H_

#include <cstddef>
#include <functional>
#include <set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/gateway/client_address.h"

namespace localoffer::gateway {

struct RateLimitOptions {
  // Tokens that an address gets a second, above 0.
  double rate = 50;
  // The most that it can have; it begins with them. At least 1.
  double burst = 500;
  // How many addresses are kept at most, 64 bytes and the like for each.
  size_t addresses = 50'000;
};

// A bucket of tokens for each address. Whoever has a token left is answered. A
// dear answer costs more tokens than one, and may leave a debt: then the next
// has to wait until that is paid. Addresses that have all their tokens are not
// kept; when there are too many others, the one that would have them soonest is
// forgotten, and begins anew. Thread-safe; takes about a microsecond.
class RateLimit {
 public:
  // `stopwatch` never goes back.
  RateLimit(const RateLimitOptions& options,
            std::function<absl::Duration()> stopwatch);

  // Takes a token, unless there is none: then returns how long it takes until
  // there is one. Zero when it was taken.
  absl::Duration Take(const ClientAddress& address) ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes so many more for what turned out to be dear, of an address that Take
  // let through; nothing when meanwhile it has debts. Returns what Take does.
  absl::Duration TakeMore(const ClientAddress& address, double tokens)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // How many addresses are kept.
  size_t addresses() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // A bucket is told by when it will be full.
  using Bucket = std::pair<absl::Duration, ClientAddress>;

  absl::Duration TakeIf(const ClientAddress& address, double tokens,
                        double least) ABSL_LOCKS_EXCLUDED(mutex_);
  void Keep(const ClientAddress& address, absl::Duration full_at)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetFull(absl::Duration now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // In which so many tokens come.
  absl::Duration TimeFor(double tokens) const { return tokens * token_time_; }

  const RateLimitOptions options_;
  const absl::Duration token_time_;
  const std::function<absl::Duration()> stopwatch_;
  mutable absl::Mutex mutex_;
  // Those that are not full, soonest full first; and where each is.
  std::set<Bucket> buckets_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<ClientAddress, absl::Duration> full_at_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_RATE_LIMIT_H_
