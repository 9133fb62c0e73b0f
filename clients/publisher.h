// Sending a source file to be planned or published.
#ifndef LOCALOFFER_CLIENTS_PUBLISHER_H_
#define LOCALOFFER_CLIENTS_PUBLISHER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "clients/connection.h"

namespace localoffer::client {

// Bytes of a message that carries part of a source.
inline constexpr int kSourceChunkBytes = 64 << 10;

// Thread-safe. Does not own the connection.
class Publisher {
 public:
  // Told, on the caller's thread, how many bytes of the source are sent. May
  // be empty.
  using Progress = std::function<void(int64_t bytes_sent)>;

  explicit Publisher(Connection* connection) : connection_(*connection) {}

  // Asks what publishing the file at `path` would change. The answers are
  // collected in `report`, in the order in which they came; it is filled as far
  // as they came when the result is an error, too. INVALID_ARGUMENT without
  // from_call when the file can't be read.
  absl::Status Plan(const v1::PublicationHeader& header,
                    const std::string& path, const Progress& progress,
                    v1::PlanPublicationResponse* report);

  // Publishes the file. `header.request_id` is made when it is empty. OK only
  // when the server acknowledged: `report->publication` is set. After
  // UNAVAILABLE or DEADLINE_EXCEEDED it isn't known whether the server
  // published; sending the same file with the same request id settles it.
  absl::Status Publish(const v1::PublicationHeader& header,
                       const std::string& path, const Progress& progress,
                       v1::PublishResponse* report);

 private:
  Connection& connection_;
};

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_PUBLISHER_H_
