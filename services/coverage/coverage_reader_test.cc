// Requests: what is asked, and what is wrong with it.
#include "services/coverage/coverage_reader.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/authorities/register.h"
#include "services/coverage/testing_directory.h"
#include "services/entry/timestamp.h"

namespace localoffer::coverage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kBristol[] = "authorities/E06000023";
constexpr char kLeeds[] = "authorities/E08000035";

class CoverageReaderTest : public ::testing::Test {
 protected:
  static v1::CheckCoverageRequest AboutBreaks() {
    v1::CheckCoverageRequest request;
    request.set_palliative_component(v1::PALLIATIVE_COMPONENT_SHORT_BREAKS);
    return request;
  }

  std::string Refusal(const v1::CheckCoverageRequest& request) {
    const absl::Status status = reader_.Check(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  }

  std::string RefusalOfItem(const std::string& item) {
    v1::CheckCoverageRequest request;
    request.set_statutory_item(item);
    return Refusal(request);
  }

  TestingDirectory directory_;
  const CoverageReader reader_{directory_.store(), directory_.clock().clock(),
                               authorities::EnglandPopulations()};
};

TEST_F(CoverageReaderTest, AllThatAreRegisteredAreAnsweredWithTheirPeople) {
  const auto response = reader_.Check(AboutBreaks());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->coverages_size(), 153);
  const v1::CoverageShare& unknown = response->shares(5);
  EXPECT_EQ(unknown.status(), v1::COVERAGE_STATUS_NO_DATA);
  EXPECT_EQ(unknown.authority_count(), 153);
  EXPECT_GT(unknown.population(), 56'000'000);
  EXPECT_EQ(unknown.population_share(), 1);
}

TEST_F(CoverageReaderTest, ThoseNamedAreAnsweredOnceInTheirOrder) {
  v1::CheckCoverageRequest request = AboutBreaks();
  for (const char* name : {kLeeds, kBristol, kLeeds}) {
    request.add_authorities(name);
  }
  const auto response = reader_.Check(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->coverages_size(), 2);
  EXPECT_EQ(response->coverages(0).authority(), kLeeds);
  EXPECT_EQ(response->coverages(0).title(), "Leeds");
  EXPECT_EQ(response->coverages(0).region(), "Yorkshire and The Humber");
  EXPECT_EQ(response->coverages(1).authority(), kBristol);
}

TEST_F(CoverageReaderTest, AllDeclarationsThatStandAreListedByItem) {
  directory_.DeclareNil("E06000023", "LO-C9");
  directory_.DeclareNil("E06000023", "LO-B3a");
  directory_.DeclareNil("E08000035", "LO-C6");
  v1::ListNilDeclarationsRequest request;
  request.set_parent(kBristol);
  const auto first = reader_.ListNil(request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->nil_declarations_size(), 2);
  EXPECT_EQ(first->nil_declarations(0).statutory_item(), "LO-B3a");
  EXPECT_EQ(first->nil_declarations(1).statutory_item(), "LO-C9");
  EXPECT_NE(first->nil_declarations(1).reason(), "");
  EXPECT_EQ(first->nil_declarations(1).sequence(), 0);
  // Evidence ends one; the past stays as it was.
  directory_.Publish("E06000023", 1, {.items = {"LO-C9"}});
  const auto later = reader_.ListNil(request);
  ASSERT_EQ(later->nil_declarations_size(), 1);
  EXPECT_EQ(later->nil_declarations(0).statutory_item(), "LO-B3a");
  EXPECT_NE(later->revision(), first->revision());
  request.set_revision(first->revision());
  EXPECT_EQ(reader_.ListNil(request)->SerializeAsString(),
            first->SerializeAsString());
}

TEST_F(CoverageReaderTest, DeclarationsAreOfARegisteredAuthority) {
  v1::ListNilDeclarationsRequest request;
  EXPECT_TRUE(absl::IsInvalidArgument(reader_.ListNil(request).status()));
  request.set_parent("authorities/E99999999");
  EXPECT_TRUE(absl::IsNotFound(reader_.ListNil(request).status()));
  request.set_parent(kLeeds);
  EXPECT_EQ(reader_.ListNil(request)->nil_declarations_size(), 0);
  request.set_revision("nonsense");
  EXPECT_TRUE(absl::IsInvalidArgument(reader_.ListNil(request).status()));
}

TEST_F(CoverageReaderTest, ADeclarationComesWithItsReason) {
  directory_.DeclareNil("E06000023", "LO-C10");
  v1::CheckCoverageRequest request = AboutBreaks();
  request.add_authorities(kBristol);
  const auto response = reader_.Check(request);
  ASSERT_TRUE(response.ok()) << response.status();
  const v1::AuthorityCoverage& bristol = response->coverages(0);
  EXPECT_EQ(bristol.status(), v1::COVERAGE_STATUS_NIL_DECLARED);
  EXPECT_EQ(bristol.nil_declaration().statutory_item(), "LO-C10");
  EXPECT_EQ(bristol.nil_declaration().reason(), "none is expected");
  EXPECT_TRUE(bristol.nil_declaration().has_declare_time());
}

TEST_F(CoverageReaderTest, AnAnswerIsHadAgainByItsRevisionAndJudgeTime) {
  directory_.Publish("E06000023", 1,
                     {.components = {v1::PALLIATIVE_COMPONENT_SHORT_BREAKS},
                      .charity = "9900001"});
  directory_.clock().Advance(absl::Hours(24 * 400));
  v1::CheckCoverageRequest request = AboutBreaks();
  request.add_authorities(kBristol);
  const auto before = reader_.Check(request);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->coverages(0).status(), v1::COVERAGE_STATUS_STALE);
  EXPECT_EQ(*entry::FromTimestamp(before->judge_time()),
            directory_.clock().now());
  directory_.Publish("E06000023", 2, {});
  directory_.clock().Advance(absl::Hours(1));

  request.set_revision(before->revision());
  const auto when_published = reader_.Check(request);
  ASSERT_TRUE(when_published.ok()) << when_published.status();
  EXPECT_EQ(when_published->coverages(0).status(),
            v1::COVERAGE_STATUS_CONFIRMED);

  *request.mutable_judge_time() = before->judge_time();
  const auto again = reader_.Check(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), before->SerializeAsString());
}

TEST_F(CoverageReaderTest, WhatGoesOutOfDateIsSeenBeforehand) {
  directory_.Publish("E06000023", 1,
                     {.components = {v1::PALLIATIVE_COMPONENT_SHORT_BREAKS}});
  v1::CheckCoverageRequest request = AboutBreaks();
  request.add_authorities(kBristol);
  const absl::Time now = directory_.clock().now();
  for (const auto& [days, status] :
       {std::pair(365, v1::COVERAGE_STATUS_ONE_SIDED),
        std::pair(366, v1::COVERAGE_STATUS_STALE)}) {
    *request.mutable_judge_time() =
        entry::ToTimestamp(now + absl::Hours(24 * days));
    const auto then = reader_.Check(request);
    ASSERT_TRUE(then.ok()) << then.status();
    EXPECT_EQ(then->coverages(0).status(), status) << days;
  }
}

TEST_F(CoverageReaderTest, SaysWhyASubjectCannotBeAskedAbout) {
  EXPECT_THAT(Refusal({}), HasSubstr("subject: wanted palliative_component or "
                                     "statutory_item"));
  EXPECT_THAT(RefusalOfItem("LO-Z9"), HasSubstr("such as LO-C9"));
  EXPECT_THAT(RefusalOfItem("LO-B5"), HasSubstr("part by part"));
  v1::CheckCoverageRequest unspecified;
  unspecified.set_palliative_component(v1::PALLIATIVE_COMPONENT_UNSPECIFIED);
  EXPECT_THAT(Refusal(unspecified), HasSubstr("palliative_component: 0"));
}

TEST_F(CoverageReaderTest, TellsAllThatIsWrongAtOnce) {
  v1::CheckCoverageRequest request;
  request.set_statutory_item("LO-Z9");
  request.add_authorities("E06000023");
  request.add_authorities("authorities/E99999999");
  request.mutable_judge_time()->set_nanos(-1);
  EXPECT_THAT(Refusal(request),
              AllOf(HasSubstr("statutory_item"), HasSubstr("authorities[0]"),
                    HasSubstr("authorities[1]"), HasSubstr("judge_time")));
}

}  // namespace
}  // namespace localoffer::coverage
