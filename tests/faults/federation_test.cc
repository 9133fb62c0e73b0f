// kill -9, loss and partitions while three nodes publish and follow each other:
// nothing that was acknowledged is lost, on any node, and no node needs repair
// by hand.
//
//   LOCALOFFER_FEDERATION_ROUNDS   how many faults; 15 when it is not set
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
  enum class Fault { kKill, kCut, kLoss };

  FederationFaultsTest() {
    if (network_.objection().empty()) return;
    std::cout << network_.objection()
              << ": over loopback, without loss and partitions\n";
  }

  Fault ChooseFault() {
    if (!network_.objection().empty()) return Fault::kKill;
    const auto one_of_five = random_() % 5;
    if (one_of_five < 3) return Fault::kKill;
    return one_of_five == 3 ? Fault::kCut : Fault::kLoss;
  }

  // Publishes at random homes until so much of it is acknowledged.
  void PublishSome(uint64_t seed) {
    std::mt19937 random(seed);
    for (int done = 0; done < kPublications && !HasFailure();) {
      if (federation_.Publish(static_cast<int>(random() % kNodes))) ++done;
    }
  }

  void Strike(Fault fault, int node) {
    switch (fault) {
      case Fault::kKill:
        ++kills_;
        federation_.Kill(node);
        federation_.Restart(node);
        return;
      case Fault::kCut:
        ++cuts_;
        network_.SetCut(node, true);
        return;
      case Fault::kLoss:
        ++losses_;
        network_.Lose(node, kHeavyLossPercent);
        return;
    }
  }

  void Heal(Fault fault, int node) {
    if (fault == Fault::kCut) network_.SetCut(node, false);
    if (fault == Fault::kLoss) network_.Lose(node, kUsualLossPercent);
  }

  void Round() {
    const Fault fault = ChooseFault();
    const int node = static_cast<int>(random_() % kNodes);
    // Somewhere among the next commits; which one the seed decides.
    const size_t until = federation_.acknowledged().size() +
                         random_() % (kPublishers * kPublications);
    std::vector<std::thread> publishers;
    for (int i = 0; i < kPublishers; ++i) {
      publishers.emplace_back([this, seed = random_()] { PublishSome(seed); });
    }
    EXPECT_TRUE(federation_.acknowledged().Await(until, kLongest));
    Strike(fault, node);
    for (std::thread& publisher : publishers) publisher.join();
    Heal(fault, node);
  }

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
