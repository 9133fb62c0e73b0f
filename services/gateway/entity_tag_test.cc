#include "services/gateway/entity_tag.h"

#include "gtest/gtest.h"

namespace localoffer::gateway {
namespace {

TEST(EntityTagTest, OtherPartsHaveAnotherTag) {
  EXPECT_EQ(EntityTag({"a", "b"}), EntityTag({"a", "b"}));
  EXPECT_NE(EntityTag({"a", "b"}), EntityTag({"b", "a"}));
  EXPECT_NE(EntityTag({"a", "b"}), EntityTag({"ab"}));
  EXPECT_NE(EntityTag({"a", "b"}), EntityTag({"a", "b", ""}));
}

TEST(EntityTagTest, AnotherBuildHasOtherTags) {
  EXPECT_FALSE(ProgramBuild().empty());
  EXPECT_EQ(EntityTag({"a"}), EntityTag({"a"}, ProgramBuild()));
  EXPECT_NE(EntityTag({"a"}, "one"), EntityTag({"a"}, "another"));
  EXPECT_NE(EntityTag({"a"}, "b"), EntityTag({"b"}, "a"));
}

}  // namespace
}  // namespace localoffer::gateway
