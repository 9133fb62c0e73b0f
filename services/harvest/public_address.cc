#include "services/harvest/public_address.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace localoffer::harvest {
namespace {

struct Network4 {
  uint32_t address;
  int bits;
};

constexpr uint32_t Address4(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

constexpr Network4 kSpecial4[] = {
    {Address4(0, 0, 0, 0), 8},        // this network
    {Address4(10, 0, 0, 0), 8},       // private
    {Address4(100, 64, 0, 0), 10},    // shared by a provider's customers
    {Address4(127, 0, 0, 0), 8},      // loopback
    {Address4(169, 254, 0, 0), 16},   // link-local
    {Address4(172, 16, 0, 0), 12},    // private
    {Address4(192, 0, 0, 0), 24},     // protocol assignments
    {Address4(192, 0, 2, 0), 24},     // documentation
    {Address4(192, 88, 99, 0), 24},   // 6to4 relays, deprecated
    {Address4(192, 168, 0, 0), 16},   // private
    {Address4(198, 18, 0, 0), 15},    // benchmarks
    {Address4(198, 51, 100, 0), 24},  // documentation
    {Address4(203, 0, 113, 0), 24},   // documentation
    {Address4(224, 0, 0, 0), 4},      // multicast
    {Address4(240, 0, 0, 0), 4},      // reserved, broadcast
};

using Bytes16 = std::array<uint8_t, 16>;

struct Network6 {
  Bytes16 address;
  int bits;
};

constexpr Network6 kGlobalUnicast = {{0x20}, 3};
constexpr Network6 kMapped4 = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
constexpr Network6 kTranslated4 = {{0, 0x64, 0xff, 0x9b}, 96};

// Within the global unicast addresses.
constexpr Network6 kSpecial6[] = {
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4
    {{0x3f, 0xff, 0x00}, 20},        // documentation
};

bool IsIn(uint32_t address, const Network4& network) {
  return (address ^ network.address) >> (32 - network.bits) == 0;
}

bool IsIn(const Bytes16& address, const Network6& network) {
  const int whole = network.bits / 8;
  if (!std::equal(address.begin(), address.begin() + whole,
                  network.address.begin())) {
    return false;
  }
  const int rest = network.bits % 8;
  return rest == 0 ||
         (address[whole] ^ network.address[whole]) >> (8 - rest) == 0;
}

bool IsPublic4(uint32_t address) {
  return std::none_of(
      std::begin(kSpecial4), std::end(kSpecial4),
      [address](const Network4& network) { return IsIn(address, network); });
}

bool IsPublic6(const Bytes16& address) {
  if (IsIn(address, kMapped4) || IsIn(address, kTranslated4)) {
    return IsPublic4(
        Address4(address[12], address[13], address[14], address[15]));
  }
  return IsIn(address, kGlobalUnicast) &&
         std::none_of(std::begin(kSpecial6), std::end(kSpecial6),
                      [&address](const Network6& network) {
                        return IsIn(address, network);
                      });
}

}  // namespace

bool IsPublicAddress(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in ipv4;
    std::memcpy(&ipv4, &address, sizeof ipv4);
    return IsPublic4(ntohl(ipv4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 ipv6;
    std::memcpy(&ipv6, &address, sizeof ipv6);
    Bytes16 bytes;
    std::memcpy(bytes.data(), &ipv6.sin6_addr, bytes.size());
    return IsPublic6(bytes);
  }
  return false;
}

}  // namespace localoffer::harvest
