#include "services/exchange/segment_messages.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/log/hash.h"
#include "storage/refusal.h"
#include "storage/status_macros.h"

namespace localoffer::exchange {
namespace {

size_t BytesOf(const v1::LoggedChange& change) {
  return change.header().size() + change.salt().size() + change.body().size() +
         (change.has_erasure() ? change.erasure().ByteSizeLong() : 0);
}

v1::LoggedChange ToMessage(storage::ReceivedChange received) {
  v1::LoggedChange message;
  message.set_header(std::move(received.change.header_bytes));
  message.set_salt(std::move(received.change.salt));
  message.set_body(std::move(received.change.body_bytes));
  if (received.erasure) {
    *message.mutable_erasure() = exchange::ToMessage(*received.erasure);
  }
  return message;
}

}  // namespace

v1::ShownChange ToMessage(const log::ChangeProof& proof) {
  v1::ShownChange message;
  message.set_header(proof.header_bytes);
  for (const log::Hash& hash : proof.path) {
    message.add_path(std::string(log::HashBytes(hash)));
  }
  message.set_checkpoint(proof.checkpoint);
  return message;
}

absl::StatusOr<log::ChangeProof> FromMessage(const v1::ShownChange& message) {
  log::ChangeProof proof;
  proof.header_bytes = message.header();
  for (const std::string& bytes : message.path()) {
    const auto hash = log::HashFromBytes(bytes);
    if (!hash.ok()) {
      return storage::Refuse(storage::Refusal::kMalformed,
                             hash.status().message());
    }
    proof.path.push_back(*hash);
  }
  proof.checkpoint = message.checkpoint();
  return proof;
}

std::deque<v1::StreamChangesResponse> ToMessages(storage::Segment segment) {
  std::deque<v1::StreamChangesResponse> messages(1);
  size_t bytes = 0;
  for (storage::ReceivedChange& received : segment.changes) {
    v1::LoggedChange change = ToMessage(std::move(received));
    const size_t more = BytesOf(change);
    if (bytes > 0 && bytes + more > kMessageBytes) {
      messages.emplace_back();
      bytes = 0;
    }
    bytes += more;
    *messages.back().add_changes() = std::move(change);
  }
  v1::SegmentEnd& end = *messages.back().mutable_end();
  end.set_checkpoint(std::move(segment.checkpoint));
  for (const log::ChangeProof& rotation : segment.later_rotations) {
    *end.add_later_rotations() = ToMessage(rotation);
  }
  return messages;
}

SegmentBuilder::SegmentBuilder(std::string log, uint64_t from_sequence) {
  segment_.authority = std::move(log);
  segment_.first_sequence = from_sequence;
}

absl::StatusOr<std::optional<storage::Segment>> SegmentBuilder::Take(
    v1::StreamChangesResponse message) {
  for (v1::LoggedChange& change : *message.mutable_changes()) {
    bytes_ += BytesOf(change);
    if (bytes_ > kMostSegmentBytes) {
      return storage::Refuse(storage::Refusal::kOversized,
                             absl::StrCat("a segment has more than ",
                                          kMostSegmentBytes, " bytes"));
    }
    storage::ReceivedChange& received = segment_.changes.emplace_back();
    received.change.header_bytes = std::move(*change.mutable_header());
    received.change.salt = std::move(*change.mutable_salt());
    received.change.body_bytes = std::move(*change.mutable_body());
    if (change.has_erasure()) {
      ASSIGN_OR_RETURN(received.erasure, FromMessage(change.erasure()));
    }
  }
  if (!message.has_end()) return std::nullopt;
  segment_.checkpoint = std::move(*message.mutable_end()->mutable_checkpoint());
  for (const v1::ShownChange& rotation : message.end().later_rotations()) {
    ASSIGN_OR_RETURN(segment_.later_rotations.emplace_back(),
                     FromMessage(rotation));
  }
  storage::Segment whole = std::move(segment_);
  segment_ = storage::Segment();
  segment_.authority = whole.authority;
  segment_.first_sequence = whole.first_sequence + whole.changes.size();
  bytes_ = 0;
  return whole;
}

}  // namespace localoffer::exchange
