// A connection to one server, with everything a call needs: credentials,
// deadlines, retries.
#ifndef LOCALOFFER_CLIENTS_CONNECTION_H_
#define LOCALOFFER_CLIENTS_CONNECTION_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "localoffer/v1/authorities.grpc.pb.h"
#include "localoffer/v1/catalogue.grpc.pb.h"
#include "localoffer/v1/change_feed.grpc.pb.h"
#include "localoffer/v1/coverage.grpc.pb.h"
#include "localoffer/v1/directory.grpc.pb.h"
#include "localoffer/v1/editions.grpc.pb.h"
#include "localoffer/v1/harvest.grpc.pb.h"
#include "localoffer/v1/inclusion.grpc.pb.h"
#include "localoffer/v1/keys.grpc.pb.h"
#include "localoffer/v1/peers.grpc.pb.h"
#include "localoffer/v1/places.grpc.pb.h"
#include "localoffer/v1/proofs.grpc.pb.h"
#include "localoffer/v1/publishing.grpc.pb.h"

namespace localoffer::client {

struct ConnectionOptions {
  // As ParseServerAddress reads it.
  std::string server = "127.0.0.1:7420";
  // Secret of a token; empty to read only. Sent with every call.
  std::string token = {};
  // PEM files. `ca_file`: whom to trust instead of the system's authorities.
  // `cert_file` and `key_file`, together: who we are.
  std::string ca_file = {};
  std::string cert_file = {};
  std::string key_file = {};
  // Speak without TLS to a server beyond loopback. Loopback needs no leave: it
  // is plaintext unless one of the files above is given.
  bool plaintext = false;
  // Send the token although anybody on the way can read it.
  bool allow_plaintext_token = false;
  absl::Duration unary_deadline = absl::Seconds(30);
  // For publications and exports.
  absl::Duration stream_deadline = absl::Hours(1);
};

// Thread-safe. Everything made from a connection must end before it.
class Connection {
 public:
  // 64 random bits a call. Called under no lock, by the threads that write.
  using RandomBits = std::function<uint64_t()>;

  // Connects lazily: a server that isn't there is noticed by the first call.
  // INVALID_ARGUMENT when the options contradict one another, a file can't be
  // read, or a token would leave this machine in plaintext; the message says
  // what to do.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(
      const ConnectionOptions& options, RandomBits random_bits);

  // Makes one unary call, such as
  //   connection.Call(&v1::DirectoryService::Stub::GetEntry, request)
  // The error is that of StatusOfCall.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    return CallWithin(options_.unary_deadline, method, request);
  }

  // The same for what may take the server as long as a stream: it has their
  // deadline.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallAndWait(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    return CallWithin(options_.stream_deadline, method, request);
  }

  // The stub of one service, for streams. Prepare the context with
  // PrepareStream.
  template <typename Stub>
  Stub& stub() {
    return *std::get<std::unique_ptr<Stub>>(stubs_);
  }

  // Gives `context` the deadline of streams, and the token.
  void PrepareStream(grpc::ClientContext& context) const;

  // StatusOfCall for this server.
  absl::Status Outcome(const grpc::Status& status) const;

  // A request id that nobody else uses: 128 random bits in hexadecimal. Make
  // one a write and repeat it with every attempt.
  std::string NewRequestId() const;

  // The address, with its port.
  const std::string& target() const { return target_; }

 private:
  using Stubs = std::tuple<std::unique_ptr<v1::AuthoritiesService::Stub>,
                           std::unique_ptr<v1::CatalogueService::Stub>,
                           std::unique_ptr<v1::ChangeFeedService::Stub>,
                           std::unique_ptr<v1::CoverageService::Stub>,
                           std::unique_ptr<v1::DirectoryService::Stub>,
                           std::unique_ptr<v1::EditionsService::Stub>,
                           std::unique_ptr<v1::HarvestService::Stub>,
                           std::unique_ptr<v1::InclusionService::Stub>,
                           std::unique_ptr<v1::KeysService::Stub>,
                           std::unique_ptr<v1::PeersService::Stub>,
                           std::unique_ptr<v1::PlacesService::Stub>,
                           std::unique_ptr<v1::ProofsService::Stub>,
                           std::unique_ptr<v1::PublishingService::Stub>>;

  Connection(ConnectionOptions options, std::string target,
             const std::shared_ptr<grpc::Channel>& channel,
             RandomBits random_bits);

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallWithin(
      absl::Duration deadline,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    grpc::ClientContext context;
    Prepare(context, deadline);
    Response response;
    const absl::Status status =
        Outcome((stub<Stub>().*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  void Prepare(grpc::ClientContext& context, absl::Duration deadline) const;

  const ConnectionOptions options_;
  const std::string target_;
  const RandomBits random_bits_;
  Stubs stubs_;
};

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_CONNECTION_H_
