// localoffer.v1.KeysService over gRPC.
#ifndef LOCALOFFER_SERVICES_KEYS_KEYS_SERVICE_H_
#define LOCALOFFER_SERVICES_KEYS_KEYS_SERVICE_H_

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/keys.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/keys/key_rotator.h"
#include "services/keys/trust_editor.h"
#include "storage/store.h"

namespace localoffer::keys {

class KeysService : public v1::KeysService::CallbackService {
 public:
  KeysService(storage::Store& store, const access::Endpoint& endpoint)
      : store_(store), rotator_(store), trust_(store), endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* GetLogKeys(
      grpc::CallbackServerContext* context,
      const v1::GetLogKeysRequest* request,
      v1::GetLogKeysResponse* response) override;
  grpc::ServerUnaryReactor* RotateKey(grpc::CallbackServerContext* context,
                                      const v1::RotateKeyRequest* request,
                                      v1::RotateKeyResponse* response) override;
  grpc::ServerUnaryReactor* CreateKey(grpc::CallbackServerContext* context,
                                      const v1::CreateKeyRequest* request,
                                      v1::CreateKeyResponse* response) override;
  grpc::ServerUnaryReactor* ListTrust(grpc::CallbackServerContext* context,
                                      const v1::ListTrustRequest* request,
                                      v1::ListTrustResponse* response) override;
  grpc::ServerUnaryReactor* AddTrust(grpc::CallbackServerContext* context,
                                     const v1::AddTrustRequest* request,
                                     v1::AddTrustResponse* response) override;

 private:
  storage::Store& store_;
  const KeyRotator rotator_;
  const TrustEditor trust_;
  const access::Endpoint endpoint_;
};

}  // namespace localoffer::keys

#endif  // LOCALOFFER_SERVICES_KEYS_KEYS_SERVICE_H_
