// Variety among the first hits: who asks for a club sees several, before the
// five branches of one.
//
// The hits by relevance to words are arranged, the first kVariedFrom of them:
// on each of the first kVaried places stands the best that is left, or, when
// its name is like that of one before it, the best whose name isn't, if it has
// kNearlyAsGood of its score or more. The others follow in their order.
// Which names are alike, name_words.h says.
#ifndef LOCALOFFER_STORAGE_INDEX_VARIETY_H_
#define LOCALOFFER_STORAGE_INDEX_VARIETY_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "storage/index/document_table.h"
#include "storage/index/hit_collector.h"

namespace localoffer {

inline constexpr size_t kVaried = 5;
inline constexpr size_t kVariedFrom = 20;
inline constexpr double kNearlyAsGood = 0.7;

// Arranges the first of `hits`, which are in order from the very first on.
void Vary(const DocumentTable& table, std::vector<Candidate>& hits);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_VARIETY_H_
