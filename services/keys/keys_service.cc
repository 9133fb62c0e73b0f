#include "services/keys/keys_service.h"

#include "absl/status/statusor.h"
#include "services/entry/resource_name.h"
#include "services/keys/log_keys.h"

namespace localoffer::keys {
namespace {

constexpr absl::string_view kGet = "localoffer.v1.KeysService/GetLogKeys";
constexpr absl::string_view kRotate = "localoffer.v1.KeysService/RotateKey";
constexpr absl::string_view kCreate = "localoffer.v1.KeysService/CreateKey";
constexpr absl::string_view kList = "localoffer.v1.KeysService/ListTrust";
constexpr absl::string_view kAdd = "localoffer.v1.KeysService/AddTrust";

}  // namespace

grpc::ServerUnaryReactor* KeysService::GetLogKeys(
    grpc::CallbackServerContext* context, const v1::GetLogKeysRequest* request,
    v1::GetLogKeysResponse* response) {
  return endpoint_.Read(kGet, context, response,
                        [&] { return keys::GetLogKeys(store_, *request); });
}

grpc::ServerUnaryReactor* KeysService::RotateKey(
    grpc::CallbackServerContext* context, const v1::RotateKeyRequest* request,
    v1::RotateKeyResponse* response) {
  return endpoint_.Write(
      kRotate,
      entry::ParseAuthorityName("parent", request->parent()).value_or(""),
      context, response, [this, request] { return rotator_.Rotate(*request); });
}

grpc::ServerUnaryReactor* KeysService::CreateKey(
    grpc::CallbackServerContext* context, const v1::CreateKeyRequest* request,
    v1::CreateKeyResponse* response) {
  return endpoint_.Write(kCreate, "", context, response,
                         [this, request] { return rotator_.Create(*request); });
}

grpc::ServerUnaryReactor* KeysService::ListTrust(
    grpc::CallbackServerContext* context,
    const v1::ListTrustRequest* /*request*/, v1::ListTrustResponse* response) {
  return endpoint_.Write(kList, "", context, response,
                         [this]() -> absl::StatusOr<v1::ListTrustResponse> {
                           return trust_.List();
                         });
}

grpc::ServerUnaryReactor* KeysService::AddTrust(
    grpc::CallbackServerContext* context, const v1::AddTrustRequest* request,
    v1::AddTrustResponse* response) {
  return endpoint_.Write(kAdd, "", context, response,
                         [this, request] { return trust_.Add(*request); });
}

}  // namespace localoffer::keys
