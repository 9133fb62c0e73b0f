// The best of many hits.
#ifndef LOCALOFFER_STORAGE_INDEX_HIT_COLLECTOR_H_
#define LOCALOFFER_STORAGE_INDEX_HIT_COLLECTOR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "storage/index/document_table.h"
#include "storage/index/search_query.h"

namespace localoffer {

// A document found, before anything is copied out of the table.
struct Candidate {
  double score;
  DocumentNumber document;
  // Bit i: the document has the i-th term.
  uint64_t matched;
};

// Keeps the first `limit` candidates behind a position, in memory that does
// not grow with the number of candidates. Thread-compatible.
class HitCollector {
 public:
  // `table` and `query` have to outlive the collector. Sorts by name when
  // `by_name`, else candidates of equal score by authority and entry.
  HitCollector(const DocumentTable& table, const SearchQuery& query,
               bool by_name);

  void Add(const Candidate& candidate);

  // All that were added.
  size_t total() const { return total_; }
  // True when more than `limit` stand behind the position.
  bool more() const { return behind_ > limit_; }
  // The first `limit` behind the position, in order. Once.
  std::vector<Candidate> TakeInOrder();

  HitPosition PositionOf(const Candidate& candidate) const;

 private:
  // A HitPosition without copies of its strings.
  struct Place {
    double score;
    absl::string_view name;
    absl::string_view authority;
    absl::string_view entry_id;
  };

  static Place PlaceOf(const HitPosition& position);
  Place PlaceOf(const Candidate& candidate) const;
  // Negative when `a` stands before `b`, 0 when they are the same.
  static int Compare(const Place& a, const Place& b);
  bool IsBefore(const Candidate& a, const Candidate& b) const;
  bool IsBehindStart(const Candidate& candidate) const;

  const DocumentTable& table_;
  const size_t limit_;
  const bool by_name_;
  const absl::optional<HitPosition>& after_;
  size_t total_ = 0;
  size_t behind_ = 0;
  // A heap with the last of them on top.
  std::vector<Candidate> kept_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_HIT_COLLECTOR_H_
