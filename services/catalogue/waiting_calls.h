// Calls that wait for the catalogue, or for much to be read beside it.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_WAITING_CALLS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_WAITING_CALLS_H_

#include <atomic>
#include <memory>

namespace localoffer::catalogue {

// Which gRPC's threads may not do, and not many workers at a time: they
// publish, too. Thread-safe.
class WaitingCalls {
 public:
  // Room for one call, for as long as it lives, be that longer than this; null
  // when there is none.
  std::shared_ptr<void> Enter();

 private:
  const std::shared_ptr<std::atomic<int>> count_ =
      std::make_shared<std::atomic<int>>(0);
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_WAITING_CALLS_H_
