// Making and managing API tokens.
#ifndef LOCALOFFER_SERVICES_AUTHORITIES_TOKEN_ISSUER_H_
#define LOCALOFFER_SERVICES_AUTHORITIES_TOKEN_ISSUER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/authorities.pb.h"
#include "storage/store.h"

namespace localoffer::authorities {

// Thread-safe. The store outlives it.
class TokenIssuer {
 public:
  TokenIssuer(storage::Store& store, storage::Clock clock,
              storage::RandomBytes random)
      : store_(store), clock_(std::move(clock)), random_(std::move(random)) {}

  // See AuthoritiesService.
  absl::StatusOr<v1::CreateTokenResponse> Create(
      const v1::CreateTokenRequest& request) const;
  absl::StatusOr<v1::ListTokensResponse> List(
      const v1::ListTokensRequest& request) const;
  absl::StatusOr<v1::RevokeTokenResponse> Revoke(
      const v1::RevokeTokenRequest& request) const;

  // A new token of the node's operator, in place of any before: returns its
  // secret.
  absl::StatusOr<std::string> CreateOperatorToken() const;

 private:
  std::string RandomHex(size_t bytes) const;
  absl::StatusOr<std::string> Issue(storage::v1::TokenRecord& record) const;

  storage::Store& store_;
  const storage::Clock clock_;
  const storage::RandomBytes random_;
};

}  // namespace localoffer::authorities

#endif  // LOCALOFFER_SERVICES_AUTHORITIES_TOKEN_ISSUER_H_
