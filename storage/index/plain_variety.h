// The variety of a search (variety.h) written down a second time, to test the
// index against.
#ifndef LOCALOFFER_STORAGE_INDEX_PLAIN_VARIETY_H_
#define LOCALOFFER_STORAGE_INDEX_PLAIN_VARIETY_H_

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_split.h"
#include "storage/index/document.h"
#include "storage/index/search_query.h"

namespace localoffer::plain_search {

// Of names whose words have plain letters, spaces between them, and all tell.
inline bool AreAlike(const std::string& a, const std::string& b) {
  const auto words_of = [](const std::string& name) {
    std::set<std::string> words;
    for (const absl::string_view word : absl::StrSplit(name, ' ')) {
      words.emplace(word.substr(0, 5));
    }
    return words;
  };
  const std::set<std::string> words = words_of(a);
  const std::set<std::string> others = words_of(b);
  const auto common = static_cast<size_t>(absl::c_count_if(
      words, [&](const auto& word) { return others.count(word) > 0; }));
  return common >= 2 && 5 * common >= 3 * std::min(words.size(), others.size());
}

inline const std::string& NameOf(const std::vector<const Document*>& alive,
                                 const HitPosition& position) {
  return (*absl::c_find_if(alive,
                           [&](const Document* document) {
                             return document->authority == position.authority &&
                                    document->entry_id == position.entry_id;
                           }))
      ->name;
}

// Arranges hits that are in order.
inline void Arrange(const std::vector<const Document*>& alive,
                    std::vector<Hit>& hits) {
  const size_t size = std::min<size_t>(hits.size(), 20);
  std::vector<Hit> left(hits.begin(), hits.begin() + size);
  std::vector<Hit> arranged;
  while (!left.empty()) {
    auto next = left.begin();
    if (arranged.size() < 5) {
      const auto other = absl::c_find_if(left, [&](const Hit& hit) {
        return absl::c_none_of(arranged, [&](const Hit& earlier) {
          return AreAlike(NameOf(alive, earlier.position),
                          NameOf(alive, hit.position));
        });
      });
      if (other != left.end() && other->score >= 0.7 * next->score) {
        next = other;
      }
    }
    arranged.push_back(*next);
    left.erase(next);
  }
  absl::c_copy(arranged, hits.begin());
}

}  // namespace localoffer::plain_search

#endif  // LOCALOFFER_STORAGE_INDEX_PLAIN_VARIETY_H_
