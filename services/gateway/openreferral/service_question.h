// From the parameters of a query to a search of the directory.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_

#include <string>

#include "absl/status/status.h"
#include "localoffer/v1/directory.pb.h"
#include "services/gateway/node_client.h"
#include "services/gateway/openreferral/api_query.h"

namespace localoffer::gateway {

// Reads the parameters that say which services are asked for: all of the
// endpoint's but those of the page and of the form. Whoever sends the request
// to SearchEntries finds the same services in the same order. `log` is the
// authority, or harvested log, that the address names; "" for all. What is
// wrong is noted in the query, as is what of the request was made from which
// parameter.
v1::SearchEntriesRequest ReadServiceQuestion(const std::string& log,
                                             ApiQuery& query);

// Why a request that was made from a query with errors, or that the node
// refused as `status` says, is not answered: NOT_FOUND where the node does not
// know the authority, then everything that is wrong with the query, then
// `status`. Never OK.
absl::Status Refused(const NodeClient& node, const std::string& authority,
                     const absl::Status& status, ApiQuery& query);

// The same for a query with errors before the node was asked: it is, for what
// it finds wrong belongs to them.
absl::Status RefuseQuestion(const NodeClient& node,
                            const std::string& authority,
                            v1::SearchEntriesRequest request, ApiQuery& query);

// Makes it ask for a page.
void SetPage(const ApiPage& page, v1::SearchEntriesRequest& request);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_
