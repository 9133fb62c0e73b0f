// Where a server is, as people write it.
#ifndef LOCALOFFER_CLIENTS_ADDRESS_H_
#define LOCALOFFER_CLIENTS_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::client {

// The port of a server that names none.
inline constexpr int kDefaultPort = 7420;

struct ServerAddress {
  // What gRPC connects to: `host:port`, IPv6 hosts in brackets, or
  // `unix:path`.
  std::string target;
  // True when nothing sent there leaves this machine: `localhost`, 127.0.0.0/8,
  // ::1, and unix sockets.
  bool is_loopback = false;
};

// Reads `host`, `host:port`, `[ipv6]`, `[ipv6]:port`, a bare IPv6 address or
// `unix:path`. INVALID_ARGUMENT for anything else, URLs included.
absl::StatusOr<ServerAddress> ParseServerAddress(absl::string_view text);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_ADDRESS_H_
