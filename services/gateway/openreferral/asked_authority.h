// The authority, or harvested log, whose API is asked.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ASKED_AUTHORITY_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ASKED_AUTHORITY_H_

#include <string>

#include "absl/status/status.h"
#include "services/entry/resource_name.h"
#include "services/gateway/named_authority.h"
#include "services/gateway/node_client.h"
#include "services/gateway/openreferral/api_query.h"

namespace localoffer::gateway {

// Whether the node knows the id that NamedAuthority() gave; "" is always known.
// Worth a call or two where nothing was found, for what was found is known.
// UnknownAuthority() when it does not; else errors of the calls.
absl::Status CheckAuthority(const NodeClient& node, const std::string& id);

// Asks a request for it; "" asks for all.
template <typename Request>
void SetAuthority(const std::string& id, Request& request) {
  if (!id.empty()) request.set_authority(entry::FormatAuthorityName(id));
}

// An error of CatalogueService; that its field `authority` names none of this
// node is UnknownAuthority().
absl::Status CatalogueError(const absl::Status& status, const std::string& id);
// The same, with the names that fields have in the query which they are from.
absl::Status CatalogueError(const absl::Status& status, const std::string& id,
                            ApiQuery& query);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ASKED_AUTHORITY_H_
