// Nodes that follow each other, each a process of its own and the home of one
// authority, for faults that befall some of them.
#ifndef LOCALOFFER_TESTS_FAULTS_FEDERATION_H_
#define LOCALOFFER_TESTS_FAULTS_FEDERATION_H_

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "storage/log/verifier_key.h"
#include "storage/testing.h"
#include "tests/faults/acknowledged.h"
#include "tests/faults/log_copy.h"
#include "tests/faults/network.h"
#include "tests/faults/node_process.h"

namespace localoffer::testing {

// What goes wrong fails the test. Publish() and acknowledged() are thread-safe,
// the others are for one thread.
class Federation {
 public:
  static constexpr int kNodes = 3;

  // `network` has so many nodes, and outlives it.
  explicit Federation(Network& network) : network_(network) {}

  // Has every node make its key, lets all trust each other's, and starts them
  // as followers of each other.
  void Start();
  // SIGKILL, and what comes after it.
  void Kill(int node);
  void Restart(int node);

  // Publishes one to three new entries at a node. False when it is down, or is
  // killed before it answers: any other refusal fails the test.
  bool Publish(int node);
  const Acknowledged& acknowledged() const { return acknowledged_; }

  // Waits until every node has all that the homes have: how long that took.
  // Nobody may publish in the meantime.
  absl::Duration AwaitEqual(absl::Duration longest);
  // Checks what every node has, and says of its peers, after AwaitEqual().
  void ExpectNothingLost();
  // Ends all nodes in good order.
  void Stop();

 private:
  struct Node {
    storage::TemporaryFolder folder;
    std::unique_ptr<NodeProcess> process;
    std::string operator_token;
    // For the authority of which it is the home.
    std::string token;
    std::optional<log::VerifierKey> key;
  };

  void StartProcess(int node, const std::vector<std::string>& peers);
  void StopProcess(int node);
  void MakeKey(int node);
  std::vector<std::string> PeersOf(int node) const;
  // Null while the node is down.
  std::shared_ptr<grpc::Channel> ChannelTo(int node) const;
  int64_t SizeAtHome(int node) const;
  void AwaitSizes(int node, const std::map<std::string, int64_t>& wanted,
                  absl::Time deadline) const;
  // What the node says of its peers.
  std::string ShowPeers(int node) const;

  void ExpectWholeCommits(const LogCopy& copy) const;
  void ExpectAcknowledged(int node, const std::vector<LogCopy>& copies) const;
  void ExpectServed(int node) const;
  void ExpectNothingRefused(int node) const;

  Network& network_;
  std::array<Node, kNodes> nodes_;
  Acknowledged acknowledged_;
  std::atomic<int> next_publication_ = 1;
  mutable absl::Mutex mutex_;
  std::array<std::shared_ptr<grpc::Channel>, kNodes> channels_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_FAULTS_FEDERATION_H_
