#include "services/harvest/fetcher.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/harvest/feed_url.h"
#include "storage/status_macros.h"

namespace localoffer::harvest {
namespace {

constexpr int kOk = 200;
constexpr int kNotModified = 304;
constexpr int kNotFound = 404;
constexpr int kGone = 410;
constexpr int kTooManyRequests = 429;
constexpr int kRequestTimeout = 408;
constexpr int kFirstServerError = 500;
// No server is believed that wants to be left alone for longer.
constexpr int64_t kMostRetrySeconds = int64_t{7} * 24 * 3600;

bool MayPass(int status) {
  return status == kRequestTimeout || status == kTooManyRequests ||
         status >= kFirstServerError;
}

absl::Status StatusOf(const HttpAnswer& answer) {
  if (answer.status == kOk || answer.status == kNotModified) {
    return absl::OkStatus();
  }
  const std::string message =
      absl::StrCat("the server answers with status ", answer.status);
  if (answer.status == kNotFound || answer.status == kGone) {
    return absl::NotFoundError(message);
  }
  return MayPass(answer.status) ? absl::UnavailableError(message)
                                : absl::FailedPreconditionError(message);
}

}  // namespace

absl::Time RetryAfter(absl::string_view header, absl::Time now) {
  const absl::Time latest = now + absl::Seconds(kMostRetrySeconds);
  int64_t seconds = 0;
  if (absl::SimpleAtoi(header, &seconds)) {
    if (seconds < 0) return absl::InfinitePast();
    return now + absl::Seconds(std::min(seconds, kMostRetrySeconds));
  }
  absl::Time time;
  if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", header, &time, nullptr)) {
    return std::min(time, latest);
  }
  return absl::InfinitePast();
}

void Fetcher::Begin() {
  began_ = world_.clock();
  requests_ = 0;
  not_before_ = absl::InfinitePast();
}

absl::Status Fetcher::Pause(const std::string& host) {
  const auto last = last_request_.find(host);
  if (last == last_request_.end()) return absl::OkStatus();
  // The clock may have been set back meanwhile.
  const absl::Duration wait =
      std::min(last->second + rules_.pause - world_.clock(), rules_.pause);
  if (wait <= absl::ZeroDuration() || world_.wait(wait)) {
    return absl::OkStatus();
  }
  return absl::CancelledError("the node is stopping");
}

absl::StatusOr<HttpAnswer> Fetcher::Try(const HttpQuestion& question) {
  if (TakesTooLong()) {
    return absl::UnavailableError(
        absl::StrCat("the feed takes too long: it was left after ",
                     absl::FormatDuration(rules_.most_time)));
  }
  const std::string host = HostOf(question.url);
  RETURN_IF_ERROR(Pause(host));
  absl::StatusOr<HttpAnswer> answer = client_.Get(question);
  last_request_[host] = world_.clock();
  requests_ += answer.ok() ? answer->requests : 1;
  RETURN_IF_ERROR(answer.status());
  not_before_ = MayPass(answer->status)
                    ? RetryAfter(answer->retry_after, world_.clock())
                    : absl::InfinitePast();
  RETURN_IF_ERROR(StatusOf(*answer));
  return answer;
}

// Half of it is left to chance, so that those who were turned away together do
// not come back together.
absl::Duration Fetcher::WaitBefore(int attempt) const {
  absl::Duration wait = rules_.first_wait;
  for (int i = 1; i < attempt; ++i) wait *= 2;
  wait *= 0.5 + 0.5 * world_.random();
  return std::max(wait, not_before_ - world_.clock());
}

absl::StatusOr<HttpAnswer> Fetcher::Get(const HttpQuestion& question) {
  absl::StatusOr<HttpAnswer> answer = Try(question);
  for (int attempt = 1; attempt < rules_.most_attempts; ++attempt) {
    if (!absl::IsUnavailable(answer.status()) || TakesTooLong()) break;
    const absl::Duration wait = WaitBefore(attempt);
    if (wait > rules_.longest_wait) break;
    if (!world_.wait(wait)) return absl::CancelledError("the node is stopping");
    answer = Try(question);
  }
  return answer;
}

}  // namespace localoffer::harvest
