// What one caller may ask of the server.
#ifndef LOCALOFFER_SERVICES_SERVER_LIMITS_H_
#define LOCALOFFER_SERVICES_SERVER_LIMITS_H_

#include "grpcpp/server_builder.h"

namespace localoffer::server {

// Sets every limit, and turns off what gRPC 1.51 cannot be trusted with:
// message compression (a message is inflated before its size is checked) and
// two servers on one port. Of all this the size of a request holds for the
// node's own HTTP front, too, which asks over the in-process channel; the rest
// is of connections. What readers may ask of the front is limited there
// (services/gateway/reader_limit.h).
void ApplyLimits(grpc::ServerBuilder& builder);

}  // namespace localoffer::server

#endif  // LOCALOFFER_SERVICES_SERVER_LIMITS_H_
