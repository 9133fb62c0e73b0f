// Thousands of short federations, each from a seed.
//
//   LOCALOFFER_SIMULATION_SEEDS   how many; 100 when it is not set
//   LOCALOFFER_SIMULATION_FIRST   the first, to replay one; 1 when not set
//   LOCALOFFER_SIMULATION_VERBOSE tells what happens
#include <cstdlib>
#include <iostream>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/simulation/world.h"

namespace localoffer::simulation {
namespace {

uint64_t Setting(const char* name, uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// ctest runs each as a test of its own, so that they share the cores.
class Simulation : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Simulation, HonestNodesHoldEqualLogsAfterHealing) {
  constexpr uint64_t kShards = 4;
  const uint64_t first = Setting("LOCALOFFER_SIMULATION_FIRST", 1);
  const uint64_t seeds = Setting("LOCALOFFER_SIMULATION_SEEDS", 100);
  const bool verbose = Setting("LOCALOFFER_SIMULATION_VERBOSE", 0) > 0;
  World::Counts all;
  uint64_t run = 0;
  for (uint64_t seed = first + GetParam(); seed < first + seeds;
       seed += kShards) {
    World world(seed, verbose);
    const std::vector<std::string> failures = world.Run();
    ASSERT_TRUE(failures.empty())
        << "replay with LOCALOFFER_SIMULATION_FIRST=" << seed
        << " LOCALOFFER_SIMULATION_SEEDS=1 LOCALOFFER_SIMULATION_VERBOSE=1\n"
        << absl::StrJoin(failures, "\n");
    ++run;
    all.commits += world.counts().commits;
    all.crashes += world.counts().crashes;
    all.put_back += world.counts().put_back;
    all.held += world.counts().held;
    all.messages += world.counts().messages;
    all.lost += world.counts().lost;
    all.refusals += world.counts().refusals;
    all.evidence += world.counts().evidence;
  }
  std::cout << run << " seeds: " << all.commits << " commits, " << all.crashes
            << " crashes, " << all.put_back << " homes put back, " << all.held
            << " commits held, " << all.messages << " messages and " << all.lost
            << " lost, " << all.refusals << " refusals, " << all.evidence
            << " pieces of evidence\n";
}

INSTANTIATE_TEST_SUITE_P(Shard, Simulation, ::testing::Range<uint64_t>(0, 4));

}  // namespace
}  // namespace localoffer::simulation
