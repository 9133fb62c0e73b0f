// How the server shows itself, and how clients do.
#ifndef LOCALOFFER_SERVICES_SERVER_CREDENTIALS_H_
#define LOCALOFFER_SERVICES_SERVER_CREDENTIALS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "services/server/config.h"

namespace localoffer::server {

// TLS with the files of the configuration, plaintext where it names none. The
// files are watched: connections that begin later see what is new in them.
// Client certificates are asked for when it names who signs them, and
// verified. FAILED_PRECONDITION when a file cannot be read.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(
    const Config& config);

// How this node reaches its peers: TLS if the configuration says who signs
// their certificates, with a client certificate if it names one. The files are
// read once. FAILED_PRECONDITION when one cannot be read.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakePeerCredentials(
    const Config& config);

}  // namespace localoffer::server

#endif  // LOCALOFFER_SERVICES_SERVER_CREDENTIALS_H_
