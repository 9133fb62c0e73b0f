// The first of many hits.
#ifndef LOCALOFFER_STORAGE_INDEX_HIT_COLLECTOR_H_
#define LOCALOFFER_STORAGE_INDEX_HIT_COLLECTOR_H_

#include <cstddef>
#include <limits>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "storage/index/document_table.h"
#include "storage/index/search_query.h"

namespace localoffer {

// A document found, before anything is copied out of the table.
struct Candidate {
  // As in HitPosition.
  double rank;
  DocumentNumber document;
};

// Keeps the first `skip` and `limit` candidates behind a position, in memory
// that does not grow with the number of candidates. Thread-compatible.
class HitCollector {
 public:
  // `table` and `query` have to outlive the collector. Candidates of equal
  // rank stand by name when `by_name`, then by authority and entry.
  HitCollector(const DocumentTable& table, const SearchQuery& query,
               bool by_name);

  void Add(const Candidate& candidate) {
    // Nearly all end here.
    if (is_full_ && candidate.rank < kept_.front().rank) {
      ++passed_;
      return;
    }
    Consider(candidate);
  }

  // True when that many candidates behind the position were found, and another.
  bool more() const { return is_full_ && passed_ > 0; }
  // Candidates of lower rank change nothing.
  double rank_to_reach() const {
    return more() ? kept_.front().rank
                  : -std::numeric_limits<double>::infinity();
  }
  // The `limit` behind the first `skip`, in order. Once.
  std::vector<Candidate> TakeInOrder();

  HitPosition PositionOf(const Candidate& candidate) const;

 private:
  // A HitPosition without copies of its strings.
  struct Place {
    double rank;
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
  void Consider(const Candidate& candidate);

  const DocumentTable& table_;
  const size_t skip_;
  // With those that are passed over.
  const size_t limit_;
  const bool by_name_;
  const absl::optional<HitPosition>& after_;
  // Candidates behind the position that are not kept.
  size_t passed_ = 0;
  bool is_full_ = false;
  // A heap with the last of them on top.
  std::vector<Candidate> kept_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_HIT_COLLECTOR_H_
