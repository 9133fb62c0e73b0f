#include "storage/index/variety.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
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

bool AreAlike(const Name& a, const Name& b) {
  Name common;
  absl::c_set_intersection(a, b, std::back_inserter(common));
  return common.size() >= kFewestCommonWords &&
         common.size() >= kCommonShare * std::min(a.size(), b.size());
}

}  // namespace

void Vary(const DocumentTable& table, std::vector<Candidate>& hits) {
  const size_t size = std::min(kVariedFrom, hits.size());
  std::vector<Name> names;
  names.reserve(size);
  for (size_t i = 0; i < size; ++i) {
    names.push_back(Read(table.folded_name(hits[i].document)));
  }
  for (size_t place = 1; place < std::min(kVaried, size); ++place) {
    const auto stands_alone = [&](size_t i) {
      return std::none_of(
          names.begin(), names.begin() + place,
          [&](const Name& earlier) { return AreAlike(earlier, names[i]); });
    };
    size_t chosen = place;
    while (chosen < size && !stands_alone(chosen)) ++chosen;
    if (chosen == size ||
        hits[chosen].rank < kNearlyAsGood * hits[place].rank) {
      continue;
    }
    std::rotate(hits.begin() + place, hits.begin() + chosen,
                hits.begin() + chosen + 1);
    std::rotate(names.begin() + place, names.begin() + chosen,
                names.begin() + chosen + 1);
  }
}

}  // namespace localoffer
