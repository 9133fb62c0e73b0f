// Errors as answers: RFC 9457 problem details.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PROBLEM_H_
#define LOCALOFFER_SERVICES_GATEWAY_PROBLEM_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/errors.pb.h"
#include "services/gateway/http_message.h"

namespace localoffer::gateway {

inline constexpr absl::string_view kProblemType = "application/problem+json";

// `detail` is for the caller. `reason` is UPPER_SNAKE_CASE and stable. Further
// members are strings. What is wrong with parameters is the member `errors`:
// `parameter` and `detail` of each.
HttpResponse Problem(
    int status, absl::string_view reason, absl::string_view detail,
    const std::vector<std::pair<std::string, std::string>>& members = {},
    const v1::BadRequest& bad_request = {});

// The same for what a service says. Of an error that is not the caller's the
// words stay here (services/rpc/status.h).
HttpResponse ProblemOf(const absl::Status& status);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_PROBLEM_H_
