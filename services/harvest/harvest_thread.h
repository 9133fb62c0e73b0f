// Reads feeds when their time has come.
#ifndef LOCALOFFER_SERVICES_HARVEST_HARVEST_THREAD_H_
#define LOCALOFFER_SERVICES_HARVEST_HARVEST_THREAD_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/harvest/harvester.h"

namespace localoffer::harvest {

// A thread of its own, from the constructor to Stop() or the destructor.
// Thread-safe.
class HarvestThread {
 public:
  // Both must outlive it.
  HarvestThread(Harvester& harvester, storage::Clock clock);
  ~HarvestThread() { Stop(); }
  HarvestThread(const HarvestThread&) = delete;
  HarvestThread& operator=(const HarvestThread&) = delete;

  // Looks at once whether there is something to do.
  void Wake();
  // Stops the harvester, too. Returns when nothing is under way any more.
  void Stop();

 private:
  void Loop();

  Harvester& harvester_;
  const storage::Clock clock_;
  absl::Mutex mutex_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  // Signalled when it is.
  absl::CondVar waking_;
  std::thread thread_;
};

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_HARVEST_THREAD_H_
