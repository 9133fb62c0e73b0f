#include "services/gateway/copy_state.h"

#include "gtest/gtest.h"

namespace localoffer::gateway {
namespace {

TEST(CopyTimeTest, IsTheNewestItWasTold) {
  CopyTime time;
  EXPECT_EQ(time.Get(), absl::InfinitePast());
  time.Advance(absl::InfinitePast());
  EXPECT_EQ(time.Get(), absl::InfinitePast());
  time.Advance(absl::FromUnixSeconds(1'788'264'000));
  EXPECT_EQ(time.Get(), absl::FromUnixSeconds(1'788'264'000));
  time.Advance(absl::FromUnixSeconds(1'788'263'999));
  EXPECT_EQ(time.Get(), absl::FromUnixSeconds(1'788'264'000));
  time.Advance(absl::InfinitePast());
  EXPECT_EQ(time.Get(), absl::FromUnixSeconds(1'788'264'000));
}

}  // namespace
}  // namespace localoffer::gateway
