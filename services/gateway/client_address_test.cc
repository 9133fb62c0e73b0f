#include "services/gateway/client_address.h"

#include "absl/hash/hash.h"
#include "gtest/gtest.h"

namespace localoffer::gateway {
namespace {

ClientAddress Of(absl::string_view text) {
  const auto address = ClientAddress::Parse(text);
  EXPECT_TRUE(address) << text;
  return *address;
}

TEST(ClientAddressTest, AnIpv4AddressIsOneHoweverItIsWritten) {
  for (const char* same :
       {"192.0.2.7", " 192.0.2.7 ", "192.0.2.7:443", "::ffff:192.0.2.7",
        "[::ffff:192.0.2.7]:443", "::FFFF:c000:0207"}) {
    EXPECT_EQ(Of(same), Of("192.0.2.7")) << same;
  }
  EXPECT_FALSE(Of("192.0.2.7") == Of("192.0.2.8"));
  EXPECT_FALSE(Of("192.0.2.7") == Of("::c000:0207"));
}

TEST(ClientAddressTest, OfAnIpv6AddressTheNetworkCounts) {
  for (const char* same :
       {"2001:db8:0:1::", "2001:db8:0:1::7", "[2001:db8:0:1::7]",
        "[2001:DB8:0:1:ffff:ffff:ffff:ffff]:8443"}) {
    EXPECT_EQ(Of(same), Of("2001:db8:0:1::1")) << same;
  }
  EXPECT_FALSE(Of("2001:db8:0:2::1") == Of("2001:db8:0:1::1"));
}

TEST(ClientAddressTest, AnAddressOfALinkIsOne) {
  for (const char* same :
       {"fe80::1", "fe80::2%eth0", "[fe80::1%25eth0]:8443", "fe80::1%2"}) {
    EXPECT_EQ(Of(same), Of("fe80::1%eth0")) << same;
  }
}

TEST(ClientAddressTest, KnowsTheMachinesOwn) {
  for (const char* own :
       {"127.0.0.1", "127.9.9.9:80", "::1", "[::1]:80", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(Of(own).is_loopback()) << own;
  }
  for (const char* other : {"128.0.0.1", "::", "2001:db8::1", "::2"}) {
    EXPECT_FALSE(Of(other).is_loopback()) << other;
  }
}

TEST(ClientAddressTest, NothingElseIsAnAddress) {
  for (const char* text :
       {"", "unknown", "_hidden", "192.0.2", "192.0.2.256", "192.0.2.7, ::1",
        "2001:db8", "%eth0", "localhost", ":80", "[]"}) {
    EXPECT_FALSE(ClientAddress::Parse(text)) << text;
  }
}

TEST(ClientAddressTest, EqualOnesHashAlike) {
  const absl::Hash<ClientAddress> hash;
  EXPECT_EQ(hash(Of("192.0.2.7")), hash(Of("::ffff:192.0.2.7")));
  EXPECT_EQ(hash(Of("2001:db8::1")), hash(Of("2001:db8::2")));
  EXPECT_NE(hash(Of("192.0.2.7")), hash(Of("192.0.2.8")));
}

}  // namespace
}  // namespace localoffer::gateway
