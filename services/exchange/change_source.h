// The streams of ExchangeService, message by message.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_CHANGE_SOURCE_H_
#define LOCALOFFER_SERVICES_EXCHANGE_CHANGE_SOURCE_H_

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/exchange.pb.h"
#include "services/exchange/log_reader.h"
#include "services/exchange/segment_messages.h"
#include "services/rpc/found.h"
#include "storage/store.h"

namespace localoffer::exchange {

using rpc::Found;

// StreamChanges. Thread-compatible; the store outlives it.
class ChangeSource {
 public:
  // INVALID_ARGUMENT, NOT_FOUND and OUT_OF_RANGE as in exchange.proto.
  static absl::StatusOr<ChangeSource> Start(
      storage::Store& store, const v1::StreamChangesRequest& request);

  absl::StatusOr<Found> Next(v1::StreamChangesResponse& response);

 private:
  ChangeSource(storage::Store& store, std::string log, uint64_t next, bool tail)
      : store_(&store), log_(std::move(log)), next_(next), tail_(tail) {}

  storage::Store* store_;
  std::string log_;
  // The first change that is not in a message yet.
  uint64_t next_;
  bool tail_;
  // Of the segment that is being sent.
  std::deque<v1::StreamChangesResponse> messages_;
};

// WatchCheckpoints. Thread-compatible; its arguments outlive it.
class CheckpointSource {
 public:
  // What does not fit into `message_bytes`, or nearly, is told in the next
  // message.
  CheckpointSource(storage::Store& store, const LogReader& reader,
                   storage::Clock clock, size_t message_bytes = kMessageBytes)
      : store_(store),
        reader_(reader),
        clock_(std::move(clock)),
        message_bytes_(message_bytes) {}

  absl::StatusOr<Found> Next(v1::WatchCheckpointsResponse& response);

 private:
  // What was last told of a log.
  struct Told {
    uint64_t size = 0;
    std::vector<std::string> witnessed;
  };

  absl::Status AddWhatIsNew(v1::WatchCheckpointsResponse& response, bool& all);

  storage::Store& store_;
  const LogReader& reader_;
  const storage::Clock clock_;
  const size_t message_bytes_;
  std::map<std::string, Told, std::less<>> told_;
  uint64_t witnesses_seen_ = 0;
  // Whether that all was told has been said.
  bool complete_ = false;
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_CHANGE_SOURCE_H_
