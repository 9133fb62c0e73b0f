// The authority, or harvested log, that an address names.
#ifndef LOCALOFFER_SERVICES_GATEWAY_NAMED_LOG_H_
#define LOCALOFFER_SERVICES_GATEWAY_NAMED_LOG_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/gateway/resource.h"
#include "storage/store.h"

namespace localoffer::gateway {

// The id in `{gss}` of the path or in the parameter `authority`; "" when there
// is neither. NOT_FOUND, a caller's error, when the node knows no such one.
absl::StatusOr<std::string> NamedLog(storage::Store& store, const Visit& visit);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_NAMED_LOG_H_
