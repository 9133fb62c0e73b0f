// Checking a provider's inclusion, from the outside.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/timestamp.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

class InclusionTest : public ::testing::Test {
 protected:
  v1::AuthorityInclusion Check(v1::CheckInclusionRequest request,
                               const std::string& authority = kBristol) {
    if (request.providers().empty()) {
      request.add_providers("providers/GB-CHC-9900001");
    }
    request.add_authorities(absl::StrCat("authorities/", authority));
    v1::CheckInclusionResponse response;
    const grpc::Status status =
        node_.inclusion().CheckInclusion(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.inclusions_size() == 1 ? response.inclusions(0)
                                           : v1::AuthorityInclusion();
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

TEST_F(InclusionTest, OfAnAuthorityThatPublishesNothingNothingIsSaid) {
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_NO_DATA);
}

TEST_F(InclusionTest, AProviderIsListedSinceTheEntryFirstNamedIt) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care")});
  node_.clock().Advance(absl::Hours(1));
  const absl::Time named = node_.clock().now();
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(1, "Care, renamed", "9900001")});
  const v1::AuthorityInclusion inclusion = Check({});
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_LISTED);
  EXPECT_EQ(inclusion.since().seconds(), absl::ToUnixSeconds(named));
  ASSERT_EQ(inclusion.evidence_size(), 1);
  EXPECT_EQ(inclusion.evidence(0).title(), "Care, renamed");
  EXPECT_EQ(inclusion.evidence(0).entry(),
            absl::StrCat(TestEntryName(kBristol, 1), "@2"));
  EXPECT_FALSE(inclusion.evidence(0).has_listed_until());
}

TEST_F(InclusionTest, AnotherProviderOfTheSameNameIsNotTheSame) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900002")});
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_NEVER_LISTED);
}

TEST_F(InclusionTest, AnIdentifierIsRecognisedHoweverItIsWritten) {
  v1::Entry entry = TestEntry(1, "Care", " 9900001 ");
  entry.mutable_service()
      ->mutable_organization()
      ->mutable_organization_identifiers(0)
      ->set_identifier_scheme("gb-chc");
  node_.MustPublish(kBristol, {entry});
  v1::CheckInclusionRequest request;
  request.add_providers("GB-CHC-9900001");
  EXPECT_EQ(Check(request).status(), v1::INCLUSION_STATUS_LISTED);
}

TEST_F(InclusionTest, AssuranceDecidesWhetherTheListingIsInDate) {
  v1::Entry entry = TestEntry(1, "Care", "9900001");
  entry.mutable_service()->set_assured_date("2025-08-01");
  node_.MustPublish(kBristol, {entry});
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE);
  v1::CheckInclusionRequest request;
  request.mutable_assured_within()->set_seconds(500 * 24 * 3600);
  EXPECT_EQ(Check(request).status(), v1::INCLUSION_STATUS_LISTED);
  // One entry that is in date is enough.
  node_.MustPublish(kBristol, {TestEntry(2, "More care", "9900001")});
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_LISTED);
  EXPECT_EQ(Check({}).evidence_size(), 2);
}

TEST_F(InclusionTest, ARevisionIsJudgedByItsNewestChangeAndNotByTheClock) {
  const auto revision = [this] {
    v1::CheckInclusionRequest request;
    request.add_providers("providers/GB-CHC-9900001");
    v1::CheckInclusionResponse response;
    EXPECT_TRUE(node_.inclusion()
                    .CheckInclusion(With("").get(), request, &response)
                    .ok());
    return response.revision();
  };
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  v1::CheckInclusionRequest early;
  early.set_revision(revision());
  node_.clock().Advance(absl::Hours(400 * 24));
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE);
  EXPECT_EQ(Check(early).status(), v1::INCLUSION_STATUS_LISTED);
  // The newest change may be another authority's.
  node_.MustPublish(kLeeds, {TestEntry(2, "Other care")});
  v1::CheckInclusionRequest late;
  late.set_revision(revision());
  EXPECT_EQ(Check(late).status(), v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE);
  EXPECT_EQ(Check(early).status(), v1::INCLUSION_STATUS_LISTED);
}

TEST_F(InclusionTest, AWithdrawnListingIsToldWithItsReasonAndTime) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  const absl::Time listed = node_.clock().now();
  node_.clock().Advance(absl::Hours(1));
  Withdraw(1);
  const v1::AuthorityInclusion inclusion = Check({});
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_WITHDRAWN);
  EXPECT_EQ(inclusion.since().seconds(),
            absl::ToUnixSeconds(node_.clock().now()));
  ASSERT_EQ(inclusion.evidence_size(), 1);
  EXPECT_EQ(inclusion.evidence(0).withdrawal_reason(), "contract ended");
  EXPECT_EQ(inclusion.evidence(0).listed_since().seconds(),
            absl::ToUnixSeconds(listed));
  EXPECT_TRUE(inclusion.evidence(0).has_listed_until());
  // And before that it was listed.
  v1::CheckInclusionRequest request;
  *request.mutable_read_time() = entry::ToTimestamp(listed);
  EXPECT_EQ(Check(request).status(), v1::INCLUSION_STATUS_LISTED);
}

TEST_F(InclusionTest, AnEntryThatNamesSomebodyElseNowNoLongerListsTheProvider) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900002")});
  const v1::AuthorityInclusion inclusion = Check({});
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_WITHDRAWN);
  EXPECT_EQ(inclusion.evidence(0).state(), v1::ENTRY_STATE_PUBLISHED);
}

TEST_F(InclusionTest, ANilDeclarationCountsWhereTheProviderWasNeverListed) {
  DeclareNil();
  const v1::AuthorityInclusion inclusion = Check({});
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_NIL_DECLARED);
  ASSERT_EQ(inclusion.nil_declarations_size(), 1);
  EXPECT_EQ(inclusion.nil_declarations(0).reason(), "none is expected");
  node_.clock().Advance(absl::Hours(1));
  v1::Entry evidence = TestEntry(5, "Somebody else's care", "9900002");
  evidence.mutable_local_offer()->add_statutory_items("LO-C9");
  node_.MustPublish(kBristol, {evidence});
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_NEVER_LISTED);
}

TEST_F(InclusionTest, WithoutAuthoritiesAllOfEnglandIsAnswered) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  v1::CheckInclusionRequest request;
  request.add_providers("providers/GB-CHC-9900001");
  v1::CheckInclusionResponse response;
  ASSERT_TRUE(node_.inclusion()
                  .CheckInclusion(With("").get(), request, &response)
                  .ok());
  EXPECT_EQ(response.inclusions_size(), 153);
  int listed = 0;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    listed += inclusion.status() == v1::INCLUSION_STATUS_LISTED;
  }
  EXPECT_EQ(listed, 1);
}

TEST_F(InclusionTest, EveryMistakeInAQuestionIsToldAtOnce) {
  v1::CheckInclusionRequest request;
  request.add_providers("a hospice");
  request.add_authorities("authorities/E99999999");
  request.add_statutory_items("LO-X1");
  v1::CheckInclusionResponse response;
  const grpc::Status status =
      node_.inclusion().CheckInclusion(With("").get(), request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const char* field :
       {"providers[0]", "authorities[0]", "statutory_items"}) {
    EXPECT_THAT(status.error_message(), ::testing::HasSubstr(field));
  }
}

}  // namespace
}  // namespace localoffer::testing
