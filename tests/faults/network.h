// A network that loses packets and cuts nodes off.
#ifndef LOCALOFFER_TESTS_FAULTS_NETWORK_H_
#define LOCALOFFER_TESTS_FAULTS_NETWORK_H_

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"

namespace localoffer::testing {

// Nodes around a hub where the test is, each in a network namespace of its own.
// The namespaces have no names: they are gone with the process that made them,
// however it ends. Where it may make none, all nodes are on this machine's
// loopback, and nothing is lost. Thread-compatible.
class Network {
 public:
  explicit Network(int nodes);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // Why nothing can be lost; empty when it can.
  const std::string& objection() const { return objection_; }
  // The namespace of a node; -1 on loopback.
  int name_space(int node) const { return nodes_[node].name_space; }
  // HOST:PORT for the node to listen on, and for others to reach it.
  const std::string& address(int node) const { return nodes_[node].address; }

  // One connection from the hub to the node, which is not made again when it
  // breaks. Null when the node can't be reached.
  std::shared_ptr<grpc::Channel> Connect(int node) const;

  // Of 100 packets that come to the node so many are lost.
  void Lose(int node, int percent);
  // Whether packets pass between the node and other nodes; those from and to
  // the hub do in any case.
  void SetCut(int node, bool cut);

 private:
  struct Node {
    int name_space = -1;
    std::string address;
    int lost_percent = 0;
    bool cut = false;
  };

  bool MakeHub();
  bool MakeNode(int number);
  void UseLoopback();
  void Filter(const Node& node) const;

  std::string objection_;
  int hub_ = -1;
  std::vector<Node> nodes_;
};

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_FAULTS_NETWORK_H_
