// Bytes to and from an HTTP server, for tests that want them just so.
#ifndef LOCALOFFER_SERVICES_GATEWAY_TESTING_HTTP_CLIENT_H_
#define LOCALOFFER_SERVICES_GATEWAY_TESTING_HTTP_CLIENT_H_

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::gateway {

// An answer as it came.
struct Received {
  int status = 0;
  // Names in lower case.
  std::map<std::string, std::string> headers;
  // Without the framing.
  std::string body;
  bool chunked = false;

  std::string Header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

// One connection. Everything gives up after some seconds. Not thread-safe.
class HttpClient {
 public:
  // `address` is HOST:PORT of this machine; `from`, another address of this
  // machine to come from, such as 127.0.0.9.
  explicit HttpClient(const std::string& address, const std::string& from = "");
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // False when the other side does not take it all.
  bool Send(absl::string_view bytes);
  // Says that nothing more will be sent.
  void HalfClose();
  // The next answer; nothing when it is broken off. `head` is of a request
  // whose answer has no body.
  std::optional<Received> Receive(bool head = false);
  // After a head alone: the next chunk of the body, "" for the last; nothing
  // when it is broken off.
  std::optional<std::string> ReceiveChunk();
  // Whether the other side has closed, having sent nothing more.
  bool AwaitClose();
  // Whether something came, or the other side closed, within so long.
  bool HearsWithin(int milliseconds);

 private:
  bool Fill();
  std::optional<std::string> Line();
  bool Take(size_t bytes, std::string& to);

  int socket_ = -1;
  std::string buffer_;
  bool ended_ = false;
};

// GET on a connection of its own. `fields` are header lines with their ends.
// `from` as of HttpClient.
std::optional<Received> HttpGet(const std::string& address,
                                absl::string_view target,
                                absl::string_view fields = "",
                                const std::string& from = "");

// What gzip packed.
std::string Gunzip(absl::string_view bytes);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_TESTING_HTTP_CLIENT_H_
