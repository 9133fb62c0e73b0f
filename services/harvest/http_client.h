// GET over HTTP from servers that are not to be trusted.
#ifndef LOCALOFFER_SERVICES_HARVEST_HTTP_CLIENT_H_
#define LOCALOFFER_SERVICES_HARVEST_HTTP_CLIENT_H_

#include <curl/curl.h>
#include <sys/socket.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/harvest/public_address.h"

namespace localoffer::harvest {

struct HttpRules {
  std::string user_agent;
  // Which addresses are connected to. Asked for every socket, with what a name
  // was resolved to.
  std::function<bool(const sockaddr& address)> may_connect = IsPublicAddress;
  size_t most_header_bytes = 64 << 10;
  // After decompression.
  size_t most_body_bytes = 32 << 20;
  absl::Duration connect_timeout = absl::Seconds(15);
  // From the request to the last byte of the answer.
  absl::Duration total_timeout = absl::Minutes(2);
  // Without a byte of the answer.
  absl::Duration idle_timeout = absl::Seconds(45);
  int most_redirects = 5;
  // PEM file of the authorities that are trusted; the system's when empty.
  std::string ca_file = {};
};

struct HttpQuestion {
  std::string url;
  // Validators of an earlier answer; empty ones are not sent.
  std::string etag;
  std::string last_modified;
  // The site whose page would ask; not sent when empty.
  std::string origin = {};
};

struct HttpAnswer {
  int status = 0;
  std::string body;
  // Empty where the server sent none.
  std::string etag;
  std::string last_modified;
  std::string retry_after;
  // Access-Control-Allow-Origin: whose pages may read it.
  std::string allow_origin;
  // Requests that it took, with redirections.
  int requests = 0;
};

// Speaks http and https, the latter with verified certificates, to public
// addresses only: the address is judged when a socket is opened to it, after
// names are resolved, for each redirection anew. Without proxy, cookies and
// credentials. One Get() at a time; Stop() from any thread.
class HttpClient {
 public:
  // `stopwatch` tells the time since some moment and never goes back.
  HttpClient(HttpRules rules, std::function<absl::Duration()> stopwatch);

  // The answer, whatever its status, redirections followed.
  //   UNAVAILABLE          no answer, not all of it, or not in time
  //   FAILED_PRECONDITION  the answer is not to be had: an address that is not
  //                        allowed, a certificate that is not valid, too many
  //                        or wrong redirections, too large
  //   CANCELLED            after Stop()
  absl::StatusOr<HttpAnswer> Get(const HttpQuestion& question);

  // Ends the Get() under way, and every later one.
  void Stop();

 private:
  class Transfer;
  absl::Status Perform(Transfer& transfer);

  const HttpRules rules_;
  const std::function<absl::Duration()> stopwatch_;
  std::atomic<bool> stopped_ = false;
  // Keeps connections open between requests.
  const std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)> multi_;
};

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_HTTP_CLIENT_H_
