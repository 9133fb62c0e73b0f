// Whether whoever asks may be answered.
#ifndef LOCALOFFER_SERVICES_GATEWAY_READER_LIMIT_H_
#define LOCALOFFER_SERVICES_GATEWAY_READER_LIMIT_H_

#include <functional>
#include <optional>

#include "absl/time/time.h"
#include "services/gateway/http_message.h"
#include "services/gateway/rate_limit.h"
#include "services/metrics/registry.h"

namespace localoffer::gateway {

struct ReaderLimitOptions {
  RateLimitOptions rate;
  // Limits this machine's own addresses, too: what asks from there is a test,
  // or a program of whoever operates the node.
  bool limits_loopback = false;
};

// The rate limit of addresses, as answers. An address is in no answer, no log
// and no metric. Thread-safe; the registry outlives it.
class ReaderLimit {
 public:
  ReaderLimit(const ReaderLimitOptions& options,
              std::function<absl::Duration()> stopwatch,
              metrics::Registry& metrics);

  // What a request gets instead of an answer: 429 and after how many seconds to
  // ask again; nothing where it may be answered. A request that does not say
  // who asks is answered and counted: it did not come through the proxy, or the
  // proxy does not do what the operator believes.
  std::optional<HttpResponse> Refusal(const HttpRequest& request);

  // The same for an answer that costs so many tokens more.
  std::optional<HttpResponse> Refusal(const HttpRequest& request, int tokens);

  // Whether an address is limited at all.
  bool Limits(const ClientAddress& client) const {
    return limits_loopback_ || !client.is_loopback();
  }

 private:
  bool IsLimited(const HttpRequest& request) const;
  std::optional<HttpResponse> RefusalFor(absl::Duration wait);

  const bool limits_loopback_;
  RateLimit limit_;
  metrics::Counter& limited_;
  metrics::Counter& without_address_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_READER_LIMIT_H_
