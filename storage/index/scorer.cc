#include "storage/index/scorer.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace localoffer {

// The postings of one term, read from the first to the last. Skips ahead in
// steps that double, so that a few documents of many postings cost little.
class Scorer::Reader {
 public:
  explicit Reader(const Term& term)
      : at_(term.list->documents.numbers().data()),
        begin_(at_),
        end_(at_ + term.list->documents.size()),
        weights_(term.list->weights.data()),
        unit_(term.factor / kFullWeight) {}

  // Factor and weight of the term in `document`, 0 when it has not the term.
  // Documents have to be asked for in their order.
  double WeightIn(DocumentNumber document) {
    if (at_ != end_ && *at_ < document) SkipTo(document);
    if (at_ == end_ || *at_ != document) return 0;
    return unit_ * weights_[at_ - begin_];
  }

 private:
  void SkipTo(DocumentNumber document) {
    const DocumentNumber* low = at_;
    ptrdiff_t step = 1;
    while (end_ - low > step && low[step] < document) {
      low += step;
      step *= 2;
    }
    at_ = std::lower_bound(low + 1, low + std::min(step + 1, end_ - low),
                           document);
  }

  const DocumentNumber* at_;
  const DocumentNumber* const begin_;
  const DocumentNumber* const end_;
  const uint16_t* const weights_;
  const double unit_;
};

Scorer::Scorer(const Postings& postings, const DocumentSet& alive,
               absl::Span<const QueryGroup> groups) {
  const size_t alive_count = alive.Count();
  for (const QueryGroup& group : groups) {
    AddGroup(postings, alive, alive_count, group);
  }
  const bool any_important =
      std::any_of(groups_.begin(), groups_.end(),
                  [](const Group& group) { return group.is_important; });
  for (Group& group : groups_) {
    group.is_important = group.is_important || !any_important;
    all_rarities_ += group.rarity;
  }
  Match(alive.size());
  Bound();
}

void Scorer::AddGroup(const Postings& postings, const DocumentSet& alive,
                      size_t alive_count, const QueryGroup& group) {
  Group found;
  found.is_important = group.importance >= kImportant;
  size_t good = 0;
  size_t any = 0;
  for (const QueryAlternative& alternative : group.alternatives) {
    const PostingList* const list = postings.Find(alternative.term);
    const size_t containing =
        list == nullptr ? 0 : list->documents.CountIn(alive);
    if (containing == 0) continue;
    found.terms.push_back({list, alternative.factor});
    any = std::max(any, containing);
    if (alternative.factor >= kGood) {
      good = std::max(good, containing);
    } else {
      found.best_poor = std::max(found.best_poor, alternative.factor);
    }
  }
  if (any == 0) return;
  found.rarity = group.importance * Rarity(alive_count, good > 0 ? good : any);
  groups_.push_back(std::move(found));
}

void Scorer::Match(size_t size) {
  matching_.Resize(size);
  for (Group& group : groups_) {
    DocumentSet good(size);
    for (const Term& term : group.terms) {
      term.list->documents.AddTo(term.factor >= kGood ? good : matching_);
    }
    matching_.UniteWith(good);
    if (group.is_important) group.good = std::move(good);
  }
}

void Scorer::Bound() {
  for (Group& group : groups_) {
    // Relevance and coverage both miss the group's share.
    const double most =
        1 - group.rarity * (1 - group.best_poor) / all_rarities_;
    group.most_without = most * most;
  }
}

DocumentSet Scorer::Telling() const {
  DocumentSet telling(matching_.size());
  for (const Group& group : groups_) {
    for (const Term& term : group.terms) term.list->telling.AddTo(telling);
  }
  return telling;
}

DocumentSet Scorer::Best() const {
  DocumentSet best = Telling();
  for (const Group& group : groups_) {
    if (group.is_important) best.IntersectWith(group.good);
  }
  return best;
}

DocumentSet Scorer::Reaching(double rank) const {
  constexpr double kMostWithoutTelling = kTelling / kFullWeight;
  DocumentSet reaching = rank > kMostWithoutTelling ? Telling() : matching_;
  for (const Group& group : groups_) {
    if (group.is_important && rank > group.most_without) {
      reaching.IntersectWith(group.good);
    }
  }
  return reaching;
}

void Scorer::Score(
    const DocumentSet& documents,
    absl::FunctionRef<void(DocumentNumber document, double score)> receive)
    const {
  std::vector<Reader> readers;
  for (const Group& group : groups_) {
    for (const Term& term : group.terms) readers.emplace_back(term);
  }
  documents.ForEach([&](DocumentNumber document) {
    double weights = 0;
    double covered = 0;
    size_t reader = 0;
    for (const Group& group : groups_) {
      double best = 0;
      double met = 0;
      for (const Term& term : group.terms) {
        const double weight = readers[reader++].WeightIn(document);
        best = std::max(best, weight);
        if (weight > 0) met = std::max(met, term.factor);
      }
      weights += group.rarity * best;
      covered += group.rarity * met;
    }
    const double relevance = weights / all_rarities_;
    receive(document, relevance * covered / all_rarities_);
  });
}

}  // namespace localoffer
