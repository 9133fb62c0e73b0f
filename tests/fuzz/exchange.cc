// What a peer says of its logs: whatever it is, a log that is here stays as it
// is, and nobody is accused who signed one log only.
#include <memory>
#include <optional>
#include <utility>

#include "services/exchange/follower.h"
#include "services/exchange/segment_messages.h"
#include "services/exchange/testing_node.h"
#include "tests/fuzz/log_testing.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

constexpr size_t kChanges = 6;
constexpr size_t kTaken = 3;

// A home node, and one that follows it and has the first half of its log.
class Nodes {
 public:
  Nodes() {
    for (size_t i = 0; i < kChanges; ++i) {
      clock_.Advance(absl::Seconds(1));
      FUZZ_CHECK(home_.Publish(kAuthority, static_cast<int>(i), "name").ok());
      if (i + 1 == kTaken) {
        follower_.Trust(home_, kAuthority);
        follower_.TrustWitness(home_);
        exchange::Follow(follower_, {&home_}, clock_.clock());
      }
    }
    FUZZ_CHECK(follower_.SizeOf(kAuthority) == kTaken);
  }

  void Take(absl::string_view bytes) {
    v1::WatchCheckpointsResponse checkpoints;
    if (checkpoints.ParseFromArray(bytes.data(),
                                   static_cast<int>(bytes.size()))) {
      follower_.follower().TakeCheckpoints(0, checkpoints);
    }
    v1::StreamChangesResponse changes;
    if (changes.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      exchange::SegmentBuilder builder(kAuthority, kTaken);
      const auto segment = builder.Take(changes);
      // What verifies is the home's; it is not taken in, so that the next input
      // meets the same log.
      if (segment.ok() && *segment) {
        const auto again = exchange::ToMessages(**segment);
        FUZZ_CHECK(!again.empty());
      }
    }
    v1::GetConsistencyProofResponse proof;
    if (proof.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      exchange::Ask ask;
      ask.kind = exchange::Ask::Kind::kConsistency;
      ask.log = kAuthority;
      ask.from = kTaken;
      ask.to = kChanges;
      (void)follower_.follower().TakeProof(ask, proof);
    }
    FUZZ_CHECK(follower_.SizeOf(kAuthority) == kTaken);
    FUZZ_CHECK(follower_.store().evidence().List("", 1)->empty());
    (void)follower_.follower().Show();
  }

  std::vector<std::string> Seeds() {
    std::vector<std::string> seeds;
    for (const auto& message : exchange::Checkpoints(home_, clock_.clock())) {
      seeds.push_back(message.SerializeAsString());
    }
    exchange::Ask ask;
    ask.log = kAuthority;
    ask.from = kTaken;
    ask.to = kChanges;
    const auto changes = exchange::Changes(home_, ask);
    for (const auto& message : *changes) {
      seeds.push_back(message.SerializeAsString());
    }
    seeds.push_back(exchange::Consistency(home_, ask)->SerializeAsString());
    return seeds;
  }

 private:
  storage::FakeClock clock_;
  exchange::TestingNode home_{1, clock_.clock()};
  exchange::TestingNode follower_{2, clock_.clock(), {"home:1"}};
};

Nodes& All() {
  static Nodes& nodes = *new Nodes();
  return nodes;
}

}  // namespace

void Run(absl::string_view bytes) { All().Take(bytes); }

std::vector<std::string> Seeds() { return All().Seeds(); }

}  // namespace localoffer::fuzz
