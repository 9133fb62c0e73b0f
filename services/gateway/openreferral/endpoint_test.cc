#include "services/gateway/openreferral/endpoint.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer::gateway {
namespace {

TEST(EndpointTest, BothAddressesOfAnEndpointHaveItsPath) {
  std::set<std::string> operations;
  for (const Endpoint& endpoint : OpenReferralEndpoints()) {
    EXPECT_EQ(endpoint.route, absl::StrCat(kOpenReferralBase, endpoint.path()));
    EXPECT_EQ(endpoint.authority_route,
              absl::StrCat(kAuthorityBase, endpoint.path()));
    EXPECT_TRUE(operations.emplace(endpoint.operation).second);
  }
}

TEST(EndpointTest, ThoseOf1HaveParametersThat3HasByAnotherName) {
  for (const Endpoint& endpoint : OpenReferral1Endpoints()) {
    EXPECT_EQ(endpoint.route,
              absl::StrCat(kOpenReferral1Base, endpoint.path()));
    EXPECT_EQ(endpoint.authority_route,
              absl::StrCat(kAuthority1Base, endpoint.path()));
    for (const absl::string_view parameter : endpoint.parameters) {
      absl::string_view name = parameter;
      for (const OtherName& other : endpoint.renamed) {
        if (other.here == parameter) name = other.name;
      }
      EXPECT_EQ(ParameterNamed(name).name, name);
    }
  }
}

TEST(EndpointTest, EveryParameterIsDescribed) {
  for (const Endpoint& endpoint : OpenReferralEndpoints()) {
    std::set<std::string> names;
    for (const absl::string_view name : endpoint.parameters) {
      EXPECT_EQ(ParameterNamed(name).name, name);
      EXPECT_FALSE(ParameterNamed(name).description.empty());
      EXPECT_TRUE(names.emplace(name).second) << name;
    }
  }
}

}  // namespace
}  // namespace localoffer::gateway
