// Which edition an authority made last, beside whether it lists a provider.
#include <string>

#include "gtest/gtest.h"
#include "services/editions/testing_offer.h"
#include "services/inclusion/inclusion_reader.h"

namespace localoffer::inclusion {
namespace {

using editions::kBristolName;
using editions::TestingOffer;

class LastEditionTest : public ::testing::Test {
 protected:
  v1::AuthorityInclusion Bristol(const std::string& revision = "") {
    v1::CheckInclusionRequest request;
    request.add_providers("providers/GB-CHC-9900001");
    request.add_authorities(kBristolName);
    request.set_show_last_editions(asked_);
    request.set_revision(revision);
    const auto answer = reader_.Check(request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    revision_ = answer->revision();
    return answer->inclusions(0);
  }

  TestingOffer offer_;
  const InclusionReader reader_{offer_.store(), offer_.clock().clock()};
  bool asked_ = true;
  // Of the last answer.
  std::string revision_;
};

TEST_F(LastEditionTest, IsTheOneMadeLastAtTheInstant) {
  offer_.Publish(1, "Short breaks");
  EXPECT_EQ(Bristol().last_edition(), "");
  EXPECT_FALSE(Bristol().has_last_edition_time());
  offer_.MakeEdition("2 September 2026");
  const absl::Time made = offer_.clock().now();
  const v1::AuthorityInclusion first = Bristol();
  const std::string revision = revision_;
  EXPECT_EQ(first.last_edition(), TestingOffer::EditionName("2026-09-02"));
  EXPECT_EQ(first.last_edition_time().seconds(), absl::ToUnixSeconds(made));
  // By when it was made, not by its name.
  offer_.MakeEdition("1 September 2026");
  EXPECT_EQ(Bristol().last_edition(), TestingOffer::EditionName("2026-09-01"));
  EXPECT_EQ(Bristol(revision).last_edition(), first.last_edition());
}

TEST_F(LastEditionTest, IsNotSaidUnlessItIsAsked) {
  offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("1 September 2026");
  asked_ = false;
  EXPECT_EQ(Bristol().last_edition(), "");
  EXPECT_FALSE(Bristol().has_last_edition_time());
}

}  // namespace
}  // namespace localoffer::inclusion
