// The authority, or harvested log, whose API is asked.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ASKED_AUTHORITY_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ASKED_AUTHORITY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/entry/resource_name.h"
#include "services/gateway/node_client.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// The id in `{gss}` of the path, or in the parameter `authority`; "" when there
// is neither. NOT_FOUND (UNKNOWN_AUTHORITY), a caller's error, when none has
// such an id.
absl::StatusOr<std::string> AskedAuthority(const Visit& visit);

// Whether the node knows it; "" is always known. Worth a call or two where
// nothing was found, for what was found is known. NOT_FOUND as above; else
// errors of the calls.
absl::Status CheckAuthority(const NodeClient& node, const std::string& id);

// Asks a request for it; "" asks for all.
template <typename Request>
void SetAuthority(const std::string& id, Request& request) {
  if (!id.empty()) request.set_authority(entry::FormatAuthorityName(id));
}

// An error of CatalogueService; that its field `authority` names none of this
// node is said as above.
absl::Status CatalogueError(const absl::Status& status, const std::string& id);
// The same, with the names that fields have in the query which they are from.
absl::Status CatalogueError(const absl::Status& status, const std::string& id,
                            ApiQuery& query);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ASKED_AUTHORITY_H_
