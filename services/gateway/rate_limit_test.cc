#include "services/gateway/rate_limit.h"

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer::gateway {
namespace {

ClientAddress Address(int number) {
  return *ClientAddress::Parse(
      absl::StrCat("192.0.", number / 256, ".", number % 256));
}

class RateLimitTest : public ::testing::Test {
 protected:
  void Make(double rate, double burst, size_t addresses = 100) {
    RateLimitOptions options;
    options.rate = rate;
    options.burst = burst;
    options.addresses = addresses;
    limit_ = std::make_unique<RateLimit>(options, [this] { return now_; });
  }

  // How many are answered now, one after another, of at most 1,000.
  int Answered(int address) {
    int answered = 0;
    while (answered < 1000 &&
           limit_->Take(Address(address)) == absl::ZeroDuration()) {
      ++answered;
    }
    return answered;
  }

  absl::Duration now_ = absl::Hours(1);
  std::unique_ptr<RateLimit> limit_;
};

TEST_F(RateLimitTest, AnAddressBeginsWithAllTokensAndGetsThemBackInTime) {
  Make(/*rate=*/10, /*burst=*/5);
  EXPECT_EQ(Answered(1), 5);
  now_ += absl::Milliseconds(99);
  EXPECT_EQ(Answered(1), 0);
  now_ += absl::Milliseconds(1);
  EXPECT_EQ(Answered(1), 1);
  now_ += absl::Milliseconds(250);
  EXPECT_EQ(Answered(1), 2);
  now_ += absl::Hours(24);
  EXPECT_EQ(Answered(1), 5);
}

TEST_F(RateLimitTest, OneAddressHasNothingToDoWithAnother) {
  Make(10, 5);
  EXPECT_EQ(Answered(1), 5);
  EXPECT_EQ(Answered(2), 5);
  EXPECT_EQ(Answered(1), 0);
}

TEST_F(RateLimitTest, WhoWaitsAsLongAsHeIsToldIsAnswered) {
  Make(/*rate=*/3, /*burst=*/1);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(limit_->Take(Address(1)), absl::ZeroDuration()) << i;
    const absl::Duration wait = limit_->Take(Address(1));
    ASSERT_GT(wait, absl::ZeroDuration());
    // To ask in vain costs nothing.
    ASSERT_EQ(limit_->Take(Address(1)), wait);
    now_ += wait;
  }
}

TEST_F(RateLimitTest, WhatIsDearIsAnsweredAtOnceAndPaidForAfterwards) {
  Make(/*rate=*/10, /*burst=*/5);
  ASSERT_EQ(limit_->Take(Address(1)), absl::ZeroDuration());
  EXPECT_EQ(limit_->TakeMore(Address(1), 23), absl::ZeroDuration());
  // 4 tokens less 23: until there is one, 20 have to come.
  EXPECT_EQ(limit_->Take(Address(1)), absl::Seconds(2));
  // Another that was let through before pays as well.
  EXPECT_EQ(limit_->TakeMore(Address(1), 1), absl::Seconds(2));
  now_ += absl::Seconds(2);
  EXPECT_EQ(Answered(1), 1);
}

TEST_F(RateLimitTest, TheLastTokenIsEnoughForWhatIsDear) {
  Make(/*rate=*/10, /*burst=*/2);
  ASSERT_EQ(Answered(1), 2);
  EXPECT_EQ(limit_->TakeMore(Address(1), 9), absl::ZeroDuration());
  EXPECT_EQ(limit_->Take(Address(1)), absl::Seconds(1));
}

TEST_F(RateLimitTest, AddressesThatHaveAllTheirTokensAreNotKept) {
  Make(/*rate=*/1, /*burst=*/10);
  for (int i = 0; i < 50; ++i) {
    Answered(i);
    EXPECT_EQ(limit_->addresses(), i + 1u);
  }
  now_ += absl::Seconds(10);
  Answered(99);
  EXPECT_EQ(limit_->addresses(), 1u);
}

TEST_F(RateLimitTest, TheOneThatWouldBeFullSoonestIsForgottenForAnother) {
  Make(/*rate=*/1, /*burst=*/10, /*addresses=*/3);
  EXPECT_EQ(Answered(1), 10);
  limit_->Take(Address(2));
  EXPECT_EQ(Answered(3), 10);
  limit_->Take(Address(4));
  EXPECT_EQ(limit_->addresses(), 3u);
  EXPECT_EQ(Answered(1), 0);
  EXPECT_EQ(Answered(3), 0);
  // Address 2 has been forgotten; it takes the place of address 4.
  EXPECT_EQ(Answered(2), 10);
  EXPECT_EQ(Answered(4), 10);
  EXPECT_EQ(limit_->addresses(), 3u);
}

// Buckets as they are usually told: tokens that come as time goes by.
class Oracle {
 public:
  Oracle(double rate, double burst) : rate_(rate), burst_(burst) {}

  // Seconds to wait; 0 when `tokens` were taken.
  double Take(int address, double now, double tokens, double least) {
    const auto [at, is_new] =
        buckets_.try_emplace(address, Bucket{burst_, now});
    Bucket& bucket = at->second;
    bucket.tokens = std::min(burst_, bucket.tokens + (now - bucket.at) * rate_);
    bucket.at = now;
    if (bucket.tokens < least - 1e-5) return (1 - bucket.tokens) / rate_;
    bucket.tokens -= tokens;
    return 0;
  }

 private:
  struct Bucket {
    double tokens;
    double at;
  };
  const double rate_;
  const double burst_;
  std::map<int, Bucket> buckets_;
};

TEST_F(RateLimitTest, AnswersAsBucketsThatAreFilledDropByDropWould) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    const double rate = 1 + random() % 100;
    const double burst = 1 + random() % 50;
    Make(rate, burst);
    Oracle oracle(rate, burst);
    now_ = absl::ZeroDuration();
    for (int i = 0; i < 2000; ++i) {
      // Now bursts, now pauses.
      now_ +=
          absl::Microseconds(random() % (random() % 8 == 0 ? 900'000 : 9'000));
      const int address = static_cast<int>(random() % 20);
      const bool more = random() % 10 == 0;
      const double tokens = more ? 1 + random() % 100 : 1;
      const absl::Duration wait =
          more ? limit_->TakeMore(Address(address), tokens)
               : limit_->Take(Address(address));
      const double wanted = oracle.Take(address, absl::ToDoubleSeconds(now_),
                                        tokens, more ? 0 : 1);
      ASSERT_NEAR(absl::ToDoubleSeconds(wait), wanted, 1e-4)
          << "round " << round << ", step " << i;
      ASSERT_EQ(wait == absl::ZeroDuration(), wanted == 0)
          << "round " << round << ", step " << i;
    }
  }
}

TEST_F(RateLimitTest, ThreadsTogetherGetNoMoreThanThereIs) {
  Make(/*rate=*/1, /*burst=*/1000);
  std::vector<int> answered(4);
  std::vector<std::thread> threads;
  for (int& count : answered) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        if (limit_->Take(Address(1)) == absl::ZeroDuration()) ++count;
        limit_->Take(Address(2 + i % 50));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered[0] + answered[1] + answered[2] + answered[3], 1000);
}

}  // namespace
}  // namespace localoffer::gateway
