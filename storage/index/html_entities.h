// The character references of HTML.
#ifndef LOCALOFFER_STORAGE_INDEX_HTML_ENTITIES_H_
#define LOCALOFFER_STORAGE_INDEX_HTML_ENTITIES_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace localoffer {

struct CharacterReference {
  char32_t character;
  // Bytes that the reference takes, from `&` to `;`.
  size_t length;
};

// The character reference that `text` begins with, or nothing when it begins
// with none. Knows references by number (those of 0x80 to 0x9F are read as
// Windows-1252, as HTML has it; those of no character as U+FFFD), the names
// of Latin-1, the circumflexed letters of Welsh, and common punctuation. A
// reference without its semicolon is none.
absl::optional<CharacterReference> ReadCharacterReference(
    absl::string_view text);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_HTML_ENTITIES_H_
