// A node that answers over gRPC in this process. For tests alone.
#ifndef LOCALOFFER_SERVICES_GATEWAY_TESTING_NODE_H_
#define LOCALOFFER_SERVICES_GATEWAY_TESTING_NODE_H_

#include <memory>
#include <string>
#include <vector>

#include "services/gateway/node_client.h"
#include "storage/store.h"

namespace localoffer::gateway {

// The services that the HTTP front asks, over a store that outlives it.
class TestingNode {
 public:
  TestingNode(storage::Store& store, const storage::Clock& clock);
  ~TestingNode();
  TestingNode(const TestingNode&) = delete;
  TestingNode& operator=(const TestingNode&) = delete;

  // Over the in-process channel; not to be asked after Stop().
  const std::shared_ptr<const NodeClient>& client() const;
  // Over a connection of this machine, as another process would ask.
  std::shared_ptr<const NodeClient> Connect() const;
  // How many calls it has answered; of one method, where it is named.
  int Calls(const std::string& method = "") const;
  // From then on nobody answers.
  void Stop();
  // Of the node's journal.
  std::vector<std::string> JournalLines() const;

 private:
  struct Parts;

  const std::unique_ptr<Parts> parts_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_TESTING_NODE_H_
