#include "storage/index/scorer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/index/ranking.h"

namespace localoffer {
namespace {

// Documents scored at a time: their sums fit the nearest cache, and terms are
// added up one after another instead of document by document, so that the
// time is that of reading the postings however many terms there are.
constexpr DocumentNumber kStretchSize = 512;
constexpr size_t kStretchWords = kStretchSize / DocumentSet::kWordBits;

}  // namespace

// The sums of a stretch of documents.
class Scorer::Stretch {
 public:
  struct Sums {
    double weight = 0;
    double met = 0;
    // Bit i: the i-th group is met well.
    uint64_t well = 0;
  };

  void Begin(DocumentNumber begin) {
    begin_ = begin;
    sums_.fill({});
  }

  const Sums& of(DocumentNumber place) const { return sums_[place]; }

  // Adds what the postings of `group`, the `number`-th, say of the stretch.
  // `next` holds how far the postings of each of its terms were read.
  void Add(const Group& group, size_t number, size_t* next) {
    const uint64_t bit = uint64_t{1} << number;
    if (group.terms.size() == 1) {
      AddTerm(group, group.terms.front(), bit, *next);
      return;
    }
    best_.fill({});
    for (size_t i = 0; i < group.terms.size(); ++i) {
      const Term& term = group.terms[i];
      const double unit = term.factor / kFullWeight;
      Visit(term, next[i], [&](DocumentNumber place, uint16_t weight) {
        auto& [best, met] = best_[place];
        best = std::max(best, unit * weight);
        met = std::max(met, term.factor);
      });
    }
    for (DocumentNumber place = 0; place < kStretchSize; ++place) {
      const auto [weight, met] = best_[place];
      if (met > 0) AddTo(sums_[place], group.rarity, weight, met, bit);
    }
  }

 private:
  void AddTerm(const Group& group, const Term& term, uint64_t bit,
               size_t& next) {
    const double unit = term.factor / kFullWeight;
    Visit(term, next, [&](DocumentNumber place, uint16_t weight) {
      AddTo(sums_[place], group.rarity, unit * weight, term.factor, bit);
    });
  }

  static void AddTo(Sums& sums, double rarity, double weight, double met,
                    uint64_t bit) {
    sums.weight += rarity * weight;
    sums.met += rarity * met;
    if (met >= kGood) sums.well |= bit;
  }

  // Calls `visit` with the place and weight of each posting in the stretch.
  template <typename Take>
  void Visit(const Term& term, size_t& next, const Take& take) {
    const std::vector<DocumentNumber>& numbers =
        term.list->documents.numbers();
    const uint16_t* const weights = term.list->weights.data();
    size_t at = next;
    if (at < numbers.size() && numbers[at] < begin_) {
      at = std::lower_bound(numbers.begin() + at, numbers.end(), begin_) -
           numbers.begin();
    }
    for (; at < numbers.size(); ++at) {
      const DocumentNumber place = numbers[at] - begin_;
      if (place >= kStretchSize) break;
      take(place, weights[at]);
    }
    next = at;
  }

  DocumentNumber begin_ = 0;
  std::array<Sums, kStretchSize> sums_;
  // Of the group being added: weight, and how well it is met.
  std::array<std::pair<double, double>, kStretchSize> best_;
};

Scorer::Scorer(const Postings& postings, const DocumentSet& alive,
               absl::Span<const QueryGroup> groups) {
  for (const QueryGroup& group : groups) AddGroup(postings, alive, group);
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
                      const QueryGroup& group) {
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
  found.rarity =
      group.importance * Rarity(alive.Count(), good > 0 ? good : any);
  groups_.push_back(std::move(found));
}

void Scorer::Match(size_t size) {
  matching_.Resize(size);
  matching_all_.Resize(size);
  bool first = true;
  for (const Group& group : groups_) {
    DocumentSet good(size);
    for (const Term& term : group.terms) {
      term.list->documents.AddTo(term.factor >= kGood ? good : matching_);
    }
    matching_.UniteWith(good);
    if (!group.is_important) continue;
    if (first) {
      matching_all_ = std::move(good);
    } else {
      matching_all_.IntersectWith(good);
    }
    first = false;
  }
}

void Scorer::Score(
    const DocumentSet& documents,
    absl::FunctionRef<void(DocumentNumber document, double score)> receive)
    const {
  uint64_t important = 0;
  size_t terms = 0;
  for (size_t i = 0; i < groups_.size(); ++i) {
    if (groups_[i].is_important) important |= uint64_t{1} << i;
    terms += groups_[i].terms.size();
  }
  std::vector<size_t> next(terms);
  Stretch stretch;
  const absl::Span<const DocumentSet::Word> words = documents.words();
  for (size_t word = 0; word < words.size(); word += kStretchWords) {
    const auto here = words.subspan(word, kStretchWords);
    if (std::all_of(here.begin(), here.end(),
                    [](DocumentSet::Word bits) { return bits == 0; })) {
      continue;
    }
    const auto begin =
        static_cast<DocumentNumber>(word * DocumentSet::kWordBits);
    stretch.Begin(begin);
    size_t term = 0;
    for (size_t i = 0; i < groups_.size(); ++i) {
      stretch.Add(groups_[i], i, next.data() + term);
      term += groups_[i].terms.size();
    }
    for (size_t i = 0; i < here.size(); ++i) {
      for (DocumentSet::Word bits = here[i]; bits != 0; bits &= bits - 1) {
        const auto place = static_cast<DocumentNumber>(
            i * DocumentSet::kWordBits + absl::countr_zero(bits));
        const Stretch::Sums& sums = stretch.of(place);
        const double relevance = sums.weight / all_rarities_;
        const bool all = (sums.well & important) == important;
        receive(begin + place, all ? 1 + relevance
                                   : relevance * sums.met / all_rarities_);
      }
    }
  }
}

}  // namespace localoffer
