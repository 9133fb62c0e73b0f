#include "storage/index/name_words.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "storage/index/telling_words.h"

namespace localoffer {
namespace {

constexpr size_t kFewestCommonWords = 2;
constexpr double kCommonShare = 0.6;
constexpr size_t kLettersOfWord = 5;

size_t CountCommon(absl::Span<const NameWord> a, absl::Span<const NameWord> b) {
  size_t common = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const NameWord one = a[i];
    const NameWord other = b[j];
    common += one == other;
    i += one <= other;
    j += other <= one;
  }
  return common;
}

}  // namespace

std::vector<NameWord> NameWordsOf(absl::string_view folded_name) {
  std::vector<NameWord> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty() && !TellsNothing(word)) {
      NameWord beginning = 0;
      for (const char c : word.substr(0, kLettersOfWord)) {
        beginning = beginning << 8 | static_cast<unsigned char>(c);
      }
      words.push_back(beginning);
    }
    word.clear();
  };
  for (const char c : folded_name) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || byte >= 0x80) {
      word.push_back(c);
    } else if (c != '\'') {
      finish();
    }
  }
  finish();
  absl::c_sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

bool AreAlike(absl::Span<const NameWord> a, absl::Span<const NameWord> b) {
  const size_t common = CountCommon(a, b);
  return static_cast<double>(common) >=
             kCommonShare * static_cast<double>(std::min(a.size(), b.size())) &&
         common >= kFewestCommonWords;
}

}  // namespace localoffer
