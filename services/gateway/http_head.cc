#include "services/gateway/http_head.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace localoffer::gateway {
namespace {

constexpr size_t kMostHostBytes = 255;

bool IsControl(unsigned char c) { return c < 0x20 || c == 0x7F; }

void AppendField(absl::string_view name, absl::string_view value,
                 std::string& head) {
  if (std::any_of(value.begin(), value.end(), IsControl)) return;
  absl::StrAppend(&head, name, ": ", value, "\r\n");
}

// What a list such as that of Accept says of `item`; nothing when it does not
// name it (RFC 9110, section 12.4.2).
std::optional<double> QualityOf(absl::string_view item,
                                absl::string_view list) {
  for (const absl::string_view element : absl::StrSplit(list, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(element, ';');
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts[0]), item)) {
      continue;
    }
    double quality = 1;
    for (size_t i = 1; i < parts.size(); ++i) {
      absl::string_view weight = absl::StripAsciiWhitespace(parts[i]);
      double said = 1;
      if (absl::ConsumePrefix(&weight, "q=") &&
          absl::SimpleAtod(weight, &said)) {
        quality = said;
      }
    }
    return quality;
  }
  return std::nullopt;
}

bool IsHostCharacter(unsigned char c) {
  return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_' ||
         c == ':' || c == '[' || c == ']';
}

}  // namespace

absl::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";
  }
}

std::string HeadOf(const HttpResponse& response, const HeadOptions& options) {
  std::string head = absl::StrCat("HTTP/1.1 ", response.status, " ",
                                  ReasonPhrase(response.status), "\r\n");
  AppendField("Date",
              absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", options.now,
                               absl::UTCTimeZone()),
              head);
  if (!response.content_type.empty() && options.framing != Framing::kNone) {
    AppendField("Content-Type", response.content_type, head);
  }
  switch (options.framing) {
    case Framing::kLength:
      AppendField("Content-Length", absl::StrCat(options.length), head);
      break;
    case Framing::kChunked:
      AppendField("Transfer-Encoding", "chunked", head);
      break;
    case Framing::kClose:
    case Framing::kNone:
      break;
  }
  if (!options.keep_alive) AppendField("Connection", "close", head);
  if (!response.etag.empty()) {
    AppendField("ETag", absl::StrCat("W/\"", response.etag, "\""), head);
  }
  for (const auto& [name, value] : response.headers) {
    AppendField(name, value, head);
  }
  head += "\r\n";
  return head;
}

std::string ChunkHead(size_t bytes) {
  return absl::StrCat(absl::Hex(bytes), "\r\n");
}

bool IsHost(absl::string_view value) {
  return !value.empty() && value.size() <= kMostHostBytes &&
         std::all_of(value.begin(), value.end(), IsHostCharacter);
}

bool AcceptsGzip(absl::string_view accept_encoding) {
  return QualityOf("gzip", accept_encoding).value_or(0) > 0;
}

bool AsksForHtml(absl::string_view accept) {
  const double html = QualityOf("text/html", accept).value_or(0);
  return html > 0 &&
         html >= QualityOf("application/json", accept).value_or(0) &&
         html >= QualityOf("application/problem+json", accept).value_or(0);
}

bool NamesEtag(absl::string_view if_none_match, absl::string_view etag) {
  if (etag.empty()) return false;
  for (absl::string_view tag : absl::StrSplit(if_none_match, ',')) {
    tag = absl::StripAsciiWhitespace(tag);
    if (tag == "*") return true;
    absl::ConsumePrefix(&tag, "W/");
    if (absl::ConsumePrefix(&tag, "\"") && absl::ConsumeSuffix(&tag, "\"") &&
        tag == etag) {
      return true;
    }
  }
  return false;
}

}  // namespace localoffer::gateway
