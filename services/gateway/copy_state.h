// Of a replica: the copy that its answers are made from.
#ifndef LOCALOFFER_SERVICES_GATEWAY_COPY_STATE_H_
#define LOCALOFFER_SERVICES_GATEWAY_COPY_STATE_H_

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

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_COPY_STATE_H_
