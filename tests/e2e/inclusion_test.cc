// Checking a provider's inclusion, from the outside: statuses, catchments,
// statements.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/timestamp.h"
#include "tests/e2e/inclusion_testing.h"

namespace localoffer::testing {
namespace {

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

TEST_F(InclusionTest, AssuranceDecidesWhetherTheListingIsInDate) {
  v1::Entry entry = TestEntry(1, "Care", "9900001");
  entry.mutable_service()->set_assured_date("2025-08-01");
  node_.MustPublish(kBristol, {entry});
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE);
  v1::CheckInclusionRequest request;
  request.mutable_assured_within()->set_seconds(500L * 24 * 3600);
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

TEST_F(InclusionTest, ANilDeclarationCountsWhereTheProviderWasNeverListed) {
  DeclareNil();
  v1::CheckInclusionRequest request;
  request.add_statutory_items("LO-C9");
  const v1::AuthorityInclusion inclusion = Check(request);
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_NIL_DECLARED);
  ASSERT_EQ(inclusion.nil_declarations_size(), 1);
  EXPECT_EQ(inclusion.nil_declarations(0).reason(), "none is expected");
  node_.clock().Advance(absl::Hours(1));
  v1::Entry evidence = TestEntry(5, "Somebody else's care", "9900002");
  evidence.mutable_local_offer()->add_statutory_items("LO-C9");
  node_.MustPublish(kBristol, {evidence});
  EXPECT_EQ(Check(request).status(), v1::INCLUSION_STATUS_NEVER_LISTED);
}

TEST_F(InclusionTest, NilUnderWhatTheProviderDoesNotDoSaysNothingOfIt) {
  DeclareNil();
  // Of a provider that nothing is known of.
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_NEVER_LISTED);
  v1::Entry club = TestEntry(1, "Play club", "9900001");
  club.mutable_local_offer()->add_statutory_items("LO-D2");
  node_.MustPublish(kLeeds, {club});
  const v1::AuthorityInclusion inclusion = Check({});
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_NEVER_LISTED);
  EXPECT_EQ(inclusion.nil_declarations_size(), 0);
  // What it says itself counts.
  v1::CheckInclusionRequest says;
  says.mutable_statement()->mutable_local_offer()->add_statutory_items("LO-C9");
  EXPECT_EQ(Check(says).status(), v1::INCLUSION_STATUS_NIL_DECLARED);
  // And so does an entry, in whatever offer it stands.
  club.mutable_local_offer()->mutable_palliative_care()->add_components(
      v1::PALLIATIVE_COMPONENT_SHORT_BREAKS);
  node_.MustPublish(kLeeds, {club});
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_NIL_DECLARED);
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

TEST_F(InclusionTest, ACircleAsksEveryAuthorityThatItTouches) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  v1::CheckInclusionRequest request;
  request.add_providers("providers/GB-CHC-9900001");
  v1::Circle& circle = *request.mutable_catchment()->add_circles();
  circle.mutable_center()->set_postcode("bs1");
  circle.set_radius_meters(15'000);
  const v1::CheckInclusionResponse response = Ask(request);
  std::vector<std::string> authorities;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    authorities.push_back(inclusion.authority());
    ASSERT_EQ(inclusion.reasons_size(), 1);
    EXPECT_EQ(inclusion.reasons(0).basis(), v1::CATCHMENT_BASIS_CIRCLE);
    EXPECT_TRUE(inclusion.reasons(0).approximate());
  }
  EXPECT_THAT(authorities, ::testing::IsSupersetOf({
                               "authorities/E06000022",  // Bath
                               "authorities/E06000023",  // Bristol
                               "authorities/E06000024",  // North Somerset
                               "authorities/E06000025",  // South Glos.
                           }));
  EXPECT_THAT(authorities, ::testing::SizeIs(::testing::Le(6)));
  ASSERT_EQ(response.catchment().centers_size(), 1);
  EXPECT_EQ(response.catchment().centers(0).outcode(), "BS1");
  EXPECT_TRUE(response.catchment().centers(0).approximate());
}

TEST_F(InclusionTest, NamesPolygonsAndPostcodesOfACatchmentAddUp) {
  v1::CheckInclusionRequest request;
  request.add_providers("providers/GB-CHC-9900001");
  request.add_authorities(absl::StrCat("authorities/", kBath));
  v1::Catchment& catchment = *request.mutable_catchment();
  catchment.set_geojson(
      R"({"type":"Polygon","coordinates":[[[-1.56,53.79],[-1.53,53.79],)"
      R"([-1.53,53.81],[-1.56,53.81],[-1.56,53.79]]]})");
  for (const char* postcode : {"BS1", "LS1", "CF10"}) {
    catchment.add_postcodes(postcode);
  }
  const v1::CheckInclusionResponse response = Ask(request);
  ASSERT_EQ(response.inclusions_size(), 3);
  EXPECT_EQ(response.inclusions(0).authority(), "authorities/E06000022");
  EXPECT_EQ(response.inclusions(0).reasons(0).basis(),
            v1::CATCHMENT_BASIS_NAMED);
  EXPECT_EQ(response.inclusions(1).authority(), "authorities/E06000023");
  EXPECT_EQ(response.inclusions(1).reasons(0).postcode_count(), 1);
  EXPECT_EQ(response.inclusions(2).authority(), "authorities/E08000035");
  ASSERT_EQ(response.inclusions(2).reasons_size(), 2);
  EXPECT_EQ(response.inclusions(2).reasons(0).basis(),
            v1::CATCHMENT_BASIS_POLYGON);
  EXPECT_EQ(response.inclusions(2).reasons(1).basis(),
            v1::CATCHMENT_BASIS_POSTCODES);
  EXPECT_THAT(response.catchment().postcodes_outside(),
              ::testing::ElementsAre("CF10"));
  EXPECT_EQ(response.catchment().postcodes_approximate_count(), 2);
}

TEST_F(InclusionTest, AListingIsComparedWithTheProvidersStatement) {
  v1::Entry entry = TestEntry(1, "Care", "9900001");
  entry.mutable_service()->set_maximum_age(18);
  entry.mutable_service()->add_phones()->set_number("0117 900 0000");
  node_.MustPublish(kBristol, {entry});
  v1::CheckInclusionRequest request;
  request.mutable_statement()->set_open_referral_json(
      R"({"name": "CARE", "maximum_age": 25,
          "phones": [{"number": "+44 117 900 0000"}]})");
  const v1::AuthorityInclusion inclusion = Check(request);
  ASSERT_EQ(inclusion.evidence_size(), 1);
  ASSERT_EQ(inclusion.evidence(0).differences_size(), 1);
  const v1::FieldDifference& difference = inclusion.evidence(0).differences(0);
  EXPECT_EQ(difference.path(), "service.maximum_age");
  EXPECT_EQ(difference.before(), "18");
  EXPECT_EQ(difference.after(), "25");
}

TEST_F(InclusionTest, FiveHundredListingsAreComparedWithAStatement) {
  std::vector<v1::Entry> entries;
  for (int i = 0; i < 25; ++i) entries.push_back(TestEntry(i, "C", "9900001"));
  v1::CheckInclusionRequest request;
  request.add_providers("providers/GB-CHC-9900001");
  request.mutable_statement()->mutable_service()->set_maximum_age(25);
  // 525 listings.
  for (int i = 1; i <= 21; ++i) {
    const std::string authority = absl::StrCat("E090000", i < 10 ? "0" : "", i);
    node_.MustPublish(authority, entries);
    request.add_authorities(absl::StrCat("authorities/", authority));
  }
  int compared = 0;
  int left_out = 0;
  const v1::CheckInclusionResponse answer = Ask(request);
  for (const v1::AuthorityInclusion& inclusion : answer.inclusions()) {
    for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
      EXPECT_EQ(evidence.differences().empty(),
                evidence.differences_left_out());
      compared += evidence.differences_size();
      left_out += evidence.differences_left_out();
    }
  }
  EXPECT_EQ(compared, 500);
  EXPECT_EQ(left_out, 25);
}

TEST_F(InclusionTest, OfManyEntriesTheFirstAreToldAndAllCounted) {
  std::vector<v1::Entry> entries;
  for (int i = 0; i < 40; ++i) entries.push_back(TestEntry(i, "C", "9900001"));
  node_.MustPublish(kBristol, entries);
  const v1::AuthorityInclusion inclusion = Check({});
  EXPECT_EQ(inclusion.evidence_count(), 40);
  EXPECT_EQ(inclusion.evidence_size(), 25);
}

TEST_F(InclusionTest, EveryMistakeInAQuestionIsToldAtOnce) {
  v1::CheckInclusionRequest request;
  request.add_providers("a hospice");
  request.add_authorities("authorities/E99999999");
  request.add_statutory_items("LO-X1");
  request.mutable_description()->add_names("–");
  request.mutable_description()->add_phones("12");
  request.mutable_catchment()->add_circles()->mutable_center()->set_postcode(
      "nowhere");
  request.mutable_catchment()->set_geojson("{}");
  request.mutable_statement()->set_open_referral_json("{");
  v1::CheckInclusionResponse response;
  const grpc::Status status =
      node_.inclusion().CheckInclusion(With("").get(), request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const char* field : {"providers[0]", "authorities[0]", "statutory_items",
                            "description.names[0]", "description.phones[0]",
                            "catchment.circles[0].center", "catchment.geojson",
                            "statement.open_referral_json"}) {
    EXPECT_THAT(status.error_message(), ::testing::HasSubstr(field));
  }
}

}  // namespace
}  // namespace localoffer::testing
