// What answers cost whoever asks.
#ifndef LOCALOFFER_SERVICES_GATEWAY_COST_H_
#define LOCALOFFER_SERVICES_GATEWAY_COST_H_

#include "absl/strings/string_view.h"
#include "services/gateway/target.h"

namespace localoffer::gateway {

// Tokens of a rate limit: 1 for what a page or a list costs, more for what
// takes a node many times as long. `route` is the pattern of the resource.
int TokensFor(absl::string_view route, const Target& target,
              absl::string_view accept);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_COST_H_
