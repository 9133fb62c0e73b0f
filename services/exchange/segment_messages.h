// Segments of a log as the messages that carry them.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_SEGMENT_MESSAGES_H_
#define LOCALOFFER_SERVICES_EXCHANGE_SEGMENT_MESSAGES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "localoffer/v1/exchange.pb.h"
#include "storage/segment.h"

namespace localoffer::exchange {

// Changes of more bytes don't share a message.
inline constexpr size_t kMessageBytes = size_t{1} << 20;
// A segment is one commit at least, and a commit is a publication at most.
inline constexpr size_t kMostSegmentBytes = size_t{1} << 30;

v1::ShownChange ToMessage(const log::ChangeProof& proof);
// A MALFORMED refusal unless every hash of the path has 32 bytes.
absl::StatusOr<log::ChangeProof> FromMessage(const v1::ShownChange& message);

// The messages of a segment, in order; the last has its end.
std::deque<v1::StreamChangesResponse> ToMessages(storage::Segment segment);

// Puts segments together again out of the messages of one stream, and verifies
// nothing but that. Thread-compatible.
class SegmentBuilder {
 public:
  // The stream is of this log, from this change on.
  SegmentBuilder(std::string log, uint64_t from_sequence);

  // Takes the next message: the segment that it ends, or nothing yet. A Refusal
  // when it is malformed or the segment too large.
  absl::StatusOr<std::optional<storage::Segment>> Take(
      v1::StreamChangesResponse message);

 private:
  storage::Segment segment_;
  size_t bytes_ = 0;
};

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_SEGMENT_MESSAGES_H_
