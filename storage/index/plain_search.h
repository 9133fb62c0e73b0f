// A search that looks at every revision, to test the index against.
#ifndef LOCALOFFER_STORAGE_INDEX_PLAIN_SEARCH_H_
#define LOCALOFFER_STORAGE_INDEX_PLAIN_SEARCH_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "storage/index/document.h"
#include "storage/index/search_query.h"

namespace localoffer::plain_search {

inline constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();

struct Revision {
  Document document;
  uint64_t end = kNever;
};

inline std::vector<std::string> Words(const std::string& text) {
  return absl::StrSplit(text, ' ', absl::SkipEmpty());
}

// Answers by the definitions in the headers, from a list of revisions. Its
// words are those between spaces.
class PlainSearch {
 public:
  void Add(const Document& document) {
    End(document.authority, document.entry_id, document.sequence);
    revisions_.push_back({document});
  }

  void End(const std::string& authority, const std::string& entry_id,
           uint64_t sequence) {
    for (Revision& revision : revisions_) {
      if (revision.document.authority == authority &&
          revision.document.entry_id == entry_id && revision.end == kNever) {
        revision.end = sequence;
      }
    }
  }

  // All hits, in order.
  std::vector<Hit> Search(const SearchQuery& query) const {
    const std::vector<const Document*> alive = Alive(query.instant);
    std::vector<std::string> asked;
    for (const std::string& word : Words(query.text)) {
      if (std::count(asked.begin(), asked.end(), word) == 0) {
        asked.push_back(word);
      }
    }
    std::map<std::string, double> rarities;
    for (const std::string& word : asked) {
      double having = 0;
      for (const Document* document : alive) having += Has(*document, word);
      if (having == 0) continue;
      rarities[word] =
          std::log(1 + (alive.size() - having + 0.5) / (having + 0.5));
    }
    std::vector<Hit> hits;
    for (const Document* document : alive) {
      if (!Passes(query, *document)) continue;
      Hit hit;
      hit.position.authority = document->authority;
      hit.position.entry_id = document->entry_id;
      hit.sequence = document->sequence;
      if (asked.empty()) {
        hit.position.name = document->name;
      } else {
        hit.position.score =
            Score(rarities, asked, *document, hit.matched_words);
        if (hit.matched_words.empty()) continue;
      }
      hits.push_back(hit);
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
      return std::make_tuple(-a.position.score, a.position.name,
                             a.position.authority, a.position.entry_id) <
             std::make_tuple(-b.position.score, b.position.name,
                             b.position.authority, b.position.entry_id);
    });
    return hits;
  }

 private:
  static std::vector<std::string> Texts(const Document& document) {
    return {document.name, document.provider, document.keywords, document.place,
            document.text};
  }

  static bool Has(const Document& document, const std::string& word) {
    const std::vector<std::string> words =
        Words(absl::StrJoin(Texts(document), " "));
    return std::count(words.begin(), words.end(), word) > 0;
  }

  std::vector<const Document*> Alive(const Instant& instant) const {
    std::vector<const Document*> alive;
    for (const Revision& revision : revisions_) {
      const auto found = instant.find(revision.document.authority);
      const uint64_t size = found == instant.end() ? 0 : found->second;
      if (revision.document.sequence < size &&
          (revision.end == kNever || revision.end >= size)) {
        alive.push_back(&revision.document);
      }
    }
    return alive;
  }

  static bool Passes(const SearchQuery& query, const Document& document) {
    const std::set<std::string> authorities(query.authorities.begin(),
                                            query.authorities.end());
    if (!authorities.empty() && authorities.count(document.authority) == 0) {
      return false;
    }
    std::set<int> statuses(query.statuses.begin(), query.statuses.end());
    if (statuses.empty()) statuses = {0, 1, 4};
    if (statuses.count(document.status) == 0) return false;
    if (query.minimum_age.has_value() && document.maximum_age.has_value() &&
        *document.maximum_age < *query.minimum_age) {
      return false;
    }
    return !query.maximum_age.has_value() ||
           !document.minimum_age.has_value() ||
           *document.minimum_age <= *query.maximum_age;
  }

  static double Weight(const Document& document, const std::string& word) {
    const double boosts[] = {8, 3, 4, 3, 1};
    const double penalties[] = {0.4, 0.4, 0.3, 0.3, 0.5};
    const double typical[] = {5, 5, 12, 12, 130};
    const std::vector<std::string> texts = Texts(document);
    double sum = 0;
    for (int field = 0; field < 5; ++field) {
      const std::vector<std::string> words = Words(texts[field]);
      const double count = std::count(words.begin(), words.end(), word);
      sum += boosts[field] * count /
             (1 - penalties[field] +
              penalties[field] * words.size() / typical[field]);
    }
    return std::round(sum / (1.2 + sum) * 65535) / 65535;
  }

  static double Score(const std::map<std::string, double>& rarities,
                      const std::vector<std::string>& asked,
                      const Document& document,
                      std::vector<std::string>& matched) {
    double known = 0;
    double covered = 0;
    double sum = 0;
    for (const std::string& word : asked) {
      const auto rarity = rarities.find(word);
      if (rarity == rarities.end()) continue;
      known += rarity->second;
      if (!Has(document, word)) continue;
      matched.push_back(word);
      covered += rarity->second;
      sum += rarity->second * Weight(document, word);
    }
    if (matched.size() == rarities.size()) return 1 + sum / known;
    return sum / known * covered / known;
  }

  std::vector<Revision> revisions_;
};

}  // namespace localoffer::plain_search

#endif  // LOCALOFFER_STORAGE_INDEX_PLAIN_SEARCH_H_
