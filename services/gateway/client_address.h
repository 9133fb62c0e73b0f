// Who asks, as far as limits care.
#ifndef LOCALOFFER_SERVICES_GATEWAY_CLIENT_ADDRESS_H_
#define LOCALOFFER_SERVICES_GATEWAY_CLIENT_ADDRESS_H_

#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/string_view.h"

namespace localoffer::gateway {

// An IPv4 address, or the /64 network of an IPv6 one: a household or a machine
// has all of that, and takes another address of it whenever it likes. A value.
class ClientAddress {
 public:
  // An address as sockets and proxies write it: `192.0.2.7`, `2001:db8::7`,
  // `[2001:db8::7]`, each with or without a port. An IPv4 address in IPv6
  // (`::ffff:192.0.2.7`) is that IPv4 address, and `fe80::7%eth0` is one
  // whatever its link. Nothing for anything else.
  static std::optional<ClientAddress> Parse(absl::string_view text);

  // Whether it is a machine's own, 127.0.0.0/8 or ::1.
  bool is_loopback() const { return is_loopback_; }

  friend bool operator==(const ClientAddress& a, const ClientAddress& b) {
    return a.Key() == b.Key();
  }
  friend bool operator<(const ClientAddress& a, const ClientAddress& b) {
    return a.Key() < b.Key();
  }
  template <typename H>
  friend H AbslHashValue(H hash, const ClientAddress& address) {
    return H::combine(std::move(hash), address.is_v6_, address.network_);
  }

 private:
  ClientAddress() = default;
  std::tuple<bool, uint64_t> Key() const { return {is_v6_, network_}; }

  uint64_t network_ = 0;
  bool is_v6_ = false;
  bool is_loopback_ = false;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_CLIENT_ADDRESS_H_
