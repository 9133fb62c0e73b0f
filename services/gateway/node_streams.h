// Answers of the node that come in many messages, for as long as somebody
// wants them.
#ifndef LOCALOFFER_SERVICES_GATEWAY_NODE_STREAMS_H_
#define LOCALOFFER_SERVICES_GATEWAY_NODE_STREAMS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/change_feed.grpc.pb.h"
#include "localoffer/v1/directory.grpc.pb.h"

namespace localoffer::gateway {

// What a call ended with, as NodeClient says it.
absl::Status ErrorOfNode(const grpc::Status& status);

// The node's change feed as it happens. Nobody waits: messages are heard on
// gRPC's threads, one after another. To be let go of before the server behind
// an in-process channel is shut down.
class ChangeStream final
    : private grpc::ClientReadReactor<v1::WatchChangesResponse> {
 public:
  using Hear = std::function<void(const v1::WatchChangesResponse&)>;

  // `hear` is quick, and is called no more once this is destroyed.
  ChangeStream(v1::ChangeFeedService::Stub& stub,
               v1::WatchChangesRequest request, Hear hear);
  ~ChangeStream() override;
  ChangeStream(const ChangeStream&) = delete;
  ChangeStream& operator=(const ChangeStream&) = delete;

  // Whether the node has ended it, or is gone: nothing more is heard.
  bool HasEnded() const { return ended_.HasBeenNotified(); }

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  grpc::ClientContext context_;
  const v1::WatchChangesRequest request_;
  const Hear hear_;
  v1::WatchChangesResponse message_;
  absl::Notification ended_;
};

// A file that the node makes while it is read. Whoever reads waits for each
// piece; the node makes a few ahead. Thread-compatible.
class ExportStream {
 public:
  // Reads the first message, which the node has before the file.
  static absl::StatusOr<std::unique_ptr<ExportStream>> Start(
      v1::DirectoryService::Stub& stub,
      const v1::ExportEntriesRequest& request);
  // Whatever is still to come is not made.
  ~ExportStream();
  ExportStream(const ExportStream&) = delete;
  ExportStream& operator=(const ExportStream&) = delete;

  // What the file shows.
  const std::string& revision() const { return revision_; }
  // Appends the next piece; false when that was the last.
  absl::StatusOr<bool> Next(std::string& piece);

 private:
  ExportStream(v1::DirectoryService::Stub& stub,
               const v1::ExportEntriesRequest& request);
  // The next message is in `message_`; false at the end.
  absl::StatusOr<bool> Read();

  grpc::ClientContext context_;
  const std::unique_ptr<grpc::ClientReader<v1::ExportEntriesResponse>> reader_;
  v1::ExportEntriesResponse message_;
  std::string revision_;
  bool ended_ = false;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_NODE_STREAMS_H_
