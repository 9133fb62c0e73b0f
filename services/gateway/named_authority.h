// The authority, or harvested log, that an address names.
#ifndef LOCALOFFER_SERVICES_GATEWAY_NAMED_AUTHORITY_H_
#define LOCALOFFER_SERVICES_GATEWAY_NAMED_AUTHORITY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// The id in `{gss}` of the path or in the parameter `authority`; "" when there
// is neither. UnknownAuthority() when it can be none's. Whether it is one, the
// node knows.
absl::StatusOr<std::string> NamedAuthority(const Visit& visit);

// As requests have it: `authorities/{id}`, or all.
std::string ParentOf(const std::string& id);

// NOT_FOUND, a caller's error.
absl::Status UnknownAuthority(absl::string_view id);

// An error of the node, about a request for `id`, in the words of HTTP.
absl::Status InWordsOfHttp(absl::Status error, absl::string_view id);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_NAMED_AUTHORITY_H_
