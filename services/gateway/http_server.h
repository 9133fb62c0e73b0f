// HTTP/1.1 over TCP: the outside of the gateway.
#ifndef LOCALOFFER_SERVICES_GATEWAY_HTTP_SERVER_H_
#define LOCALOFFER_SERVICES_GATEWAY_HTTP_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/http_message.h"

namespace localoffer::gateway {

// What one caller, and all of them together, may ask of the server.
struct HttpLimits {
  // Request line and header fields.
  size_t header_bytes = 8 << 10;
  // Path and query.
  size_t target_bytes = 2 << 10;
  // From the first byte of a request, or from the connection's begin, to the
  // end of its header.
  absl::Duration header_time = absl::Seconds(5);
  // For a piece of 64 KiB of an answer.
  absl::Duration write_time = absl::Seconds(30);
  // Between two requests.
  absl::Duration idle_time = absl::Seconds(60);
  // What is left under way when the server stops.
  absl::Duration stop_time = absl::Seconds(5);
  size_t connections = 1000;
  // Of one connection.
  int requests = 1000;
  // Answers with a source, which take long, at a time.
  int streams = 64;
  // Those that wait for what happens: all, those of one who is limited, and how
  // long one goes on.
  int waiting_streams = 500;
  int waiting_streams_of_one = 20;
  absl::Duration waiting_time = absl::Minutes(10);
};

// How an answer ended, for metrics and the journal.
struct HttpOutcome {
  std::string method;
  absl::string_view route;
  int status = 0;
  uint64_t body_bytes = 0;
  absl::Duration taken;
  // False when the connection broke before the end.
  bool complete = true;
  // What went wrong on this side.
  std::string failure;
};

struct HttpServerOptions {
  // HOST:PORT; port 0 takes a free one.
  std::string address;
  HttpLimits limits;
  // Threads that answer, apart from those that wait for callers. More than
  // there are processors: some wait for the node's answer.
  int workers = 16;
  std::function<absl::Time()> clock;
  std::function<absl::Duration()> stopwatch;
  // The header field in which a proxy in front says who asks; empty where
  // callers come themselves.
  std::string client_address_field;
  // What a request gets that is not to be answered; nothing otherwise. Called
  // by the threads that wait for callers, so it takes no time. May be empty.
  std::function<std::optional<HttpResponse>(const HttpRequest&)> refuse;
  // What a refusal of the server's own is sent as: of a request that it does
  // not read, of which there is what was read, or has no room for. Called as
  // `refuse` is; it is sent as it is when empty.
  std::function<HttpResponse(const HttpRequest&, HttpResponse)> finish_refusal;
  // Whether HttpLimits::waiting_streams_of_one holds for an address. Called as
  // `refuse` is. Nobody is limited when empty.
  std::function<bool(const ClientAddress&)> limits_client;
  // Answers a request, on a worker. Called by many threads.
  std::function<HttpResponse(const HttpRequest&)> answer;
  // Told of every answer. Called by many threads; may be empty.
  std::function<void(const HttpOutcome&)> on_outcome;
};

// Answers from Start() until it is destroyed, which waits for what is under
// way, but not for long. Takes GET, HEAD and other methods without a body; a
// body is refused. Refuses what proxies read in different ways (RFC 9112): no
// Host or two, other transfer codings, and all that the parser of Boost.Beast
// refuses.
class HttpServer {
 public:
  // FAILED_PRECONDITION when the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      HttpServerOptions options);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // As it was bound.
  const std::string& address() const;
  // Connections that are open.
  size_t connections() const;

 private:
  struct Running;
  explicit HttpServer(std::unique_ptr<Running> running);
  const std::unique_ptr<Running> running_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_HTTP_SERVER_H_
