#include "storage/index/variety.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "storage/index/telling_words.h"

namespace localoffer {
namespace {

constexpr size_t kFewestCommonWords = 2;
constexpr double kCommonShare = 0.6;
constexpr size_t kLettersOfWord = 5;

// The beginnings of words as numbers, rising, each once.
using Name = std::vector<uint64_t>;

// Of a folded name.
Name Read(absl::string_view text) {
  Name name;
  std::string word;
  const auto finish = [&] {
    if (!word.empty() && !TellsNothing(word)) {
      uint64_t beginning = 0;
      for (const char c : word.substr(0, kLettersOfWord)) {
        beginning = beginning << 8 | static_cast<unsigned char>(c);
      }
      name.push_back(beginning);
    }
    word.clear();
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || byte >= 0x80) {
      word.push_back(c);
    } else if (c != '\'') {
      finish();
    }
  }
  finish();
  absl::c_sort(name);
  name.erase(std::unique(name.begin(), name.end()), name.end());
  return name;
}

size_t CountCommon(const Name& a, const Name& b) {
  size_t common = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const uint64_t one = a[i];
    const uint64_t other = b[j];
    common += one == other;
    i += one <= other;
    j += other <= one;
  }
  return common;
}

bool AreAlike(const Name& a, const Name& b) {
  const size_t common = CountCommon(a, b);
  return common >= kFewestCommonWords &&
         common >= kCommonShare * std::min(a.size(), b.size());
}

}  // namespace

void Vary(const DocumentTable& table, std::vector<Candidate>& hits) {
  const size_t size = std::min(kVariedFrom, hits.size());
  std::vector<DocumentNumber> documents;
  documents.reserve(size);
  for (size_t i = 0; i < size; ++i) documents.push_back(hits[i].document);
  table.FetchNames(documents);
  // Of those that were looked at. Mostly few need to be.
  std::vector<Name> names;
  const auto read_to = [&](size_t i) {
    while (names.size() <= i) {
      names.push_back(Read(table.folded_name(hits[names.size()].document)));
    }
  };
  const auto stands_alone = [&](size_t i, size_t place) {
    read_to(i);
    return std::none_of(
        names.begin(), names.begin() + place,
        [&](const Name& earlier) { return AreAlike(earlier, names[i]); });
  };
  for (size_t place = 1; place < std::min(kVaried, size); ++place) {
    const double enough = kNearlyAsGood * hits[place].rank;
    size_t chosen = place;
    while (chosen < size && hits[chosen].rank >= enough &&
           !stands_alone(chosen, place)) {
      ++chosen;
    }
    if (chosen == size || hits[chosen].rank < enough) continue;
    std::rotate(hits.begin() + place, hits.begin() + chosen,
                hits.begin() + chosen + 1);
    std::rotate(names.begin() + place, names.begin() + chosen,
                names.begin() + chosen + 1);
  }
}

}  // namespace localoffer
