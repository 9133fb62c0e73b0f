// Checking inclusion over gRPC, for tests.
#ifndef LOCALOFFER_TESTS_E2E_INCLUSION_TESTING_H_
#define LOCALOFFER_TESTS_E2E_INCLUSION_TESTING_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {

class InclusionTest : public ::testing::Test {
 protected:
  static void SetScheme(v1::Entry& entry, const std::string& scheme) {
    entry.mutable_service()
        ->mutable_organization()
        ->mutable_organization_identifiers(0)
        ->set_identifier_scheme(scheme);
  }

  v1::AuthorityInclusion Check(v1::CheckInclusionRequest request,
                               const std::string& authority = kBristol) {
    if (request.providers().empty() && request.description().names().empty()) {
      request.add_providers("providers/GB-CHC-9900001");
    }
    request.add_authorities(absl::StrCat("authorities/", authority));
    const v1::CheckInclusionResponse response = Ask(request);
    return response.inclusions_size() == 1 ? response.inclusions(0)
                                           : v1::AuthorityInclusion();
  }

  v1::CheckInclusionResponse Ask(const v1::CheckInclusionRequest& request) {
    v1::CheckInclusionResponse response;
    const grpc::Status status =
        node_.inclusion().CheckInclusion(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  void Withdraw(int number) {
    v1::WithdrawEntryRequest request;
    request.set_name(TestEntryName(kBristol, number));
    request.set_reason("contract ended");
    v1::WithdrawEntryResponse response;
    ASSERT_TRUE(node_.publishing()
                    .WithdrawEntry(With(node_.Token(kBristol)).get(), request,
                                   &response)
                    .ok());
  }

  void DeclareNil() {
    v1::DeclareNilRequest request;
    request.set_parent(absl::StrCat("authorities/", kBristol));
    request.set_statutory_item("LO-C9");
    request.set_reason("none is expected");
    v1::DeclareNilResponse response;
    ASSERT_TRUE(
        node_.publishing()
            .DeclareNil(With(node_.Token(kBristol)).get(), request, &response)
            .ok());
  }

  TestNode node_;
};

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_E2E_INCLUSION_TESTING_H_
