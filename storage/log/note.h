// Signed notes: a text with signatures below it, as C2SP's signed-note
// (c2sp.org/signed-note) has them.
//
//   <text, one or more lines>
//   <empty line>
//   — <key name> <base64 of key id (4 bytes, big-endian) || signature>
//
// DURABLE: never change or reuse. Checkpoints are kept and sent as notes.
#ifndef LOCALOFFER_STORAGE_LOG_NOTE_H_
#define LOCALOFFER_STORAGE_LOG_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::log {

// What a reader of notes from outside has to put up with. C2SP asks for 16
// signatures, of which post-quantum ones have up to 5 kB.
inline constexpr size_t kMaxNoteBytes = size_t{128} * 1024;
inline constexpr size_t kMaxNoteSignatures = 16;

struct NoteSignature {
  std::string key_name;
  uint32_t key_id = 0;
  // Without the key id. Its form depends on the key; not empty.
  std::string signature;
};

struct Note {
  // What is signed: with its last newline, without the empty line.
  std::string text;
  std::vector<NoteSignature> signatures;
};

// Reads a note and verifies nothing: see VerifierKey. INVALID_ARGUMENT if
// `bytes` are not a well-formed note with 1 to 16 signatures of any kind, or
// too many.
absl::StatusOr<Note> ParseNote(absl::string_view bytes);

// The signature's line, with its newline. A note is its text, a newline, and
// such lines, to which others can be added.
std::string SignatureLine(const NoteSignature& signature);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_NOTE_H_
