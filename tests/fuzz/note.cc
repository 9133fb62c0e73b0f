// Signed notes: each has one spelling.
#include "storage/log/note.h"

#include "absl/strings/str_cat.h"
#include "tests/fuzz/log_testing.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

void Run(absl::string_view bytes) {
  const auto note = log::ParseNote(bytes);
  if (!note.ok()) return;
  FUZZ_CHECK(!note->signatures.empty());
  FUZZ_CHECK(note->signatures.size() <= log::kMaxNoteSignatures);
  std::string again = absl::StrCat(note->text, "\n");
  for (const log::NoteSignature& signature : note->signatures) {
    again += log::SignatureLine(signature);
  }
  FUZZ_CHECK(again == bytes);
}

std::vector<std::string> Seeds() {
  const std::string note = *log::SignCheckpoint(CheckpointOf(7), KeyOf(1));
  return {note,
          absl::StrCat(note, log::SignatureLine({"witness", 7, "signature"})),
          *KeyOf(2).Sign("one line\n\nand another\n")};
}

}  // namespace localoffer::fuzz
