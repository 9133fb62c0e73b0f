// Who is registered at the node, kept between pages.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCILS_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCILS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "localoffer/v1/authorities.pb.h"
#include "services/gateway/node_client.h"

namespace localoffer::gateway::pages {

// By id, the councils and the logs that are harvested for them; of each only
// its names.
using CouncilRegister = std::map<std::string, v1::Authority, std::less<>>;

// The register as the node had it in a state. Thread-safe.
class Councils {
 public:
  // Asks the node, unless it did so in the state of this version (see
  // GetDirectoryStateResponse). What is registered meanwhile may be had
  // already: then the next version asks again.
  absl::Status Refresh(const NodeClient& node, const std::string& version);

  // As it was last read; empty before.
  std::shared_ptr<const CouncilRegister> Get() const;

 private:
  mutable absl::Mutex mutex_;
  // How often the register was asked for, and which of these is kept.
  uint64_t asked_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  std::string version_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const CouncilRegister> councils_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<const CouncilRegister>();
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCILS_H_
