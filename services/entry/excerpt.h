// Values, cut so that they can be shown in a message.
#ifndef LOCALOFFER_SERVICES_ENTRY_EXCERPT_H_
#define LOCALOFFER_SERVICES_ENTRY_EXCERPT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::entry {

// The most bytes of a supplied value that a violation or a repair shows.
inline constexpr size_t kExcerptBytes = 200;

// At most kExcerptBytes of the beginning of `text`, cut between characters.
// Always valid UTF-8: each byte that is not is shown as U+FFFD, so that the
// answer can be put in a message whatever came in.
std::string Excerpt(absl::string_view text);

// The number of bytes of the UTF-8 character that `text` begins with, 0 when
// it does not begin with one (RFC 3629: no overlong forms, no surrogates).
size_t CharacterLength(absl::string_view text);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_EXCERPT_H_
