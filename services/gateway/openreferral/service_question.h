// From the parameters of a query to a search of the directory.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_

#include <string>

#include "localoffer/v1/directory.pb.h"
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

// Makes it ask for a page.
void SetPage(const ApiPage& page, v1::SearchEntriesRequest& request);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_
