// The head of an answer, as it goes out (RFC 9112).
#ifndef LOCALOFFER_SERVICES_GATEWAY_HTTP_HEAD_H_
#define LOCALOFFER_SERVICES_GATEWAY_HTTP_HEAD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/http_message.h"

namespace localoffer::gateway {

// How the end of a body shows.
enum class Framing {
  // Content-Length.
  kLength,
  // Transfer-Encoding: chunked.
  kChunked,
  // The connection ends: for HTTP/1.0.
  kClose,
  // There is none: 204 and 304.
  kNone
};

struct HeadOptions {
  Framing framing = Framing::kLength;
  // For kLength.
  uint64_t length = 0;
  bool keep_alive = true;
  absl::Time now;
};

// Status line and header fields, to the empty line that ends them. Values that
// hold a control character, which could end a field or the head, are left out
// with their field.
std::string HeadOf(const HttpResponse& response, const HeadOptions& options);

// `OK`.
absl::string_view ReasonPhrase(int status);

// A piece of a chunked body; the last one is empty.
std::string ChunkHead(size_t bytes);

// Whether one `Host` field with this value may be believed: a name or an
// address, with or without a port.
bool IsHost(absl::string_view value);

// Whether Accept-Encoding allows gzip.
bool AcceptsGzip(absl::string_view accept_encoding);

// Whether Accept asks for HTML by name, and at least as much as for JSON: what
// browsers do when a person opens an address. "*/*" asks for nothing.
bool AsksForHtml(absl::string_view accept);

// Whether If-None-Match names the entity tag, compared weakly (RFC 9110,
// section 13.1.2).
bool NamesEtag(absl::string_view if_none_match, absl::string_view etag);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_HTTP_HEAD_H_
