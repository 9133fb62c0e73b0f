#include "services/gateway/reader_limit.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/gateway/problem.h"

namespace localoffer::gateway {
namespace {

constexpr int kTooManyRequests = 429;

int64_t WholeSeconds(absl::Duration wait) {
  return std::max<int64_t>(
      1, absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1))));
}

}  // namespace

ReaderLimit::ReaderLimit(const ReaderLimitOptions& options,
                         std::function<absl::Duration()> stopwatch,
                         metrics::Registry& metrics)
    : limits_loopback_(options.limits_loopback),
      limit_(options.rate, std::move(stopwatch)),
      limited_(metrics.CounterOf(
          "localoffer_http_limited_total",
          "Requests refused because their address asks too often")),
      without_address_(metrics.CounterOf(
          "localoffer_http_without_address_total",
          "Requests in which the proxy does not say who asks")) {
  metrics.AddSource([this](metrics::Exposition& exposition) {
    exposition.Add(metrics::Kind::kGauge, "localoffer_http_limit_addresses",
                   "Addresses that have less than all their tokens", {},
                   static_cast<double>(limit_.addresses()));
  });
}

std::optional<HttpResponse> ReaderLimit::Refusal(const HttpRequest& request) {
  if (!request.client) without_address_.Add();
  if (!IsLimited(request)) return std::nullopt;
  return RefusalFor(limit_.Take(*request.client));
}

std::optional<HttpResponse> ReaderLimit::Refusal(const HttpRequest& request,
                                                 int tokens) {
  if (!IsLimited(request)) return std::nullopt;
  return RefusalFor(limit_.TakeMore(*request.client, tokens));
}

bool ReaderLimit::IsLimited(const HttpRequest& request) const {
  return request.client && Limits(*request.client);
}

std::optional<HttpResponse> ReaderLimit::RefusalFor(absl::Duration wait) {
  if (wait == absl::ZeroDuration()) return std::nullopt;
  limited_.Add();
  const int64_t seconds = WholeSeconds(wait);
  HttpResponse response =
      Problem(kTooManyRequests, "RATE_LIMITED",
              absl::StrCat("too many requests from one address; ask again in ",
                           seconds, seconds == 1 ? " second" : " seconds"));
  response.headers.emplace_back("Retry-After", absl::StrCat(seconds));
  return response;
}

}  // namespace localoffer::gateway
