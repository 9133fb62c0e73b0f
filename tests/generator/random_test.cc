#include "tests/generator/random.h"

#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/forms.h"

namespace localoffer::generator {
namespace {

TEST(Random, IsTheSameEverywhere) {
  // The reference implementation's first numbers of seed 1234567.
  // https://prng.di.unimi.it/splitmix64.c
  Random random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317u);
  EXPECT_EQ(random.Next(), 3203168211198807973u);
  EXPECT_EQ(random.Next(), 9817491932198370423u);
}

TEST(Random, DrawsEveryNumberOfARangeAboutEquallyOften) {
  Random random(7);
  std::vector<int> drawn(10);
  for (int i = 0; i < 10000; ++i) ++drawn[random.Between(0, 9)];
  EXPECT_THAT(drawn, ::testing::Each(::testing::AllOf(::testing::Ge(900),
                                                      ::testing::Le(1100))));
}

TEST(Random, UuidsAreOnesThatEntriesMayHave) {
  Random random(3);
  std::set<std::string> uuids;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = RandomUuid(random);
    EXPECT_TRUE(entry::IsEntryUuid(uuid)) << uuid;
    EXPECT_TRUE(uuids.insert(uuid).second);
  }
}

TEST(Mix, DependsOnTheOrder) {
  EXPECT_NE(Mix(1, 2), Mix(2, 1));
  EXPECT_NE(Mix(1, "ab"), Mix(1, "ba"));
  EXPECT_NE(Mix(1, "ab"), Mix(2, "ab"));
}

}  // namespace
}  // namespace localoffer::generator
