#include "storage/segment_reader.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/directory/bodies.h"
#include "storage/keys.h"
#include "storage/log/authority_log.h"
#include "storage/log/hash.h"
#include "storage/log/merkle.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::Status Missing(const std::string& authority, uint64_t sequence) {
  return absl::DataLossError(absl::StrCat("change ", sequence, " of ",
                                          authority, " is missing or damaged"));
}

// Reads one segment, commit by commit.
class Reading {
 public:
  Reading(Store& store, const std::string& authority, uint64_t sequence,
          uint64_t size)
      : store_(store),
        engine_(store.engine()),
        size_(size),
        checkpoints_(engine_.Scan(Table::kCheckpoint, IdPrefix(authority))),
        headers_(engine_.Scan(Table::kChange, IdPrefix(authority))),
        bodies_(engine_.Scan(Table::kBody, IdPrefix(authority))) {
    segment_.authority = authority;
    segment_.first_sequence = sequence;
    checkpoints_.Seek(NumberKey(authority, sequence + 1));
    headers_.Seek(NumberKey(authority, sequence));
    bodies_.Seek(NumberKey(authority, sequence));
  }

  absl::StatusOr<Segment> Read(size_t most_bytes) && {
    do {
      ASSIGN_OR_RETURN(const bool read, ReadToCheckpoint());
      if (!read) break;
    } while (bytes_ < most_bytes);
    if (segment_.changes.empty()) {
      return absl::UnavailableError(absl::StrCat(
          "the log of ", segment_.authority, " from ", segment_.first_sequence,
          " on is not complete here yet"));
    }
    if (proofs_end_ > 0) {
      ASSIGN_OR_RETURN(segment_.later_rotations,
                       ProveRotations(store_, segment_.authority,
                                      segment_.first_sequence, proofs_end_));
    }
    return std::move(segment_);
  }

 private:
  uint64_t end() const {
    return segment_.first_sequence + segment_.changes.size();
  }

  // Adds the changes up to the next kept checkpoint. False when there is none,
  // or what comes belongs into another segment or is not complete.
  absl::StatusOr<bool> ReadToCheckpoint() {
    RETURN_IF_ERROR(checkpoints_.status());
    if (!checkpoints_.Valid()) return false;
    const std::optional<uint64_t> until = NumberOfKey(checkpoints_.key());
    if (!until || *until > size_) return false;
    const size_t before = segment_.changes.size();
    while (end() < *until) {
      ASSIGN_OR_RETURN(const bool added, AddChange());
      if (!added) {
        segment_.changes.resize(before);
        return false;
      }
    }
    segment_.checkpoint = std::string(checkpoints_.value());
    checkpoints_.Next();
    return true;
  }

  // False when the change belongs into another segment or is not complete.
  absl::StatusOr<bool> AddChange() {
    const uint64_t sequence = end();
    ReceivedChange next;
    log::v1::ChangeHeader header;
    RETURN_IF_ERROR(headers_.status());
    if (!headers_.Valid() || NumberOfKey(headers_.key()) != sequence) {
      return Missing(segment_.authority, sequence);
    }
    next.change.header_bytes = std::string(headers_.value());
    if (!header.ParseFromString(next.change.header_bytes)) {
      return Missing(segment_.authority, sequence);
    }
    if (!segment_.changes.empty() && StartsSegment(last_kind_, header.kind())) {
      return false;
    }
    headers_.Next();
    ASSIGN_OR_RETURN(const bool complete, AddBody(sequence, next));
    if (!complete) return false;
    last_kind_ = header.kind();
    bytes_ += next.change.header_bytes.size() + next.change.body_bytes.size();
    segment_.changes.push_back(std::move(next));
    return true;
  }

  absl::StatusOr<bool> AddBody(uint64_t sequence, ReceivedChange& next) {
    RETURN_IF_ERROR(bodies_.status());
    if (bodies_.Valid() && NumberOfKey(bodies_.key()) == sequence) {
      const absl::string_view stored = bodies_.value();
      if (stored.size() <= log::kSaltBytes) {
        return Missing(segment_.authority, sequence);
      }
      next.change.salt = std::string(stored.substr(0, log::kSaltBytes));
      next.change.body_bytes = std::string(stored.substr(log::kSaltBytes));
      bodies_.Next();
      return true;
    }
    ASSIGN_OR_RETURN(const std::optional<uint64_t> by,
                     ErasedBy(engine_, segment_.authority, sequence));
    if (!by) return Missing(segment_.authority, sequence);
    auto proof = ProveChange(store_, segment_.authority, *by, size_);
    if (absl::IsNotFound(proof.status())) return false;
    RETURN_IF_ERROR(proof.status());
    next.erasure = *std::move(proof);
    proofs_end_ = size_;
    return true;
  }

  Store& store_;
  const Engine& engine_;
  const uint64_t size_;
  Cursor checkpoints_;
  Cursor headers_;
  Cursor bodies_;
  Segment segment_;
  log::v1::ChangeKind last_kind_ = log::v1::CHANGE_KIND_UNSPECIFIED;
  size_t bytes_ = 0;
  // The log's size up to which proofs of erasures reach; 0 when there is none.
  uint64_t proofs_end_ = 0;
};

// The change in the checkpoint of exactly this size.
absl::StatusOr<log::ChangeProof> ProveIn(const Engine& engine,
                                         const std::string& authority,
                                         uint64_t sequence,
                                         uint64_t checkpoint_size,
                                         std::string checkpoint) {
  log::ChangeProof proof;
  proof.checkpoint = std::move(checkpoint);
  ASSIGN_OR_RETURN(const std::optional<std::string> header,
                   engine.Get(Table::kChange, NumberKey(authority, sequence)));
  if (!header) return Missing(authority, sequence);
  proof.header_bytes = *header;
  ASSIGN_OR_RETURN(proof.path,
                   log::InclusionProof(sequence, checkpoint_size,
                                       StoredNodes(engine, authority)));
  return proof;
}

}  // namespace

absl::StatusOr<Segment> ReadSegment(Store& store, const std::string& authority,
                                    uint64_t sequence, uint64_t size,
                                    size_t most_bytes) {
  if (sequence >= size) {
    return absl::OutOfRangeError(absl::StrCat("the log of ", authority, " has ",
                                              size, " changes, no change ",
                                              sequence));
  }
  return Reading(store, authority, sequence, size).Read(most_bytes);
}

absl::StatusOr<log::ChangeProof> ProveChange(const Store& store,
                                             const std::string& authority,
                                             uint64_t sequence, uint64_t size) {
  Cursor cursor = store.engine().Scan(Table::kCheckpoint, IdPrefix(authority));
  cursor.Seek(NumberKey(authority, sequence + 1));
  RETURN_IF_ERROR(cursor.status());
  const std::optional<uint64_t> covers =
      cursor.Valid() ? NumberOfKey(cursor.key()) : std::nullopt;
  if (!covers || *covers > size) {
    return absl::NotFoundError(absl::StrCat("no checkpoint covers change ",
                                            sequence, " of ", authority));
  }
  return ProveIn(store.engine(), authority, sequence, *covers,
                 std::string(cursor.value()));
}

absl::StatusOr<std::vector<log::ChangeProof>> ProveRotations(
    Store& store, const std::string& authority, uint64_t after, uint64_t size) {
  std::vector<log::ChangeProof> rotations;
  const AuthorityLog log = store.logs().LogOf(authority);
  for (const auto& [begin, key] : log.keys().keys()) {
    if (begin <= after || begin > size) continue;
    ASSIGN_OR_RETURN(std::optional<std::string> checkpoint,
                     StoredCheckpoint(store.engine(), authority, begin));
    if (!checkpoint) {
      return absl::DataLossError(
          absl::StrCat("the checkpoint of the rotation at ", begin, " of ",
                       authority, " is missing"));
    }
    ASSIGN_OR_RETURN(log::ChangeProof proof,
                     ProveIn(store.engine(), authority, begin - 1, begin,
                             *std::move(checkpoint)));
    rotations.push_back(std::move(proof));
  }
  return rotations;
}

}  // namespace localoffer::storage
