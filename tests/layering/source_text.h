// C++ source as the layering rules read it.
#ifndef LOCALOFFER_TESTS_LAYERING_SOURCE_TEXT_H_
#define LOCALOFFER_TESTS_LAYERING_SOURCE_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::layering {

// One #include of a file.
struct Include {
  int line = 0;
  // What stands between the quotes or angle brackets.
  std::string path;
};

// `source` with every comment and the inside of every string and character
// literal made blank. Lines keep their numbers, columns their places.
std::string WithoutCommentsAndLiterals(absl::string_view source);

// The includes of `source`, in order; not those that are commented out.
std::vector<Include> Includes(absl::string_view source);

// True if `word` occurs in `text` with no letter, digit or underscore next to
// either of its ends.
bool ContainsWord(absl::string_view text, absl::string_view word);

}  // namespace localoffer::layering

#endif  // LOCALOFFER_TESTS_LAYERING_SOURCE_TEXT_H_
