#include "services/gateway/rate_limit.h"

#include <algorithm>

namespace localoffer::gateway {
namespace {

// Times are rounded to less than this: who asks again just when he was told to
// must not be sent away once more.
constexpr absl::Duration kRounding = absl::Microseconds(1);

}  // namespace

RateLimit::RateLimit(const RateLimitOptions& options,
                     std::function<absl::Duration()> stopwatch)
    : options_(options),
      token_time_(absl::Seconds(1) / options.rate),
      stopwatch_(std::move(stopwatch)) {}

absl::Duration RateLimit::Take(const ClientAddress& address) {
  return TakeIf(address, 1, 1);
}

absl::Duration RateLimit::TakeMore(const ClientAddress& address,
                                   double tokens) {
  return TakeIf(address, tokens, 0);
}

size_t RateLimit::addresses() const {
  absl::MutexLock lock(&mutex_);
  return buckets_.size();
}

absl::Duration RateLimit::TakeIf(const ClientAddress& address, double tokens,
                                 double least) {
  absl::MutexLock lock(&mutex_);
  const absl::Duration now = stopwatch_();
  ForgetFull(now);
  const auto known = full_at_.find(address);
  const absl::Duration full_at = known == full_at_.end() ? now : known->second;
  if (full_at - now > TimeFor(options_.burst - least) + kRounding) {
    return full_at - TimeFor(options_.burst - 1) - now;
  }
  Keep(address, full_at + TimeFor(tokens));
  return absl::ZeroDuration();
}

void RateLimit::Keep(const ClientAddress& address, absl::Duration full_at) {
  const auto [known, is_new] = full_at_.try_emplace(address, full_at);
  if (is_new) {
    if (buckets_.size() == options_.addresses) {
      full_at_.erase(buckets_.begin()->second);
      buckets_.erase(buckets_.begin());
    }
    buckets_.emplace(full_at, address);
    return;
  }
  // The same node in another place: nothing is allocated.
  auto node = buckets_.extract({known->second, address});
  node.value().first = full_at;
  buckets_.insert(std::move(node));
  known->second = full_at;
}

void RateLimit::ForgetFull(absl::Duration now) {
  while (!buckets_.empty() && buckets_.begin()->first <= now) {
    full_at_.erase(buckets_.begin()->second);
    buckets_.erase(buckets_.begin());
  }
}

}  // namespace localoffer::gateway
