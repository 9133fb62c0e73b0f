#include "services/coverage/national_coverage.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/coverage/testing_directory.h"

namespace localoffer::coverage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kBristol[] = "E06000023";
constexpr char kNorthSomerset[] = "E06000024";
constexpr char kDevon[] = "E10000008";
constexpr auto kBreaks = v1::PALLIATIVE_COMPONENT_SHORT_BREAKS;

class NationalCoverageTest : public ::testing::Test {
 protected:
  CoverageStatus StatusOf(const std::string& authority) {
    return directory_.CoverageNow(Subject(kBreaks), authority).status;
  }
  // An offer that says nothing of the subject.
  void Begin(const std::string& authority) {
    directory_.Publish(authority, 99, {});
  }

  TestingDirectory directory_;
};

TEST_F(NationalCoverageTest, EveryAuthorityHasOneAnswer) {
  Begin(kBristol);
  const auto all = directory_.CoverageNow(Subject(kBreaks));
  EXPECT_EQ(all.size(), 153);
  for (const AuthorityCoverage& one : all) {
    EXPECT_EQ(one.status, one.authority == kBristol ? CoverageStatus::kMissing
                                                    : CoverageStatus::kNoData);
  }
}

TEST_F(NationalCoverageTest, ARegisteredProviderInDateConfirms) {
  directory_.Publish(kBristol, 1, {.components = {kBreaks}});
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kOneSided);
  directory_.Publish(kBristol, 2,
                     {.components = {kBreaks}, .charity = "9900001"});
  const AuthorityCoverage bristol =
      directory_.CoverageNow(Subject(kBreaks), kBristol);
  EXPECT_EQ(bristol.status, CoverageStatus::kConfirmed);
  EXPECT_EQ(bristol.entries, 2);
  EXPECT_EQ(bristol.in_date, 2);
  EXPECT_EQ(bristol.identified, 1);
  directory_.Withdraw(kBristol, 2);
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kOneSided);
}

TEST_F(NationalCoverageTest, WhatIsHarvestedIsOneSided) {
  directory_.Publish("E06000023-H-1a2b3c4d", 1,
                     {.components = {kBreaks}, .charity = "9900001"});
  const AuthorityCoverage bristol =
      directory_.CoverageNow(Subject(kBreaks), kBristol);
  EXPECT_EQ(bristol.status, CoverageStatus::kOneSided);
  EXPECT_TRUE(bristol.is_harvested());
  Begin(kBristol);
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kMissing);
}

TEST_F(NationalCoverageTest, EvidenceGoesOutOfDateByItself) {
  directory_.Publish(kBristol, 1,
                     {.components = {kBreaks},
                      .charity = "9900001",
                      .assured_date = "2025-09-01"});
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kConfirmed);
  directory_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kStale);
}

TEST_F(NationalCoverageTest, ADeclarationOutweighsStaleEvidence) {
  directory_.Publish(kBristol, 1,
                     {.components = {kBreaks}, .assured_date = "2020-01-01"});
  directory_.DeclareNil(kBristol, "LO-C10");
  const AuthorityCoverage bristol =
      directory_.CoverageNow(Subject(kBreaks), kBristol);
  EXPECT_EQ(bristol.status, CoverageStatus::kNilDeclared);
  EXPECT_EQ(bristol.nil_item, "LO-C10");
  EXPECT_EQ(bristol.nil->reason, "none is expected");
  // Of what it takes in no more than that.
  EXPECT_EQ(
      directory_
          .CoverageNow(Subject(v1::PALLIATIVE_COMPONENT_END_OF_LIFE), kBristol)
          .status,
      CoverageStatus::kMissing);
  directory_.Publish(kBristol, 2,
                     {.components = {kBreaks}, .items = {"LO-C10"}});
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kOneSided);
}

TEST_F(NationalCoverageTest, WhatOthersSayTheyServeIsOneSided) {
  Begin(kBristol);
  Begin(kDevon);
  directory_.Publish(
      kNorthSomerset, 1,
      {.components = {kBreaks}, .areas = {"Bristol, North Somerset"}});
  const AuthorityCoverage bristol =
      directory_.CoverageNow(Subject(kBreaks), kBristol);
  EXPECT_EQ(bristol.status, CoverageStatus::kOneSided);
  EXPECT_THAT(bristol.listed_elsewhere, ElementsAre(kNorthSomerset));
  EXPECT_EQ(StatusOf(kDevon), CoverageStatus::kMissing);
  // Not its own.
  EXPECT_THAT(
      directory_.CoverageNow(Subject(kBreaks), kNorthSomerset).listed_elsewhere,
      IsEmpty());
}

TEST_F(NationalCoverageTest, ADistrictAndARegionNameTheirCouncils) {
  Begin(kBristol);
  Begin(kDevon);
  directory_.Publish(kNorthSomerset, 1,
                     {.components = {kBreaks}, .areas = {"East Devon"}});
  EXPECT_EQ(StatusOf(kDevon), CoverageStatus::kOneSided);
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kMissing);
  directory_.Publish(kNorthSomerset, 1,
                     {.components = {kBreaks}, .areas = {"South West"}});
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kOneSided);
  directory_.Publish(kNorthSomerset, 1,
                     {.components = {kBreaks}, .areas = {"England"}});
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kMissing);
  EXPECT_EQ(StatusOf(kDevon), CoverageStatus::kMissing);
}

TEST_F(NationalCoverageTest, ManyAuthoritiesAreAllCounted) {
  constexpr int kMany = 210;
  for (int i = 0; i < kMany; ++i) {
    const std::string authority = absl::StrFormat("E09900%03d", i);
    ASSERT_TRUE(directory_.store().authorities().Add(authority, {}).ok());
    directory_.Publish(
        authority, 1,
        {.components = {kBreaks}, .charity = "9900001", .areas = {"Bristol"}});
  }
  const auto all = directory_.CoverageNow(Subject(kBreaks));
  EXPECT_EQ(std::count_if(all.begin(), all.end(),
                          [](const AuthorityCoverage& one) {
                            return one.status == CoverageStatus::kConfirmed;
                          }),
            kMany);
  EXPECT_EQ(directory_.CoverageNow(Subject(kBreaks), kBristol)
                .listed_elsewhere.size(),
            kMany);
}

TEST_F(NationalCoverageTest, ThePastIsAnsweredAsItWas) {
  Begin(kBristol);
  const storage::Instant before = directory_.store().logs().Latest();
  directory_.Publish(kBristol, 1,
                     {.components = {kBreaks}, .charity = "9900001"});
  EXPECT_EQ(StatusOf(kBristol), CoverageStatus::kConfirmed);
  const auto all =
      CoverageOf(directory_.store(),
                 {Subject(kBreaks), RegisteredAuthorities(directory_.store()),
                  before, directory_.clock().now()});
  ASSERT_TRUE(all.ok());
  for (const AuthorityCoverage& one : *all) {
    EXPECT_NE(one.status, CoverageStatus::kConfirmed) << one.authority;
  }
}

}  // namespace
}  // namespace localoffer::coverage
