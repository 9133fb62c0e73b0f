#include "clients/connection.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/address.h"
#include "clients/error.h"

namespace localoffer::client {
namespace {

constexpr int kMaxReceiveBytes = 16 << 20;

// Reads, and writes that carry a request id, may be repeated. CreateToken and
// CreateAuthority carry none, so AuthoritiesService repeats its reads alone;
// so does HarvestService.
constexpr char kServiceConfig[] = R"({
  "methodConfig": [{
    "name": [
      {"service": "localoffer.v1.CatalogueService"},
      {"service": "localoffer.v1.ChangeFeedService"},
      {"service": "localoffer.v1.CoverageService"},
      {"service": "localoffer.v1.DirectoryService"},
      {"service": "localoffer.v1.HarvestService", "method": "ListFeeds"},
      {"service": "localoffer.v1.InclusionService"},
      {"service": "localoffer.v1.PublishingService"},
      {"service": "localoffer.v1.AuthoritiesService",
       "method": "GetAuthority"},
      {"service": "localoffer.v1.AuthoritiesService",
       "method": "ListAuthorities"},
      {"service": "localoffer.v1.AuthoritiesService", "method": "ListTokens"}
    ],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.1s",
      "maxBackoff": "2s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }]
})";

absl::StatusOr<std::string> ReadPem(const std::string& path,
                                    absl::string_view what) {
  if (path.empty()) return std::string();
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.str().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "The ", what, " can't be read from \"", path, "\"",
        errno != 0 ? absl::StrCat(": ", std::strerror(errno)) : "", "."));
  }
  return text.str();
}

bool UsesTls(const ConnectionOptions& options, const ServerAddress& address) {
  if (options.plaintext) return false;
  return !address.is_loopback || !options.ca_file.empty() ||
         !options.cert_file.empty();
}

absl::Status CheckToken(const ConnectionOptions& options,
                        const ServerAddress& address) {
  if (options.token.empty()) return absl::OkStatus();
  if (!std::all_of(options.token.begin(), options.token.end(),
                   absl::ascii_isgraph)) {
    return absl::InvalidArgumentError(
        "The token holds a space or another character that no token has. Copy "
        "it again, whole.");
  }
  if (options.plaintext && !address.is_loopback &&
      !options.allow_plaintext_token) {
    return absl::InvalidArgumentError(absl::StrCat(
        "The token would be sent to ", address.target,
        " in plaintext, readable by anybody on the way. Leave out --plaintext "
        "so that TLS is used, or leave out the token. If the way there is "
        "private, allow it with --allow-plaintext-token."));
  }
  return absl::OkStatus();
}

absl::Status CheckOptions(const ConnectionOptions& options,
                          const ServerAddress& address) {
  if (options.cert_file.empty() != options.key_file.empty()) {
    return absl::InvalidArgumentError(
        "A client certificate needs its key: give both --cert and --key.");
  }
  if (options.plaintext &&
      (!options.ca_file.empty() || !options.cert_file.empty())) {
    return absl::InvalidArgumentError(
        "--plaintext means no TLS, so --ca, --cert and --key say nothing. "
        "Leave out one or the other.");
  }
  return CheckToken(options, address);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(
    const ConnectionOptions& options, const ServerAddress& address) {
  if (!UsesTls(options, address)) return grpc::InsecureChannelCredentials();
  errno = 0;
  absl::StatusOr<std::string> ca =
      ReadPem(options.ca_file, "certificate of the authority to trust");
  if (!ca.ok()) return ca.status();
  absl::StatusOr<std::string> cert =
      ReadPem(options.cert_file, "client certificate");
  if (!cert.ok()) return cert.status();
  absl::StatusOr<std::string> key =
      ReadPem(options.key_file, "client certificate's key");
  if (!key.ok()) return key.status();
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs = *std::move(ca);
  ssl.pem_cert_chain = *std::move(cert);
  ssl.pem_private_key = *std::move(key);
  return grpc::SslCredentials(ssl);
}

grpc::ChannelArguments Arguments(bool uses_tls) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetServiceConfigJSON(kServiceConfig);
  // A proxy from the environment would carry "loopback" plaintext elsewhere.
  if (!uses_tls) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return arguments;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(
    const ConnectionOptions& options, RandomBits random_bits) {
  absl::StatusOr<ServerAddress> address = ParseServerAddress(options.server);
  if (!address.ok()) return address.status();
  absl::Status checked = CheckOptions(options, *address);
  if (!checked.ok()) return checked;
  auto credentials = Credentials(options, *address);
  if (!credentials.ok()) return credentials.status();
  std::shared_ptr<grpc::Channel> channel = grpc::CreateCustomChannel(
      address->target, *credentials, Arguments(UsesTls(options, *address)));
  return std::unique_ptr<Connection>(new Connection(
      options, address->target, channel, std::move(random_bits)));
}

Connection::Connection(ConnectionOptions options, std::string target,
                       const std::shared_ptr<grpc::Channel>& channel,
                       RandomBits random_bits)
    : options_(std::move(options)),
      target_(std::move(target)),
      random_bits_(std::move(random_bits)),
      stubs_(v1::AuthoritiesService::NewStub(channel),
             v1::CatalogueService::NewStub(channel),
             v1::ChangeFeedService::NewStub(channel),
             v1::CoverageService::NewStub(channel),
             v1::DirectoryService::NewStub(channel),
             v1::EditionsService::NewStub(channel),
             v1::HarvestService::NewStub(channel),
             v1::InclusionService::NewStub(channel),
             v1::KeysService::NewStub(channel),
             v1::PeersService::NewStub(channel),
             v1::PlacesService::NewStub(channel),
             v1::ProofsService::NewStub(channel),
             v1::PublishingService::NewStub(channel)) {}

void Connection::PrepareStream(grpc::ClientContext& context) const {
  Prepare(context, options_.stream_deadline);
}

void Connection::Prepare(grpc::ClientContext& context,
                         absl::Duration deadline) const {
  // A span from now, so that nothing here reads a clock.
  context.set_deadline(
      gpr_time_from_millis(absl::ToInt64Milliseconds(deadline), GPR_TIMESPAN));
  if (!options_.token.empty()) {
    context.AddMetadata("authorization",
                        absl::StrCat("Bearer ", options_.token));
  }
}

absl::Status Connection::Outcome(const grpc::Status& status) const {
  return StatusOfCall(status, target_);
}

std::string Connection::NewRequestId() const {
  const uint64_t high = random_bits_();
  return absl::StrFormat("%016x%016x", high, random_bits_());
}

}  // namespace localoffer::client
