// From the parameters of a query to a search of the directory.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_

#include <string>

#include "absl/status/statusor.h"
#include "localoffer/v1/directory.pb.h"
#include "services/directory/searcher.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/open_referral_api.h"

namespace localoffer::gateway {

// What SearchEntries would be asked, and what goes beyond its messages.
struct ServiceQuestion {
  v1::SearchEntriesRequest request;
  // Its page is left to the caller.
  directory::HitWindow window;
};

// Reads the parameters that say which services are asked for: all of the
// endpoint's but those of the page and of the form. `log` is the authority, or
// harvested log, that the address names; "" for all. What is wrong is noted in
// the query. Errors are those of the store.
absl::StatusOr<ServiceQuestion> ReadServiceQuestion(const std::string& log,
                                                    const OpenReferralApi& api,
                                                    ApiQuery& query);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_QUESTION_H_
