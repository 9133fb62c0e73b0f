// A federation in one thread: nodes with real stores, a network and a clock
// that one seeded generator drives. The same seed is the same run.
#ifndef LOCALOFFER_TESTS_SIMULATION_WORLD_H_
#define LOCALOFFER_TESTS_SIMULATION_WORLD_H_

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/exchange/testing_node.h"
#include "tests/simulation/peer.h"

namespace localoffer::simulation {

// What names of entries are made of.
inline constexpr const char* kWords[] = {"hydrotherapy", "respite",
                                         "bereavement",  "wheelchair",
                                         "sensory",      "nursing"};

class World {
 public:
  // With `verbose` it tells on standard error what happens.
  explicit World(uint64_t seed, bool verbose = false);

  // Lets things happen, heals the network, and checks that all honest nodes
  // hold the same. What is wrong, a line each; empty when all is well.
  std::vector<std::string> Run();

  // What happened, for reports.
  struct Counts {
    int64_t commits = 0;
    int64_t crashes = 0;
    // Homes that were put back from a backup, and commits that were held then.
    int64_t put_back = 0;
    int64_t held = 0;
    int64_t messages = 0;
    int64_t lost = 0;
    int64_t refusals = 0;
    int64_t evidence = 0;
  };
  const Counts& counts() const { return counts_; }

 private:
  // A peer of a node: a node, or one that lies.
  struct Link {
    Peer* peer = nullptr;
    // Index of the node that it is, or that it relays from; nothing for those
    // with a log of their own.
    std::optional<size_t> node;
  };
  struct Node {
    std::unique_ptr<exchange::TestingNode> node;
    std::unique_ptr<HonestPeer> as_peer;
    std::vector<Link> links;
    bool up = true;
    // Rises with every crash: what was asked before is not answered after.
    int epoch = 0;
    // What was asked and not ended yet.
    std::map<int, exchange::Ask> asked;
  };
  struct Message {
    enum class Kind { kCheckpoints, kQuestion, kAnswer };
    Kind kind = Kind::kCheckpoints;
    // The node that follows, and which of its links.
    size_t node = 0;
    size_t link = 0;
    int epoch = 0;
    int ask = 0;
    v1::WatchCheckpointsResponse checkpoints;
    absl::StatusOr<Changes> changes = Changes();
    absl::StatusOr<v1::GetConsistencyProofResponse> proof =
        v1::GetConsistencyProofResponse();
  };
  // A commit that somebody was told of.
  struct Acknowledged {
    std::string log;
    uint64_t size = 0;
    std::string checkpoint;
  };

  // A home that is put back from a backup, while a peer that had all of its
  // logs is connected.
  struct Loss {
    size_t node = 0;
    int backup_step = 0;
    int loss_step = 0;
    // Of the node's links, to the peer that had all; nothing before the loss.
    std::optional<size_t> link;
    // The peer says so by then.
    absl::Time tell_by;
    // What was lost: the sizes that the logs have to have again.
    std::map<std::string, uint64_t> sizes;
  };

  void MakeNodes();
  void MakeMalicious();
  void MakeTwin();
  void MakeForger();
  void MakeProphet();
  void AddLiar(size_t node, Peer* peer, std::optional<size_t> behind);

  void Step(int step);
  void Publish();
  // Publishes the first change of a log, unless there is one.
  void Begin(size_t authority);
  void Commit(size_t authority, storage::Proposal proposal);
  void TellCheckpoints(size_t node, size_t link);
  void AskNext(size_t node);
  void GiveUp(size_t node);
  void Deliver();
  void Take(Message message);
  void Crash(size_t node);
  void MakeLoss();
  void MoveLoss(int step);
  void SetTellBy();
  void PutBack();
  // A node's own logs at a peer, if it has all of them.
  std::optional<std::map<std::string, uint64_t>> KnownTo(size_t peer,
                                                         size_t home);
  static void Forget(Node& node);
  // Whether the node was put back, and hasn't all of its logs yet.
  bool IsTakingBack(size_t node) const;
  // Whether the peer that knows what was lost is reached over it.
  bool IsPinned(size_t node, size_t link) const;
  bool IsCut(size_t node, size_t link) const;

  bool Heal();
  void ExchangeReliably(size_t node);
  void Check();
  void CheckLog(const std::string& log);
  void CheckDirectories(const std::string& log);
  void Fail(const std::string& what);
  void Say(const std::string& what) const;

  storage::Clock ClockOf(size_t node);
  exchange::TestingNode& at(size_t node) { return *nodes_[node].node; }
  // Everything of the log's entries, as one text.
  static std::string Directory(exchange::TestingNode& node,
                               const std::string& log);
  static std::string Root(exchange::TestingNode& node, const std::string& log);

  const uint64_t seed_;
  const bool verbose_;
  Random random_;
  storage::FakeClock clock_;
  std::vector<absl::Duration> skews_;
  std::vector<std::string> authorities_;
  std::vector<Node> nodes_;
  // Nodes of those that lie, and what stands before them.
  std::vector<std::unique_ptr<exchange::TestingNode>> liars_;
  std::vector<std::unique_ptr<Peer>> peers_;
  // The authority that signs two logs, and the node that has the other.
  std::optional<size_t> equivocating_;
  exchange::TestingNode* twin_ = nullptr;
  std::set<std::pair<size_t, size_t>> cut_;
  std::deque<Message> in_flight_;
  std::vector<Acknowledged> acknowledged_;
  std::vector<std::pair<std::string, uint64_t>> erased_;
  std::optional<Loss> loss_;
  int next_ask_ = 1;
  Counts counts_;
  std::vector<std::string> failures_;
};

}  // namespace localoffer::simulation

#endif  // LOCALOFFER_TESTS_SIMULATION_WORLD_H_
