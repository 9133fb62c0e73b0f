#include "storage/index/variety.h"

#include <algorithm>
#include <cstddef>

#include "storage/index/name_words.h"

namespace localoffer {

void Vary(const DocumentTable& table, std::vector<Candidate>& hits) {
  const size_t size = std::min(kVariedFrom, hits.size());
  std::vector<DocumentNumber> documents;
  documents.reserve(size);
  for (size_t i = 0; i < size; ++i) documents.push_back(hits[i].document);
  table.FetchNameWords(documents);
  const auto is_like = [&](const Candidate& a, const Candidate& b) {
    return AreAlike(table.name_words(a.document), table.name_words(b.document));
  };
  const auto stands_alone = [&](const Candidate& hit, size_t place) {
    return std::none_of(
        hits.begin(), hits.begin() + static_cast<ptrdiff_t>(place),
        [&](const Candidate& earlier) { return is_like(earlier, hit); });
  };
  for (size_t place = 1; place < std::min(kVaried, size); ++place) {
    const double enough = kNearlyAsGood * hits[place].rank;
    size_t chosen = place;
    while (chosen < size && hits[chosen].rank >= enough &&
           !stands_alone(hits[chosen], place)) {
      ++chosen;
    }
    if (chosen == size || hits[chosen].rank < enough) continue;
    const auto at = hits.begin() + static_cast<ptrdiff_t>(place);
    const auto from = hits.begin() + static_cast<ptrdiff_t>(chosen);
    std::rotate(at, from, from + 1);
  }
}

}  // namespace localoffer
