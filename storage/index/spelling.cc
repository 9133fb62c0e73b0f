#include "storage/index/spelling.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace localoffer {
namespace {

constexpr int kMaxCompared = 64;
// Bits of a signature: a letter, the same letter again, all other characters.
constexpr int kLetters = 26;
constexpr int kOthers = 64 - 2 * kLetters;

struct Characters {
  std::array<int32_t, kMaxCompared> at;
  int count = 0;
};

// Calls `visit` with each code point, or -1 - byte for what is not UTF-8, so
// that different bytes differ.
template <typename Visit>
void ForEachCharacter(absl::string_view word, const Visit& visit) {
  const char* const bytes = word.data();
  const auto size = static_cast<int32_t>(word.size());
  for (int32_t i = 0; i < size;) {
    const auto first = static_cast<uint8_t>(bytes[i]);
    UChar32 character = first;
    if (first < 0x80) {
      ++i;
    } else {
      const int32_t begin = i;
      U8_NEXT(bytes, i, size, character);
      if (character < 0) {
        i = begin + 1;
        character = -1 - first;
      }
    }
    visit(character);
  }
}

Characters CharactersOf(absl::string_view word) {
  Characters result;
  ForEachCharacter(word, [&](int32_t character) {
    if (result.count < kMaxCompared) result.at[result.count++] = character;
  });
  return result;
}

// The least of three edits that end at a[i - 1] and b[j - 1].
struct Row {
  std::array<int, kMaxCompared + 1> at;
};

int Distance(const Characters& a, const Characters& b, int limit) {
  const int out = limit + 1;
  std::array<Row, 3> rows;
  Row* before = &rows[0];
  Row* above = &rows[1];
  Row* row = &rows[2];
  for (int j = 0; j <= b.count; ++j) above->at[j] = std::min(j, out);
  for (int i = 1; i <= a.count; ++i) {
    // Further from the diagonal than `limit`, nothing is within it.
    const int first = std::max(1, i - limit);
    const int last = std::min(b.count, i + limit);
    row->at[first - 1] = first == 1 ? std::min(i, out) : out;
    int least = row->at[first - 1];
    for (int j = first; j <= last; ++j) {
      const bool same = a.at[i - 1] == b.at[j - 1];
      int cost = above->at[j - 1] + (same ? 0 : 1);
      cost = std::min(cost, row->at[j - 1] + 1);
      if (j < i + limit) cost = std::min(cost, above->at[j] + 1);
      if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
          a.at[i - 2] == b.at[j - 1]) {
        cost = std::min(cost, before->at[j - 2] + 1);
      }
      row->at[j] = std::min(cost, out);
      least = std::min(least, row->at[j]);
    }
    // A swap reaches over one row, at the cost of one.
    if (least == out) return out;
    std::swap(before, above);
    std::swap(above, row);
  }
  return above->at[b.count];
}

}  // namespace

int EditDistance(absl::string_view a, absl::string_view b, int limit) {
  const Characters left = CharactersOf(a);
  const Characters right = CharactersOf(b);
  if (std::abs(left.count - right.count) > limit) return limit + 1;
  return Distance(left, right, limit);
}

size_t CharacterCount(absl::string_view word) {
  size_t count = 0;
  ForEachCharacter(word, [&](int32_t /*character*/) { ++count; });
  return count;
}

uint64_t LetterSignature(absl::string_view word) {
  uint64_t signature = 0;
  ForEachCharacter(word, [&](int32_t character) {
    if (character >= 'a' && character <= 'z') {
      const uint64_t bit = uint64_t{1} << (character - 'a');
      signature |= (signature & bit) == 0 ? bit : bit << kLetters;
    } else {
      const auto other = static_cast<uint32_t>(character) % kOthers;
      signature |= uint64_t{1} << (2 * kLetters + other);
    }
  });
  return signature;
}

}  // namespace localoffer
