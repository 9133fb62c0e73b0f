#include "services/harvest/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer::harvest {
namespace {

bool IsPublic(const std::string& text) {
  sockaddr_storage storage = {};
  auto* const ipv4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* const ipv6 = reinterpret_cast<sockaddr_in6*>(&storage);
  if (inet_pton(AF_INET, text.c_str(), &ipv4->sin_addr) == 1) {
    storage.ss_family = AF_INET;
  } else if (inet_pton(AF_INET6, text.c_str(), &ipv6->sin6_addr) == 1) {
    storage.ss_family = AF_INET6;
  } else {
    ADD_FAILURE() << text << " is no address";
  }
  return IsPublicAddress(reinterpret_cast<const sockaddr&>(storage));
}

TEST(PublicAddress, SpecialNetworksEndWhereTheRegistrySays) {
  struct Network {
    const char* before;
    const char* first;
    const char* last;
    const char* behind;
  };
  // "" where the neighbour is special, too, or there is none.
  for (const Network& network : std::initializer_list<Network>{
           {"", "0.0.0.0", "0.255.255.255", "1.0.0.0"},
           {"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
           {"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
           {"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
           {"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
           {"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
           {"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
           {"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
           {"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
           {"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
           {"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
           {"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
           {"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
           {"223.255.255.255", "224.0.0.0", "239.255.255.255", ""},
           {"", "240.0.0.0", "255.255.255.255", ""},
           {"", "::", "::1", ""},
           {"", "fc00::", "fdff:ffff::", ""},
           {"", "fe80::1", "febf::1", ""},
           {"", "ff00::", "ff02::1", ""},
           {"2000:ffff::", "2001::", "2001:1ff:ffff::", "2001:200::"},
           {"2001:db7:ffff::", "2001:db8::", "2001:db8:ffff::", "2001:db9::"},
           {"2001:ffff::", "2002::", "2002:ffff:ffff::", "2003::"},
           {"3ffe:ffff::", "3fff::", "3fff:fff:ffff::", "3fff:1000::"},
           {"", "1fff::", "1fff:ffff::", "2000::"},
           {"3fff:ffff::", "4000::", "5f00::1", ""}}) {
    EXPECT_FALSE(IsPublic(network.first)) << network.first;
    EXPECT_FALSE(IsPublic(network.last)) << network.last;
    for (const char* neighbour : {network.before, network.behind}) {
      if (*neighbour != '\0') {
        EXPECT_TRUE(IsPublic(neighbour)) << neighbour;
      }
    }
  }
}

TEST(PublicAddress, AnIpv4AddressInAnotherFormIsJudgedAlike) {
  for (const char* ipv4 : {"127.0.0.1", "10.1.2.3", "169.254.169.254",
                           "192.168.0.1", "0.0.0.0", "8.8.8.8", "1.1.1.1"}) {
    const bool is_public = IsPublic(ipv4);
    EXPECT_EQ(IsPublic(absl::StrCat("::ffff:", ipv4)), is_public) << ipv4;
    EXPECT_EQ(IsPublic(absl::StrCat("64:ff9b::", ipv4)), is_public) << ipv4;
    // Addresses that merely contain it are none of the open internet.
    EXPECT_FALSE(IsPublic(absl::StrCat("::", ipv4))) << ipv4;
    EXPECT_FALSE(IsPublic(absl::StrCat("64:ff9b:1::", ipv4))) << ipv4;
  }
}

TEST(PublicAddress, OfAnotherFamilyIsNone) {
  sockaddr_storage storage = {};
  storage.ss_family = AF_UNIX;
  EXPECT_FALSE(IsPublicAddress(reinterpret_cast<const sockaddr&>(storage)));
}

}  // namespace
}  // namespace localoffer::harvest
