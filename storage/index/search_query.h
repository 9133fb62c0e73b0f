// What is asked of the search index, and what it answers.
#ifndef LOCALOFFER_STORAGE_INDEX_SEARCH_QUERY_H_
#define LOCALOFFER_STORAGE_INDEX_SEARCH_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/optional.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer {

// A point in the history of all logs: how many changes of each authority's
// log have been made. An authority that is not in it has made none.
using Instant = absl::flat_hash_map<std::string, uint64_t>;

// Where a hit stands in its answer: higher scores first, then by name,
// authority and entry id, in the order of their bytes.
struct HitPosition {
  // See ranking.h. 0 in an answer to no words.
  double score = 0;
  // Folded as by FoldText. Empty in an answer to words.
  std::string name;
  std::string authority;
  std::string entry_id;
};

struct SearchQuery {
  // Words as typed. Entries that have any of them are hits. When empty or
  // white space, all entries are. Text that holds no word finds nothing.
  std::string text;
  // Any of these. All when empty.
  std::vector<std::string> authorities;
  // Any of these, UNSPECIFIED for not said. When empty: active, temporarily
  // closed, or not said.
  std::vector<v1::ServiceStatus> statuses;
  // Years: documents whose ages overlap [minimum_age, maximum_age]. A limit
  // that either side does not state excludes nobody.
  absl::optional<double> minimum_age;
  absl::optional<double> maximum_age;
  Instant instant;
  // The most hits to return. 0 asks for the total alone.
  size_t limit = 20;
  // Only hits behind this one, which is of the same search.
  absl::optional<HitPosition> after;
};

struct Hit {
  HitPosition position;
  // The revision: sequence of the change that made it.
  uint64_t sequence = 0;
  // Words of the query that the document has, as typed, in the order of the
  // query.
  std::vector<std::string> matched_words;
};

struct SearchResult {
  std::vector<Hit> hits;
  // All hits, of every page.
  size_t total = 0;
  // True when there are hits behind the last of `hits`.
  bool more = false;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SEARCH_QUERY_H_
