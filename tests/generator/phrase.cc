#include "tests/generator/phrase.h"

#include <cstddef>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace localoffer::generator {
namespace {

// The place of the brace that closes the one at the beginning, and the places
// of the bars between.
size_t FindBars(absl::string_view text, std::vector<size_t>* bars) {
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
    if (text[i] == '|' && depth == 1) bars->push_back(i);
  }
  return text.size();
}

void AppendSlot(const std::string& value, std::string* out) {
  const bool vowel = !value.empty() && absl::string_view("aeiou").find(
                                           value[0]) != absl::string_view::npos;
  if (vowel && (absl::EndsWith(*out, " a ") || *out == "A ")) {
    out->back() = 'n';
    out->push_back(' ');
  }
  absl::StrAppend(out, value);
}

// Recursive: choices in the files are nested once or twice.
void Append(absl::string_view text, Random& random, Fill fill,
            std::string* out) {
  while (!text.empty()) {
    const size_t next = text.find_first_of("{<");
    absl::StrAppend(out, text.substr(0, next));
    if (next == text.npos) return;
    text.remove_prefix(next);
    if (text[0] == '<') {
      const size_t end = text.find('>');
      AppendSlot(fill(text.substr(1, end - 1)), out);
      text.remove_prefix(end + 1);
      continue;
    }
    std::vector<size_t> bounds = {0};
    const size_t end = FindBars(text, &bounds);
    bounds.push_back(end);
    const size_t choice = random.Below(bounds.size() - 1);
    Append(text.substr(bounds[choice] + 1,
                       bounds[choice + 1] - bounds[choice] - 1),
           random, fill, out);
    text.remove_prefix(end < text.size() ? end + 1 : end);
  }
}

}  // namespace

std::string Phrase(absl::string_view text, Random& random, Fill fill) {
  std::string out;
  out.reserve(2 * text.size());
  Append(text, random, fill, &out);
  return out;
}

}  // namespace localoffer::generator
