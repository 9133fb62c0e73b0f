// What a request asks and an answer says, without how it travels.
#ifndef LOCALOFFER_SERVICES_GATEWAY_HTTP_MESSAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_HTTP_MESSAGE_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/client_address.h"

namespace localoffer::gateway {

struct HttpRequest {
  std::string method;
  // Path and query as they were sent: `/rpde/services?limit=10`.
  std::string target;
  // `localoffer.example.org:8080`; empty where HTTP/1.0 had none.
  std::string host;
  // Header fields of these names, "" where there was none.
  std::string accept;
  std::string accept_encoding;
  std::string if_modified_since;
  std::string if_none_match;
  std::string last_event_id;
  // Who asks, where that is known.
  std::optional<ClientAddress> client;
};

// Appends the next piece of a body; false when that was the last. Called by one
// thread at a time; an error breaks the connection off.
using BodySource = std::function<absl::StatusOr<bool>(std::string& piece)>;

// Calls `go_on` once, on any thread: when a source that had nothing has
// something, and after a while in any case. Returns what ends the wait: `go_on`
// is then called soon, if it was not yet.
using BodyWait =
    std::function<std::function<void()>(std::function<void()> go_on)>;

struct HttpResponse {
  int status = 200;
  // Names and values of further header fields.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type;
  // What the body is until the state of the directory changes; none when empty.
  std::string etag;
  std::string body;
  // Instead of `body`, for one that is not in memory as a whole.
  BodySource source;
  // With a source that waits for what happens: a piece of it may be empty, and
  // then the next one is not asked for before this. The connection ends with
  // the answer.
  BodyWait wait;
  // For metrics and the journal: which resource answered, a literal; and what
  // went wrong on this side.
  absl::string_view route = "-";
  std::string failure;
  // What a problem says to whoever asked, for who shows it in another form.
  std::string detail;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_HTTP_MESSAGE_H_
