#include "clients/address.h"

#include <arpa/inet.h>

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace localoffer::client {
namespace {

// A name that merely begins like a loopback address, such as
// 127.0.0.1.example.org, must not pass: only whole addresses are compared.
bool IsLoopback(const std::string& host) {
  if (absl::EqualsIgnoreCase(host, "localhost")) return true;
  in_addr v4;
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    return (ntohl(v4.s_addr) >> 24) == 127;
  }
  in6_addr v6;
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

bool IsIpv6(const std::string& host) {
  in6_addr v6;
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1;
}

bool IsHostName(absl::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_';
  });
}

absl::Status BadAddress(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text,
                   "\" is not the address of a server: wanted HOST:PORT, such "
                   "as 127.0.0.1:7420 or offers.example.org:443"));
}

// The host, without brackets, and what follows it.
struct HostAndRest {
  std::string host;
  absl::string_view rest;
};

HostAndRest SplitHost(absl::string_view text) {
  if (absl::StartsWith(text, "[")) {
    const size_t end = text.find(']');
    if (end == absl::string_view::npos) return {"", text};
    return {std::string(text.substr(1, end - 1)), text.substr(end + 1)};
  }
  if (IsIpv6(std::string(text))) return {std::string(text), ""};
  const size_t colon = std::min(text.find(':'), text.size());
  return {std::string(text.substr(0, colon)), text.substr(colon)};
}

}  // namespace

absl::StatusOr<ServerAddress> ParseServerAddress(absl::string_view text) {
  if (absl::StartsWith(text, "unix:") && text.size() > 5) {
    return ServerAddress{std::string(text), true};
  }
  const HostAndRest split = SplitHost(text);
  const bool is_ipv6 = IsIpv6(split.host);
  if (!is_ipv6 && (!IsHostName(split.host) || absl::StartsWith(text, "["))) {
    return BadAddress(text);
  }
  int port = kDefaultPort;
  if (!split.rest.empty() &&
      (split.rest[0] != ':' || !absl::SimpleAtoi(split.rest.substr(1), &port) ||
       port < 1 || port > 65535)) {
    return BadAddress(text);
  }
  const std::string host =
      is_ipv6 ? absl::StrCat("[", split.host, "]") : split.host;
  return ServerAddress{absl::StrCat(host, ":", port), IsLoopback(split.host)};
}

}  // namespace localoffer::client
