// Text as a terminal may be trusted with it, and how wide it is there.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_TERMINAL_TEXT_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_TERMINAL_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::command {

// `text` as one line of valid UTF-8 that can't steer a terminal: white space
// of any kind is a space; control characters (C0, DEL, C1), with the escape
// sequences they begin, and marks that reorder or hide text are gone; bytes
// that are not UTF-8 are U+FFFD.
std::string SafeText(absl::string_view text);

// Columns that valid UTF-8 takes: combining marks none, East Asian wide
// characters and emoji two.
int DisplayWidth(absl::string_view text);

// The beginning of valid UTF-8 that fits `width` columns, with an ellipsis
// where something was cut. Never cuts a character in two.
std::string CutToWidth(absl::string_view text, int width);

// HTML as running text: tags gone, common character references replaced. For
// reading, not for safety: SafeText is for that.
std::string WithoutMarkup(absl::string_view html);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_TERMINAL_TEXT_H_
