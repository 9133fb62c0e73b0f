// localoffer.v1.AuthoritiesService over gRPC.
#ifndef LOCALOFFER_SERVICES_AUTHORITIES_AUTHORITIES_SERVICE_H_
#define LOCALOFFER_SERVICES_AUTHORITIES_AUTHORITIES_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/authorities.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/authorities/authority_reader.h"
#include "services/authorities/token_issuer.h"
#include "storage/store.h"

namespace localoffer::authorities {

class AuthoritiesService : public v1::AuthoritiesService::CallbackService {
 public:
  AuthoritiesService(storage::Store& store, const TokenIssuer& issuer,
                     const access::Endpoint& endpoint)
      : store_(store), reader_(store), issuer_(issuer), endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* GetAuthority(
      grpc::CallbackServerContext* context,
      const v1::GetAuthorityRequest* request,
      v1::GetAuthorityResponse* response) override;
  grpc::ServerUnaryReactor* ListAuthorities(
      grpc::CallbackServerContext* context,
      const v1::ListAuthoritiesRequest* request,
      v1::ListAuthoritiesResponse* response) override;
  grpc::ServerUnaryReactor* CreateAuthority(
      grpc::CallbackServerContext* context,
      const v1::CreateAuthorityRequest* request,
      v1::CreateAuthorityResponse* response) override;
  grpc::ServerUnaryReactor* CreateToken(
      grpc::CallbackServerContext* context,
      const v1::CreateTokenRequest* request,
      v1::CreateTokenResponse* response) override;
  grpc::ServerUnaryReactor* ListTokens(
      grpc::CallbackServerContext* context,
      const v1::ListTokensRequest* request,
      v1::ListTokensResponse* response) override;
  grpc::ServerUnaryReactor* RevokeToken(
      grpc::CallbackServerContext* context,
      const v1::RevokeTokenRequest* request,
      v1::RevokeTokenResponse* response) override;

 private:
  absl::StatusOr<v1::CreateAuthorityResponse> Create(
      const v1::CreateAuthorityRequest& request) const;

  storage::Store& store_;
  const AuthorityReader reader_;
  const TokenIssuer& issuer_;
  const access::Endpoint endpoint_;
};

}  // namespace localoffer::authorities

#endif  // LOCALOFFER_SERVICES_AUTHORITIES_AUTHORITIES_SERVICE_H_
