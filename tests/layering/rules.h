// The rules that keep the layers apart: proto → storage → services → clients,
// nothing includes upward, and what only one place may know stays there.
//
// A rule is about one file and needs nothing but its path and its text, so a
// rule is tested on snippets and then held against the whole tree.
#ifndef LOCALOFFER_TESTS_LAYERING_RULES_H_
#define LOCALOFFER_TESTS_LAYERING_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::layering {

// One place where a rule is broken.
struct Violation {
  std::string path;
  int line = 0;
  // What is wrong there and what is wanted, in one line.
  std::string message;
};

// What is wrong with the C++ file at `path`, relative to the root and with
// forward slashes, whose text is `source`. In the order of the lines within
// each rule.
std::vector<Violation> CheckSource(absl::string_view path,
                                   absl::string_view source);

// What is wrong with a file of any kind: words that promise later work.
std::vector<Violation> CheckText(absl::string_view path,
                                 absl::string_view text);

// What is missing from the CMakeLists.txt at `path`, whose text is `text`:
// each of `sources`, the names of the .cc files in its folder, must be listed
// there.
std::vector<Violation> CheckListed(absl::string_view path,
                                   absl::string_view text,
                                   const std::vector<std::string>& sources);

}  // namespace localoffer::layering

#endif  // LOCALOFFER_TESTS_LAYERING_RULES_H_
