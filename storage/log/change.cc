#include "storage/log/change.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/log/checkpoint.h"
#include "storage/log/hash.h"
#include "storage/log/strict_text.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

// The last microsecond of the year 9999, where google.protobuf.Timestamp
// ends.
constexpr int64_t kMaxTimeMicros = 253'402'300'799'999'999;

absl::Status Wrong(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("change: ", what));
}

bool IsSubject(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxSubjectBytes && IsNoteText(text) &&
         !absl::StrContains(text, '\n');
}

// What holds for every header, whatever made it.
absl::Status CheckFields(const v1::ChangeHeader& header) {
  if (!IsAuthorityId(header.authority())) {
    return Wrong("its authority id is malformed");
  }
  if (!IsSubject(header.subject())) {
    return Wrong("its subject is not 1 to 256 bytes of plain UTF-8");
  }
  if (header.commit_time_micros() <= 0 ||
      header.commit_time_micros() > kMaxTimeMicros) {
    return Wrong("its commit time is not between 1970 and 9999");
  }
  if (header.kind() == v1::CHANGE_KIND_UNSPECIFIED) {
    return Wrong("it has no kind");
  }
  if (header.body_hash().size() != kHashBytes) {
    return Wrong("its body hash has not 32 bytes");
  }
  return absl::OkStatus();
}

absl::Status CheckKnown(const v1::ChangeHeader& header) {
  if (!v1::ChangeKind_IsValid(header.kind())) {
    return absl::UnimplementedError(
        absl::StrCat("change: its kind ", header.kind(), " is unknown"));
  }
  if (!header.GetReflection()->GetUnknownFields(header).empty()) {
    return absl::UnimplementedError("change: its header has unknown fields");
  }
  return absl::OkStatus();
}

absl::Status CheckSizes(const Change& change) {
  if (change.header_bytes.size() > kMaxHeaderBytes) {
    return Wrong("its header has more than 1024 bytes");
  }
  if (change.body_bytes.size() > kMaxBodyBytes) {
    return Wrong("its body has more than 2 MiB");
  }
  if (change.salt.size() != (change.IsErased() ? 0 : kSaltBytes)) {
    return Wrong(change.IsErased() ? "it has a salt, but no body"
                                   : "its salt has not 32 bytes");
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ChangeHeader> ParseHeader(const std::string& bytes) {
  v1::ChangeHeader header;
  if (!header.ParseFromString(bytes)) return Wrong("its header is malformed");
  RETURN_IF_ERROR(CheckKnown(header));
  RETURN_IF_ERROR(CheckFields(header));
  return header;
}

absl::Status CheckPlace(const v1::ChangeHeader& header,
                        absl::string_view authority, uint64_t sequence) {
  if (header.authority() == authority && header.sequence() == sequence) {
    return absl::OkStatus();
  }
  return Wrong(absl::StrCat("it is ", header.authority(), "/",
                            header.sequence(), ", not ", authority, "/",
                            sequence));
}

absl::StatusOr<v1::ChangeHeader> Check(const Change& change,
                                       absl::string_view authority,
                                       uint64_t sequence) {
  RETURN_IF_ERROR(CheckSizes(change));
  ASSIGN_OR_RETURN(v1::ChangeHeader header, ParseHeader(change.header_bytes));
  RETURN_IF_ERROR(CheckPlace(header, authority, sequence));
  if (!change.IsErased() &&
      HashBytes(BodyHash(change.salt, change.body_bytes)) !=
          header.body_hash()) {
    return Wrong("its body does not have the hash in its header");
  }
  return header;
}

std::string SerialiseOnce(const v1::ChangeHeader& header) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  header.SerializeToCodedStream(&output);
  output.Trim();
  return bytes;
}

v1::ChangeKind KindOf(const v1::ChangeBody& body) {
  switch (body.body_case()) {
    case v1::ChangeBody::kEntryPublished:
      return v1::CHANGE_KIND_ENTRY_PUBLISHED;
    case v1::ChangeBody::kEntryWithdrawn:
      return v1::CHANGE_KIND_ENTRY_WITHDRAWN;
    case v1::ChangeBody::kNilDeclared:
      return v1::CHANGE_KIND_NIL_DECLARED;
    case v1::ChangeBody::kEditionMade:
      return v1::CHANGE_KIND_EDITION_MADE;
    case v1::ChangeBody::kKeyRotated:
      return v1::CHANGE_KIND_KEY_ROTATED;
    case v1::ChangeBody::kBodyErased:
      return v1::CHANGE_KIND_BODY_ERASED;
    case v1::ChangeBody::BODY_NOT_SET:
      break;
  }
  return v1::CHANGE_KIND_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<Change> MakeChange(v1::ChangeHeader header, std::string salt,
                                  std::string body_bytes) {
  if (!header.body_hash().empty()) return Wrong("its body hash is computed");
  if (body_bytes.empty()) return Wrong("it has no body");
  header.set_body_hash(std::string(HashBytes(BodyHash(salt, body_bytes))));
  RETURN_IF_ERROR(CheckFields(header));
  RETURN_IF_ERROR(CheckKnown(header));
  Change change{.header_bytes = SerialiseOnce(header),
                .salt = std::move(salt),
                .body_bytes = std::move(body_bytes)};
  RETURN_IF_ERROR(CheckSizes(change));
  return change;
}

absl::StatusOr<v1::ChangeHeader> CheckChange(const Change& change,
                                             absl::string_view authority,
                                             uint64_t sequence) {
  auto header = Check(change, authority, sequence);
  if (!absl::IsInvalidArgument(header.status())) return header;
  // To whoever follows a log, a wrong record is a broken log.
  return absl::DataLossError(header.status().message());
}

absl::StatusOr<v1::ChangeHeader> CheckHeader(const std::string& header_bytes,
                                             absl::string_view authority) {
  if (header_bytes.size() > kMaxHeaderBytes) {
    return absl::DataLossError("change: its header has more than 1024 bytes");
  }
  auto header = ParseHeader(header_bytes);
  if (absl::IsInvalidArgument(header.status())) {
    return absl::DataLossError(header.status().message());
  }
  RETURN_IF_ERROR(header.status());
  if (header->authority() != authority) {
    return absl::DataLossError(absl::StrCat("change: it is of ",
                                            header->authority(), ", not of ",
                                            authority));
  }
  return header;
}

absl::StatusOr<v1::ChangeBody> ParseBody(const v1::ChangeHeader& header,
                                         const Change& change) {
  if (change.IsErased()) {
    return absl::FailedPreconditionError("change: its body is erased");
  }
  v1::ChangeBody body;
  if (!body.ParseFromString(change.body_bytes)) {
    return absl::DataLossError("change: its body is malformed");
  }
  if (KindOf(body) != header.kind()) {
    return absl::DataLossError("change: its body is not of its kind");
  }
  return body;
}

absl::StatusOr<VerifierKey> RotatedKey(const v1::ChangeHeader& header) {
  auto key = VerifierKey::Parse(header.subject());
  if (key.ok() && key->name() == CheckpointOrigin(header.authority())) {
    return key;
  }
  return absl::DataLossError(
      absl::StrCat("change: its subject is no key of ", header.authority()));
}

absl::StatusOr<uint64_t> ErasedSequence(const v1::ChangeHeader& header) {
  const std::optional<uint64_t> sequence = DecodeDecimal(header.subject());
  if (sequence && *sequence < header.sequence()) return *sequence;
  return absl::DataLossError(
      "change: its subject is no sequence of a change before it");
}

bool IsErasable(v1::ChangeKind kind) {
  return kind == v1::CHANGE_KIND_ENTRY_PUBLISHED ||
         kind == v1::CHANGE_KIND_ENTRY_WITHDRAWN ||
         kind == v1::CHANGE_KIND_NIL_DECLARED;
}

}  // namespace localoffer::log
