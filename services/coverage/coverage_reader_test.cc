// Requests: what is asked, and what is wrong with it.
#include "services/coverage/coverage_reader.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/authorities/register.h"
#include "services/coverage/testing_directory.h"

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
  EXPECT_THAT(Refusal(request),
              AllOf(HasSubstr("statutory_item"), HasSubstr("authorities[0]"),
                    HasSubstr("authorities[1]")));
}

}  // namespace
}  // namespace localoffer::coverage
