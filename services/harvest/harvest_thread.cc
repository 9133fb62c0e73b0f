#include "services/harvest/harvest_thread.h"

#include <algorithm>
#include <utility>

namespace localoffer::harvest {
namespace {

// The clock of the schedule may be set: it is looked at so often.
constexpr absl::Duration kLongestSleep = absl::Minutes(1);

}  // namespace

HarvestThread::HarvestThread(Harvester& harvester, storage::Clock clock)
    : harvester_(harvester),
      clock_(std::move(clock)),
      thread_([this] { Loop(); }) {}

void HarvestThread::Loop() {
  while (!harvester_.stopped()) {
    const absl::Duration sleep = std::clamp(
        harvester_.RunDue() - clock_(), absl::ZeroDuration(), kLongestSleep);
    absl::MutexLock lock(&mutex_);
    while (!woken_) {
      if (waking_.WaitWithTimeout(&mutex_, sleep)) break;
    }
    woken_ = false;
  }
}

void HarvestThread::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
  waking_.Signal();
}

void HarvestThread::Stop() {
  harvester_.Stop();
  Wake();
  if (thread_.joinable()) thread_.join();
}

}  // namespace localoffer::harvest
