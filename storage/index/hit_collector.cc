#include "storage/index/hit_collector.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace localoffer {

HitCollector::Place HitCollector::PlaceOf(const HitPosition& position) {
  return {position.rank, position.name, position.authority, position.entry_id};
}

int HitCollector::Compare(const Place& a, const Place& b) {
  if (a.rank != b.rank) return a.rank > b.rank ? -1 : 1;
  if (const int order = a.name.compare(b.name); order != 0) return order;
  if (const int order = a.authority.compare(b.authority); order != 0) {
    return order;
  }
  return a.entry_id.compare(b.entry_id);
}

HitCollector::HitCollector(const DocumentTable& table, const SearchQuery& query,
                           bool by_name)
    : table_(table),
      skip_(query.skip),
      limit_(query.limit +
             std::min(query.skip,
                      std::numeric_limits<size_t>::max() - query.limit)),
      by_name_(by_name),
      after_(query.after) {}

void HitCollector::Consider(const Candidate& candidate) {
  if (after_.has_value() && !IsBehindStart(candidate)) return;
  if (limit_ == 0) return;
  const auto order = [this](const Candidate& a, const Candidate& b) {
    return IsBefore(a, b);
  };
  if (is_full_) {
    ++passed_;
    if (!IsBefore(candidate, kept_.front())) return;
    std::pop_heap(kept_.begin(), kept_.end(), order);
    kept_.pop_back();
  }
  kept_.push_back(candidate);
  std::push_heap(kept_.begin(), kept_.end(), order);
  is_full_ = kept_.size() == limit_;
}

std::vector<Candidate> HitCollector::TakeInOrder() {
  std::sort_heap(kept_.begin(), kept_.end(),
                 [this](const Candidate& a, const Candidate& b) {
                   return IsBefore(a, b);
                 });
  kept_.erase(kept_.begin(), kept_.begin() + static_cast<ptrdiff_t>(std::min(
                                                 skip_, kept_.size())));
  return std::move(kept_);
}

HitPosition HitCollector::PositionOf(const Candidate& candidate) const {
  const Place place = PlaceOf(candidate);
  return {place.rank, std::string(place.name), std::string(place.authority),
          std::string(place.entry_id)};
}

HitCollector::Place HitCollector::PlaceOf(const Candidate& candidate) const {
  const DocumentNumber document = candidate.document;
  const absl::string_view name =
      by_name_ ? absl::string_view(table_.folded_name(document))
               : absl::string_view();
  return {candidate.rank, name, table_.authority_id(document),
          table_.entry_id(document)};
}

bool HitCollector::IsBefore(const Candidate& a, const Candidate& b) const {
  // Most comparisons end here, without a look at the strings.
  if (a.rank != b.rank) return a.rank > b.rank;
  if (by_name_) {
    const uint64_t a_name = table_.name_beginning(a.document);
    const uint64_t b_name = table_.name_beginning(b.document);
    if (a_name != b_name) return a_name < b_name;
  }
  return Compare(PlaceOf(a), PlaceOf(b)) < 0;
}

bool HitCollector::IsBehindStart(const Candidate& candidate) const {
  if (candidate.rank != after_->rank) {
    return candidate.rank < after_->rank;
  }
  return Compare(PlaceOf(*after_), PlaceOf(candidate)) < 0;
}

}  // namespace localoffer
