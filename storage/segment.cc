#include "storage/segment.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/directory/bodies.h"
#include "storage/keys.h"
#include "storage/log/big_endian.h"
#include "storage/refusal.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

bool Erases(log::v1::ChangeKind kind) {
  return kind == log::v1::CHANGE_KIND_BODY_ERASED;
}

// What CheckChange says of a change, as a refusal.
absl::Status RefusalOfChange(const ReceivedChange& received,
                             const absl::Status& status) {
  if (received.change.header_bytes.size() > log::kMaxHeaderBytes ||
      received.change.body_bytes.size() > log::kMaxBodyBytes) {
    return Refuse(Refusal::kOversized, status.message());
  }
  if (absl::IsUnimplemented(status)) {
    return Refuse(Refusal::kUnknownKind, status.message());
  }
  return Refuse(Refusal::kMalformed, status.message());
}

}  // namespace

bool StartsSegment(log::v1::ChangeKind last, log::v1::ChangeKind next) {
  return last == log::v1::CHANGE_KIND_KEY_ROTATED ||
         Erases(last) != Erases(next);
}

// How far a segment has been taken in.
struct SegmentStager::Staging {
  AuthorityLog& log;
  Projector& projector;
  Batch& batch;
  std::vector<CommittedChange>& committed;
  log::KeyTimeline keys;
  // Of the commit under way.
  int64_t commit_time_micros = 0;
  int64_t published_delta = 0;
  log::v1::ChangeKind last_kind = log::v1::CHANGE_KIND_UNSPECIFIED;
  bool commit_open = false;

  void EndCommit() {
    if (!commit_open) return;
    log.EndCommit(commit_time_micros, published_delta, batch);
    published_delta = 0;
    commit_open = false;
  }
};

absl::Status SegmentStager::Stage(
    const Segment& segment, AuthorityLog& log, Projector& projector,
    Batch& batch, std::vector<CommittedChange>& committed) const {
  const uint64_t end = segment.first_sequence + segment.changes.size();
  if (end <= log.size()) return absl::OkStatus();
  if (segment.first_sequence > log.size()) {
    return Refuse(Refusal::kGap,
                  absl::StrCat("changes of ", segment.authority, " from ",
                               segment.first_sequence, ", but the log ends at ",
                               log.size()));
  }
  Staging staging{log, projector, batch, committed, keys_};
  const log::VerifierKey* key = staging.keys.At(end);
  if (key == nullptr) {
    return Refuse(Refusal::kUntrusted,
                  absl::StrCat("no trusted key speaks for ", segment.authority,
                               " at ", end, " changes"));
  }
  const absl::StatusOr<log::Checkpoint> checkpoint =
      log::OpenCheckpoint(segment.checkpoint, segment.authority, staging.keys);
  if (!checkpoint.ok()) {
    return Refuse(Refusal::kBadSignature, checkpoint.status().message());
  }
  if (log.keys().empty()) log.BeginWith(*key, batch);
  staging.commit_time_micros = log.head().commit_time_micros();
  for (size_t i = log.size() - segment.first_sequence;
       i < segment.changes.size(); ++i) {
    RETURN_IF_ERROR(StageChange(segment, segment.changes[i], staging));
  }
  staging.EndCommit();
  absl::Status sealed = log.SealWith(*checkpoint, segment.checkpoint, batch);
  if (sealed.ok()) return sealed;
  return Refuse(Refusal::kWrongChanges, sealed.message());
}

absl::Status SegmentStager::StageChange(const Segment& segment,
                                        const ReceivedChange& received,
                                        Staging& staging) const {
  const log::Change& change = received.change;
  auto header = log::CheckChange(change, segment.authority, staging.log.size());
  if (!header.ok()) return RefusalOfChange(received, header.status());
  if (staging.last_kind != log::v1::CHANGE_KIND_UNSPECIFIED &&
      StartsSegment(staging.last_kind, header->kind())) {
    return Refuse(Refusal::kMalformed,
                  "a key rotation or an erasure is not a segment's end");
  }
  RETURN_IF_ERROR(CheckTime(*header, staging));
  if (header->commit_time_micros() != staging.commit_time_micros) {
    staging.EndCommit();
  }
  staging.commit_time_micros = header->commit_time_micros();
  staging.commit_open = true;
  staging.last_kind = header->kind();

  CommittedChange committed;
  if (change.IsErased()) {
    RETURN_IF_ERROR(CheckErasure(segment, received, staging));
  } else {
    auto body = log::ParseBody(*header, change);
    if (!body.ok()) return Refuse(Refusal::kMalformed, body.status().message());
    committed.body =
        std::make_shared<const log::v1::ChangeBody>(*std::move(body));
  }
  if (absl::Status appended =
          staging.log.Append(*header, change, staging.batch);
      !appended.ok()) {
    return Refuse(Refusal::kMalformed, appended.message());
  }
  const absl::StatusOr<int> delta =
      staging.projector.Project(*header, committed.body.get());
  if (absl::IsDataLoss(delta.status())) {
    return Refuse(Refusal::kMalformed, delta.status().message());
  }
  RETURN_IF_ERROR(delta.status());
  staging.published_delta += *delta;
  committed.header = *std::move(header);
  staging.committed.push_back(std::move(committed));
  return absl::OkStatus();
}

absl::Status SegmentStager::CheckTime(const log::v1::ChangeHeader& header,
                                      const Staging& staging) const {
  const int64_t micros = header.commit_time_micros();
  const bool same_commit =
      staging.commit_open && micros == staging.commit_time_micros;
  if (!same_commit && micros <= staging.commit_time_micros) {
    return Refuse(
        Refusal::kMalformed,
        absl::StrCat("change ", header.sequence(), " of ", header.authority(),
                     " is not later than the commit before it"));
  }
  if (absl::FromUnixMicros(micros) > now_ + kMostClockSkew) {
    return Refuse(
        Refusal::kFutureTime,
        absl::StrCat(
            "change ", header.sequence(), " of ", header.authority(), " is of ",
            absl::FormatTime(absl::FromUnixMicros(micros), absl::UTCTimeZone()),
            ", which is still to come"));
  }
  return absl::OkStatus();
}

absl::Status SegmentStager::CheckErasure(const Segment& segment,
                                         const ReceivedChange& received,
                                         Staging& staging) const {
  const uint64_t sequence = staging.log.size();
  const auto withheld = [&](absl::string_view why) {
    return Refuse(Refusal::kWithheldBody,
                  absl::StrCat("the body of change ", sequence, " of ",
                               segment.authority, " is missing: ", why));
  };
  if (!received.erasure) return withheld("nothing shows that it was erased");
  log::KeyTimeline keys = staging.keys;
  absl::Status shown =
      log::Extend(segment.later_rotations, segment.authority, keys);
  if (!shown.ok()) return withheld(shown.message());
  const auto erasing =
      log::VerifyChangeProof(*received.erasure, segment.authority, keys);
  if (!erasing.ok()) return withheld(erasing.status().message());
  if (!Erases(erasing->kind()) ||
      log::ErasedSequence(*erasing).value_or(sequence + 1) != sequence) {
    return withheld("the change that is shown does not erase it");
  }
  std::string by;
  log::AppendBigEndian(erasing->sequence(), by);
  staging.batch.Put(Table::kErasure, NumberKey(segment.authority, sequence),
                    by);
  return absl::OkStatus();
}

}  // namespace localoffer::storage
