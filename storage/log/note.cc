#include "storage/log/note.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "storage/log/big_endian.h"
#include "storage/log/strict_text.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

// An em dash and a space.
constexpr absl::string_view kLinePrefix = "\xE2\x80\x94 ";
constexpr size_t kKeyIdBytes = 4;

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("signed note: ", what));
}

// `line` is without its newline.
absl::StatusOr<NoteSignature> ParseLine(absl::string_view line) {
  const std::vector<absl::string_view> parts =
      absl::ConsumePrefix(&line, kLinePrefix)
          ? std::vector<absl::string_view>(absl::StrSplit(line, ' '))
          : std::vector<absl::string_view>();
  if (parts.size() != 2) {
    return Malformed("a signature line is not \"— name base64\"");
  }
  if (!IsKeyName(parts[0])) return Malformed("a key name is malformed");
  const std::optional<std::string> bytes = DecodeBase64(parts[1]);
  if (!bytes || bytes->size() <= kKeyIdBytes) {
    return Malformed("a signature is not base64 of a key id and a signature");
  }
  return NoteSignature{.key_name = std::string(parts[0]),
                       .key_id = ReadBigEndian<uint32_t>(*bytes),
                       .signature = bytes->substr(kKeyIdBytes)};
}

}  // namespace

absl::StatusOr<Note> ParseNote(absl::string_view bytes) {
  if (bytes.size() > kMaxNoteBytes) {
    return Malformed(absl::StrCat("it has ", bytes.size(), " bytes, at most ",
                                  kMaxNoteBytes, " are read"));
  }
  if (!IsNoteText(bytes)) {
    return Malformed("it is not UTF-8 without control characters");
  }
  const size_t empty_line = bytes.rfind("\n\n");
  if (empty_line == absl::string_view::npos) {
    return Malformed("no empty line separates text and signatures");
  }
  Note note;
  note.text = std::string(bytes.substr(0, empty_line + 1));
  absl::string_view lines = bytes.substr(empty_line + 2);
  if (!absl::ConsumeSuffix(&lines, "\n")) {
    return Malformed("it does not end with a signature line");
  }
  for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
    if (note.signatures.size() == kMaxNoteSignatures) {
      return Malformed("it has more than 16 signatures");
    }
    ASSIGN_OR_RETURN(note.signatures.emplace_back(), ParseLine(line));
  }
  return note;
}

std::string SignatureLine(const NoteSignature& signature) {
  std::string bytes;
  AppendBigEndian(signature.key_id, bytes);
  bytes += signature.signature;
  return absl::StrCat(kLinePrefix, signature.key_name, " ",
                      absl::Base64Escape(bytes), "\n");
}

}  // namespace localoffer::log
