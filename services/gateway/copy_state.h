// Of a replica: the copy that its answers are made from.
#ifndef LOCALOFFER_SERVICES_GATEWAY_COPY_STATE_H_
#define LOCALOFFER_SERVICES_GATEWAY_COPY_STATE_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace localoffer::gateway {

struct CopyState {
  // HOST:PORT of the node that is copied.
  std::string node;
  // Whether it once was all that the node had.
  bool ready = false;
  bool connected = false;
  // When it last was all that the node had; the infinite past when never.
  absl::Time as_of = absl::InfinitePast();
  // Why it is not ready, or not of this moment; "" when it is.
  std::string why;
};

// CopyState::as_of for every answer to say. To look takes no lock: whoever
// follows the node may hold his own while he writes to the disk. Thread-safe.
class CopyTime {
 public:
  // It never goes back.
  void Advance(absl::Time as_of) {
    const int64_t micros = absl::ToUnixMicros(as_of);
    int64_t before = micros_;
    while (before < micros && !micros_.compare_exchange_weak(before, micros)) {
    }
  }
  // The infinite past at first.
  absl::Time Get() const {
    const int64_t micros = micros_;
    return micros == kNever ? absl::InfinitePast()
                            : absl::FromUnixMicros(micros);
  }

 private:
  static constexpr int64_t kNever = INT64_MIN;
  std::atomic<int64_t> micros_ = kNever;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_COPY_STATE_H_
