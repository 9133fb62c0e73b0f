// kill -9, loss and partitions while three nodes publish and follow each other:
// nothing that was acknowledged is lost, on any node, and no node needs repair
// by hand.
//
//   LOCALOFFER_FEDERATION_ROUNDS   how many kills; 15 when it is not set
#include "tests/faults/federation.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/faults/network.h"

namespace localoffer::testing {
namespace {

constexpr int kPublishers = 4;
// Of each publisher in a round.
constexpr int kPublications = 8;
constexpr int kUsualLossPercent = 2;
constexpr int kHeavyLossPercent = 20;
// Nodes are left alone after so many rounds, until they are equal.
constexpr int kRoundsUntilPeace = 8;
constexpr absl::Duration kLongest = absl::Minutes(1);

int Rounds() {
  const char* rounds = std::getenv("LOCALOFFER_FEDERATION_ROUNDS");
  int number = 0;
  return rounds != nullptr && absl::SimpleAtoi(rounds, &number) ? number : 15;
}

class FederationFaultsTest : public ::testing::Test {
 protected:
  // What the network does to one node during a round.
  enum class Weather { kUsual, kCut, kHeavyLoss };

  FederationFaultsTest() {
    if (network_.objection().empty()) return;
    std::cout << network_.objection()
              << ": over loopback, without loss and partitions\n";
  }

  Weather ChooseWeather() {
    if (!network_.objection().empty()) return Weather::kUsual;
    const auto one_of_five = random_() % 5;
    if (one_of_five < 3) return Weather::kUsual;
    return one_of_five == 3 ? Weather::kCut : Weather::kHeavyLoss;
  }

  // Publishes at random homes until so much of it is acknowledged.
  void PublishSome(uint64_t seed) {
    std::mt19937 random(seed);
    for (int done = 0; done < kPublications && !HasFailure();) {
      if (federation_.Publish(static_cast<int>(random() % kNodes))) ++done;
    }
  }

  void Begin(Weather weather, int node) {
    if (weather == Weather::kCut) {
      ++cuts_;
      network_.SetCut(node, true);
    } else if (weather == Weather::kHeavyLoss) {
      ++losses_;
      network_.Lose(node, kHeavyLossPercent);
    }
  }

  void Heal(Weather weather, int node) {
    if (weather == Weather::kCut) network_.SetCut(node, false);
    if (weather == Weather::kHeavyLoss) network_.Lose(node, kUsualLossPercent);
  }

  void Round() {
    const Weather weather = ChooseWeather();
    const int under_it = AnyNode();
    const int killed = AnyNode();
    // Somewhere among the next commits; which one the seed decides.
    const size_t until = federation_.acknowledged().size() +
                         random_() % (size_t{kPublishers} * kPublications);
    Begin(weather, under_it);
    std::vector<std::thread> publishers;
    for (int i = 0; i < kPublishers; ++i) {
      publishers.emplace_back([this, seed = random_()] { PublishSome(seed); });
    }
    EXPECT_TRUE(federation_.acknowledged().Await(until, kLongest));
    ++kills_;
    federation_.Kill(killed);
    federation_.Restart(killed);
    for (std::thread& publisher : publishers) publisher.join();
    Heal(weather, under_it);
  }

  int AnyNode() { return static_cast<int>(random_() % kNodes); }

  void AwaitPeace() {
    longest_catch_up_ =
        std::max(longest_catch_up_, federation_.AwaitEqual(kLongest));
  }

  void Report(int rounds, absl::Duration time) const {
    std::cout << rounds << " rounds in " << time << ": "
              << federation_.acknowledged().size() << " entries acknowledged, "
              << kills_ << " kills, " << cuts_ << " partitions, " << losses_
              << " times of heavy loss, equal again after at most "
              << longest_catch_up_ << "\n";
  }

  static constexpr int kNodes = Federation::kNodes;
  Network network_{kNodes};
  Federation federation_{network_};
  std::mt19937 random_{20260901};
  int kills_ = 0;
  int cuts_ = 0;
  int losses_ = 0;
  absl::Duration longest_catch_up_;
};

TEST_F(FederationFaultsTest, NothingAcknowledgedIsLostOnAnyNode) {
  const absl::Time begin = absl::Now();
  const int rounds = Rounds();
  ASSERT_NO_FATAL_FAILURE(federation_.Start());
  for (int node = 0; node < kNodes; ++node) {
    network_.Lose(node, kUsualLossPercent);
  }
  for (int round = 1; round <= rounds; ++round) {
    Round();
    if (round % kRoundsUntilPeace == 0) AwaitPeace();
    ASSERT_FALSE(HasFailure()) << "in round " << round;
  }
  AwaitPeace();
  federation_.ExpectNothingLost();
  EXPECT_GE(federation_.acknowledged().size(),
            static_cast<size_t>(kPublishers * kPublications * rounds));
  federation_.Stop();
  Report(rounds, absl::Now() - begin);
}

}  // namespace
}  // namespace localoffer::testing
