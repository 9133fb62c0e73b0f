#include "storage/index/scorer.h"

#include <algorithm>
#include <array>

namespace localoffer {
namespace {

// Documents that are scored together: their sums stay in the nearest cache.
constexpr size_t kChunk = 512;

}  // namespace

struct Scorer::Sums {
  // Of the group at hand.
  std::array<double, kChunk> best;
  std::array<double, kChunk> met;
  // Of all groups up to it.
  std::array<double, kChunk> weights;
  std::array<double, kChunk> covered;
};

Scorer::Scorer(const AliveDocuments& alive, absl::Span<const QueryGroup> groups,
               absl::Span<const PostingList* const> lists) {
  for (const QueryGroup& group : groups) {
    const size_t size = group.alternatives.size();
    AddGroup(alive, group, lists.subspan(0, size));
    lists.remove_prefix(size);
  }
  const bool any_important =
      std::any_of(groups_.begin(), groups_.end(),
                  [](const Group& group) { return group.is_important; });
  for (Group& group : groups_) {
    group.is_important = group.is_important || !any_important;
    all_rarities_ += group.rarity;
  }
  Bound();
}

void Scorer::AddGroup(const AliveDocuments& alive, const QueryGroup& group,
                      absl::Span<const PostingList* const> lists) {
  Group found;
  found.is_important = group.importance >= kImportant;
  size_t good = 0;
  size_t any = 0;
  for (size_t i = 0; i < lists.size(); ++i) {
    const double factor = group.alternatives[i].factor;
    const size_t containing =
        lists[i] == nullptr ? 0 : alive.CountOf(lists[i]->documents);
    if (containing == 0) continue;
    found.terms.push_back({lists[i], factor});
    any = std::max(any, containing);
    if (factor >= kGood) good = std::max(good, containing);
  }
  if (any == 0) return;
  found.rarity =
      group.importance * Rarity(alive.count(), good > 0 ? good : any);
  groups_.push_back(std::move(found));
}

double Scorer::Group::MostMet(bool is_poor) const {
  double most = 0;
  for (const Term& term : terms) {
    if (!is_poor || term.factor < kGood) most = std::max(most, term.factor);
  }
  return most;
}

double Scorer::Group::MostWeight(bool is_poor) const {
  double most = 0;
  for (const Term& term : terms) {
    if (is_poor && term.factor >= kGood) continue;
    most = std::max(most, term.factor * term.list->most / kFullWeight);
  }
  return most;
}

void Scorer::Bound() {
  // Sums of floating-point numbers depend on their order.
  constexpr double kRounding = 1 + 1e-9;
  double weight = 0;
  double met = 0;
  for (const Group& group : groups_) {
    weight += group.rarity * group.MostWeight(/*is_poor=*/false);
    met += group.rarity * group.MostMet(/*is_poor=*/false);
  }
  for (Group& group : groups_) {
    const double without =
        weight - group.rarity * group.MostWeight(/*is_poor=*/false);
    const double unmet = met - group.rarity * group.MostMet(/*is_poor=*/false);
    const double poor = group.rarity * group.MostWeight(/*is_poor=*/true);
    const double poorly = group.rarity * group.MostMet(/*is_poor=*/true);
    const auto score = [this](double weights, double covered) {
      return kRounding *
             ScoreOf(weights / all_rarities_, covered / all_rarities_);
    };
    group.most_without = score(without, unmet);
    group.most_with_poor = score(without + poor, unmet + poorly);
  }
}

void Scorer::Score(
    const NarrowSet& documents,
    absl::FunctionRef<void(DocumentNumber document, double score)> receive)
    const {
  Sums sums;
  std::array<DocumentNumber, kChunk> chunk;
  size_t size = 0;
  const auto finish = [&] {
    AddUp(absl::MakeSpan(chunk.data(), size), sums);
    for (size_t i = 0; i < size; ++i) {
      receive(chunk[i], ScoreOf(sums.weights[i] / all_rarities_,
                                sums.covered[i] / all_rarities_));
    }
    size = 0;
  };
  documents.ForEach([&](DocumentNumber document) {
    chunk[size++] = document;
    if (size == kChunk) finish();
  });
  finish();
}

void Scorer::AddUp(absl::Span<const DocumentNumber> documents,
                   Sums& sums) const {
  const size_t size = documents.size();
  std::fill_n(sums.weights.begin(), size, 0);
  std::fill_n(sums.covered.begin(), size, 0);
  for (const Group& group : groups_) {
    std::fill_n(sums.best.begin(), size, 0);
    std::fill_n(sums.met.begin(), size, 0);
    for (const Term& term : group.terms) {
      const double unit = term.factor / kFullWeight;
      const uint16_t* const weights = term.list->weights.data();
      term.list->documents.ForEachCommon(
          documents, [&](size_t i, size_t position) {
            sums.best[i] = std::max(sums.best[i], unit * weights[position]);
            sums.met[i] = std::max(sums.met[i], term.factor);
          });
    }
    for (size_t i = 0; i < size; ++i) {
      sums.weights[i] += group.rarity * sums.best[i];
      sums.covered[i] += group.rarity * sums.met[i];
    }
  }
}

Scorer::Met::Met(const Scorer& scorer, absl::Span<const uint32_t> lines)
    : any_(lines), telling_(lines) {
  // Its words are lent from one to the other: none of them may move.
  important_.reserve(scorer.groups_.size());
  for (const Group& group : scorer.groups_) {
    for (const Term& term : group.terms) telling_.Add(term.list->telling);
    if (!group.is_important) {
      for (const Term& term : group.terms) any_.Add(term.list->documents);
      continue;
    }
    Important& met = important_.emplace_back(group, lines);
    for (const Term& term : group.terms) {
      (term.factor >= kGood ? met.good : met.any).Add(term.list->documents);
    }
    met.good.Finish();
    met.any.Add(met.good.words());
    met.any.Finish();
    any_.Add(met.any.words());
  }
  any_.Finish();
  telling_.Finish();
}

void Scorer::Met::Match(NarrowSet& documents) const {
  documents.IntersectWith(any_.words());
}

NarrowSet Scorer::Met::Best(const NarrowSet& documents) const {
  Conditions conditions = {telling_.words()};
  for (const Important& met : important_) {
    conditions.push_back(met.good.words());
  }
  return documents.Within(conditions);
}

NarrowSet Scorer::Met::Reaching(double rank, const NarrowSet& documents) const {
  constexpr double kMostWithoutTelling = kTelling / kFullWeight;
  Conditions conditions;
  if (rank > kMostWithoutTelling) conditions.push_back(telling_.words());
  for (const Important& met : important_) {
    if (rank > met.group->most_with_poor) {
      conditions.push_back(met.good.words());
    } else if (rank > met.group->most_without) {
      conditions.push_back(met.any.words());
    }
  }
  return documents.Within(conditions);
}

}  // namespace localoffer
