#include "storage/log/checkpoint.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "storage/log/hash.h"
#include "storage/log/note.h"
#include "storage/log/strict_text.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("checkpoint: ", what));
}

// The text's lines, at least three, none of them empty.
absl::StatusOr<std::vector<absl::string_view>> SplitLines(
    absl::string_view text) {
  if (text.size() > kMaxNoteBytes || !IsNoteText(text)) {
    return Malformed("it is not a text of a signed note");
  }
  if (!absl::ConsumeSuffix(&text, "\n")) {
    return Malformed("it does not end with a newline");
  }
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() < 3) return Malformed("it has less than three lines");
  const auto is_empty = [](absl::string_view line) { return line.empty(); };
  if (std::any_of(lines.begin(), lines.end(), is_empty)) {
    return Malformed("a line is empty");
  }
  return lines;
}

}  // namespace

std::string CheckpointOrigin(absl::string_view authority) {
  return absl::StrCat("localoffer/", authority);
}

std::string CheckpointBody(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      absl::Base64Escape(HashBytes(checkpoint.root)), "\n");
}

absl::StatusOr<Checkpoint> ParseCheckpointBody(absl::string_view text) {
  ASSIGN_OR_RETURN(const std::vector<absl::string_view> lines,
                   SplitLines(text));
  if (!IsKeyName(lines[0])) return Malformed("its origin is malformed");
  const std::optional<uint64_t> size = DecodeDecimal(lines[1]);
  if (!size) return Malformed("its size is not a decimal number");
  const std::optional<std::string> root = DecodeBase64(lines[2]);
  if (!root || root->size() != kHashBytes) {
    return Malformed("its root is not base64 of 32 bytes");
  }
  Checkpoint checkpoint{.origin = std::string(lines[0]), .size = *size};
  std::copy(root->begin(), root->end(), checkpoint.root.begin());
  return checkpoint;
}

absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint,
                                           const SigningKey& key) {
  if (checkpoint.origin != key.name()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the key of ", key.name(), " does not sign for ", checkpoint.origin));
  }
  return key.Sign(CheckpointBody(checkpoint));
}

absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note,
                                          absl::string_view origin,
                                          absl::Span<const VerifierKey> keys) {
  ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  RETURN_IF_ERROR(VerifyNote(parsed, keys));
  ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpointBody(parsed.text));
  if (checkpoint.origin != origin) {
    return absl::UnauthenticatedError(absl::StrCat(
        "checkpoint: it is of ", checkpoint.origin, ", not of ", origin));
  }
  return checkpoint;
}

}  // namespace localoffer::log
