#include "storage/index/scorer.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/algorithm/container.h"

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
}

void Scorer::AddGroup(const Postings& postings, const DocumentSet& alive,
                      size_t alive_count, const QueryGroup& group) {
  Group found = {{}, 0, group.importance >= kImportant};
  size_t good = 0;
  size_t any = 0;
  for (const QueryAlternative& alternative : group.alternatives) {
    const PostingList* const list = postings.Find(alternative.term);
    const size_t containing =
        list == nullptr ? 0 : list->documents.CountIn(alive);
    if (containing == 0) continue;
    found.terms.push_back({list, alternative.factor});
    any = std::max(any, containing);
    if (alternative.factor >= kGood) good = std::max(good, containing);
  }
  if (any == 0) return;
  found.rarity = group.importance * Rarity(alive_count, good > 0 ? good : any);
  groups_.push_back(std::move(found));
}

void Scorer::Match(size_t size) {
  matching_.Resize(size);
  matching_all_.Resize(size);
  bool first = true;
  for (const Group& group : groups_) {
    for (const Term& term : group.terms) term.list->documents.AddTo(matching_);
    if (!group.is_important) continue;
    if (first) {
      AddGood(group, matching_all_);
    } else {
      RetainGood(group, matching_all_);
    }
    first = false;
  }
}

void Scorer::AddGood(const Group& group, DocumentSet& set) {
  for (const Term& term : group.terms) {
    if (term.factor >= kGood) term.list->documents.AddTo(set);
  }
}

void Scorer::RetainGood(const Group& group, DocumentSet& set) {
  const auto is_good = [](const Term& term) { return term.factor >= kGood; };
  // Most groups are one word, which means nothing else.
  if (absl::c_count_if(group.terms, is_good) == 1) {
    absl::c_find_if(group.terms, is_good)->list->documents.RetainIn(set);
    return;
  }
  DocumentSet good(set.size());
  AddGood(group, good);
  set.IntersectWith(good);
}

DocumentSet Scorer::Telling() const {
  DocumentSet telling(matching_.size());
  for (const Group& group : groups_) {
    for (const Term& term : group.terms) term.list->telling.AddTo(telling);
  }
  return telling;
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
    bool all = true;
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
      all = all && (met >= kGood || !group.is_important);
    }
    const double relevance = weights / all_rarities_;
    receive(document,
            all ? 1 + relevance : relevance * covered / all_rarities_);
  });
}

}  // namespace localoffer
