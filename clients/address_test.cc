#include "clients/address.h"

#include <gtest/gtest.h>

#include <string>

namespace localoffer::client {
namespace {

struct Case {
  std::string text;
  std::string target;
  bool is_loopback;
};

TEST(ServerAddress, KnowsWhatStaysOnThisMachine) {
  const Case cases[] = {
      {"127.0.0.1", "127.0.0.1:7420", true},
      {"127.9.9.9:80", "127.9.9.9:80", true},
      {"localhost:7420", "localhost:7420", true},
      {"LOCALHOST", "LOCALHOST:7420", true},
      {"::1", "[::1]:7420", true},
      {"[::1]:99", "[::1]:99", true},
      {"unix:/run/offer.sock", "unix:/run/offer.sock", true},
      {"128.0.0.1", "128.0.0.1:7420", false},
      {"0.0.0.0", "0.0.0.0:7420", false},
      {"[2001:db8::1]:443", "[2001:db8::1]:443", false},
      {"127.0.0.1.example.org", "127.0.0.1.example.org:7420", false},
      {"localhost.example.org:443", "localhost.example.org:443", false},
      {"offers.example.org", "offers.example.org:7420", false},
  };
  for (const Case& expected : cases) {
    const auto address = ParseServerAddress(expected.text);
    ASSERT_TRUE(address.ok()) << expected.text << ": " << address.status();
    EXPECT_EQ(address->target, expected.target);
    EXPECT_EQ(address->is_loopback, expected.is_loopback) << expected.text;
  }
}

TEST(ServerAddress, RefusesWhatIsNone) {
  for (const std::string text :
       {"", ":7420", "host:", "host:0", "host:65536", "host:port",
        "https://offers.example.org", "dns:///offers.example.org", "a b",
        "[::1", "[host]:1", "[::1]x", "unix:", "host:1:2"}) {
    EXPECT_EQ(ParseServerAddress(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(ServerAddress, RefusalSaysWhatIsWanted) {
  EXPECT_EQ(ParseServerAddress("https://x").status().message(),
            "\"https://x\" is not the address of a server: wanted HOST:PORT, "
            "such as 127.0.0.1:7420 or offers.example.org:443");
}

}  // namespace
}  // namespace localoffer::client
