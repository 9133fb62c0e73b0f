#include "services/gateway/client_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace localoffer::gateway {
namespace {

constexpr int kBitsOfByte = 8;
constexpr uint32_t kLoopbackByte = 127;
constexpr size_t kNetworkBytes = 8;

// What stands between brackets, or before the only colon.
absl::string_view WithoutPort(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "[")) return text.substr(0, text.find(']'));
  if (std::count(text.begin(), text.end(), ':') == 1) {
    return text.substr(0, text.find(':'));
  }
  return text;
}

// An IPv6 address of one link names the link, too.
absl::string_view WithoutZone(absl::string_view host) {
  return host.substr(0, host.find('%'));
}

uint64_t Number(const uint8_t* bytes, size_t count) {
  uint64_t number = 0;
  for (size_t i = 0; i < count; ++i) number = number << kBitsOfByte | bytes[i];
  return number;
}

}  // namespace

std::optional<ClientAddress> ClientAddress::Parse(absl::string_view text) {
  const std::string host(
      WithoutZone(WithoutPort(absl::StripAsciiWhitespace(text))));
  ClientAddress address;
  in_addr v4 = {};
  in6_addr v6 = {};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) {
    if (!IN6_IS_ADDR_V4MAPPED(&v6)) {
      address.is_v6_ = true;
      address.network_ = Number(v6.s6_addr, kNetworkBytes);
      address.is_loopback_ = IN6_IS_ADDR_LOOPBACK(&v6);
      return address;
    }
    std::copy_n(&v6.s6_addr[12], sizeof v4,
                reinterpret_cast<uint8_t*>(&v4.s_addr));
  } else if (inet_pton(AF_INET, host.c_str(), &v4) != 1) {
    return std::nullopt;
  }
  address.network_ = ntohl(v4.s_addr);
  address.is_loopback_ = address.network_ >> 24 == kLoopbackByte;
  return address;
}

}  // namespace localoffer::gateway
