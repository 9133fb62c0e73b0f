#include "services/catalogue/waiting_calls.h"

namespace localoffer::catalogue {
namespace {

constexpr int kMostWaiting = 16;

}  // namespace

std::shared_ptr<void> WaitingCalls::Enter() {
  std::shared_ptr<void> room(
      count_.get(), [count = count_](void* /*self*/) { count->fetch_sub(1); });
  if (count_->fetch_add(1) >= kMostWaiting) return nullptr;
  return room;
}

}  // namespace localoffer::catalogue
