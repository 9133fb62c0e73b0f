#include "services/server/limits.h"

#include "grpc/compression.h"
#include "grpc/grpc.h"

namespace localoffer::server {
namespace {

constexpr int kMessageBytes = 4 << 20;
constexpr int kMetadataBytes = 8 << 10;
constexpr int kConcurrentStreams = 100;
constexpr int kConnectionAgeMillis = 5 * 60 * 1000;
// Long enough for a large publication over a slow line.
constexpr int kConnectionAgeGraceMillis = 60 * 60 * 1000;
constexpr int kPingIntervalMillis = 10 * 1000;
constexpr int kPingStrikes = 2;

}  // namespace

void ApplyLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMessageBytes);
  for (const grpc_compression_algorithm algorithm :
       {GRPC_COMPRESS_DEFLATE, GRPC_COMPRESS_GZIP}) {
    builder.SetCompressionAlgorithmSupportStatus(algorithm, false);
  }
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             kConcurrentStreams);
  // Certificates that were exchanged or revoked stop counting in time.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                             kConnectionAgeMillis);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                             kConnectionAgeGraceMillis);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      kPingIntervalMillis);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kPingStrikes);
}

}  // namespace localoffer::server
