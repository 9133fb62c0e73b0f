// The text files under data/: sections of lines.
#ifndef LOCALOFFER_TESTS_GENERATOR_SECTIONS_H_
#define LOCALOFFER_TESTS_GENERATOR_SECTIONS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace localoffer::generator {

// A line of a file of sentences: a letter, a blank, the text.
struct Line {
  // 't' title, 'o' as a council words it, 'c' a clinician, 'p' a charity.
  char voice = 'o';
  std::string text;
};

using Lines = absl::flat_hash_map<std::string, std::vector<Line>>;
using WordLists = absl::flat_hash_map<std::string, std::vector<std::string>>;

// `= name` begins a section, `#` a comment.
Lines ReadLines(absl::string_view file);

// The same, with items separated by commas instead of sentences.
WordLists ReadWordLists(absl::string_view file);

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_SECTIONS_H_
