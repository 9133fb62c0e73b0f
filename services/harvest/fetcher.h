// Asks a feed's server for one thing after another, as a good guest does.
#ifndef LOCALOFFER_SERVICES_HARVEST_FETCHER_H_
#define LOCALOFFER_SERVICES_HARVEST_FETCHER_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/harvest/http_client.h"

namespace localoffer::harvest {

struct FetchRules {
  // Between the end of one request to a server and the next.
  absl::Duration pause = absl::Milliseconds(500);
  // A request is tried so often; the wait before the second try, which doubles
  // with every further one.
  int most_attempts = 4;
  absl::Duration first_wait = absl::Seconds(2);
  // If the server asks for a longer wait than this, the request fails.
  absl::Duration longest_wait = absl::Minutes(2);
  // All requests since Begin() together: other feeds wait for this one.
  absl::Duration most_time = absl::Hours(2);
};

// The world outside, as harvesting sees it.
struct FetchWorld {
  std::function<absl::Time()> clock;
  // Waits; false when it was cut short because the node is stopping.
  std::function<bool(absl::Duration)> wait;
  // Evenly spread over [0, 1).
  std::function<double()> random;
};

// One request at a time, to a server no faster than the rules say. Not
// thread-safe.
class Fetcher {
 public:
  // `client` must outlive it.
  Fetcher(HttpClient& client, const FetchRules& rules, FetchWorld world)
      : client_(client), rules_(rules), world_(std::move(world)) {}

  // The answer: status 200, or 304 where a validator was sent.
  //   UNAVAILABLE          no use asking now: see not_before()
  //   NOT_FOUND            404 or 410
  //   FAILED_PRECONDITION  any other answer, or one that is not allowed
  //   CANCELLED            the node is stopping
  absl::StatusOr<HttpAnswer> Get(const HttpQuestion& question);

  // Forgets what was counted and asked for so far: a new crawl begins.
  void Begin();
  // Requests since Begin().
  int requests() const { return requests_; }
  // Until when the server asked to be left alone; the infinite past if it did
  // not.
  absl::Time not_before() const { return not_before_; }

 private:
  absl::StatusOr<HttpAnswer> Try(const HttpQuestion& question);
  absl::Status Pause(const std::string& host);
  bool TakesTooLong() const {
    return world_.clock() - began_ > rules_.most_time;
  }
  absl::Duration WaitBefore(int attempt) const;

  HttpClient& client_;
  const FetchRules rules_;
  const FetchWorld world_;
  absl::Time began_ = absl::InfiniteFuture();
  int requests_ = 0;
  absl::Time not_before_ = absl::InfinitePast();
  // When the last request to a server ended.
  std::map<std::string, absl::Time> last_request_;
};

// When a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3), says
// to come back; the infinite past when it says nothing that makes sense.
absl::Time RetryAfter(absl::string_view header, absl::Time now);

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_FETCHER_H_
