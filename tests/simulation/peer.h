// Who answers in the simulation: nodes as they are, and some that lie.
#ifndef LOCALOFFER_TESTS_SIMULATION_PEER_H_
#define LOCALOFFER_TESTS_SIMULATION_PEER_H_

#include <memory>
#include <random>
#include <vector>

#include "absl/status/statusor.h"
#include "services/exchange/testing_node.h"

namespace localoffer::simulation {

using Random = std::mt19937_64;

// Uniform, below `limit`.
inline uint64_t Below(Random& random, uint64_t limit) {
  return random() % limit;
}
inline bool OneIn(Random& random, uint64_t n) { return Below(random, n) == 0; }

using Checkpoints = std::vector<v1::WatchCheckpointsResponse>;
using Changes = std::vector<v1::StreamChangesResponse>;

class Peer {
 public:
  virtual ~Peer() = default;
  virtual Checkpoints TellCheckpoints() = 0;
  virtual absl::StatusOr<Changes> TellChanges(const exchange::Ask& ask) = 0;
  virtual absl::StatusOr<v1::GetConsistencyProofResponse> Prove(
      const exchange::Ask& ask) = 0;
};

// Answers from a node's store, which outlives it.
class HonestPeer : public Peer {
 public:
  HonestPeer(exchange::TestingNode& node, storage::Clock clock)
      : node_(node), clock_(std::move(clock)) {}

  Checkpoints TellCheckpoints() override {
    return exchange::Checkpoints(node_, clock_);
  }
  absl::StatusOr<Changes> TellChanges(const exchange::Ask& ask) override {
    return exchange::Changes(node_, ask);
  }
  absl::StatusOr<v1::GetConsistencyProofResponse> Prove(
      const exchange::Ask& ask) override {
    return exchange::Consistency(node_, ask);
  }

 private:
  exchange::TestingNode& node_;
  const storage::Clock clock_;
};

// What becomes of the answers of an honest peer on their way over a bad one.
enum class Malice {
  // A byte is another one.
  kFlip,
  // A change is left out, comes twice, or changes places with the next.
  kRearrange,
  // A body is left out as if it was erased.
  kWithhold,
  // Answers are those of some time ago.
  kReplay,
  // Claims more than there is, and has no answers.
  kBoast,
};

// `behind` outlives it, as does the random source.
std::unique_ptr<Peer> MakeMalicious(Malice malice, Peer& behind,
                                    Random& random);

}  // namespace localoffer::simulation

#endif  // LOCALOFFER_TESTS_SIMULATION_PEER_H_
