// The operator's token, which a node gives itself at its first start.
#ifndef LOCALOFFER_SERVICES_SERVER_OPERATOR_TOKEN_H_
#define LOCALOFFER_SERVICES_SERVER_OPERATOR_TOKEN_H_

#include <string>

#include "absl/status/status.h"
#include "services/authorities/token_issuer.h"

namespace localoffer::server {

// Makes a token and writes its secret to `path`, readable by the owner alone,
// unless the file is there already.
absl::Status EnsureOperatorToken(const authorities::TokenIssuer& issuer,
                                 const std::string& path);

}  // namespace localoffer::server

#endif  // LOCALOFFER_SERVICES_SERVER_OPERATOR_TOKEN_H_
