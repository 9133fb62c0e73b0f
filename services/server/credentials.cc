#include "services/server/credentials.h"

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "storage/status_macros.h"

namespace localoffer::server {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;
using grpc::experimental::TlsServerCredentialsOptions;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file || text.str().empty()) {
    return absl::FailedPreconditionError(absl::StrCat("cannot read ", path));
  }
  return text.str();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(
    const Config& config) {
  if (config.tls_cert.empty()) return grpc::InsecureServerCredentials();
  // A watcher of files that can't be read would wait for them in silence.
  RETURN_IF_ERROR(ReadFile(config.tls_cert).status());
  RETURN_IF_ERROR(ReadFile(config.tls_key).status());
  if (!config.tls_client_ca.empty()) {
    RETURN_IF_ERROR(ReadFile(config.tls_client_ca).status());
  }
  TlsServerCredentialsOptions options(
      std::make_shared<FileWatcherCertificateProvider>(
          config.tls_key, config.tls_cert, config.tls_client_ca,
          static_cast<unsigned>(config.tls_refresh_seconds)));
  options.watch_identity_key_cert_pairs();
  if (!config.tls_client_ca.empty()) {
    options.watch_root_certs();
    options.set_cert_request_type(
        config.require_client_certificate
            ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
            : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakePeerCredentials(
    const Config& config) {
  if (config.peer_ca.empty()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  ASSIGN_OR_RETURN(options.pem_root_certs, ReadFile(config.peer_ca));
  if (!config.peer_cert.empty()) {
    ASSIGN_OR_RETURN(options.pem_cert_chain, ReadFile(config.peer_cert));
    ASSIGN_OR_RETURN(options.pem_private_key, ReadFile(config.peer_key));
  }
  return grpc::SslCredentials(options);
}

}  // namespace localoffer::server
