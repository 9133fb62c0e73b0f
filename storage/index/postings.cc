#include "storage/index/postings.h"

#include "storage/index/ranking.h"

namespace localoffer {

TermNumber Postings::Intern(absl::string_view term) {
  const auto [found, added] =
      numbers_.try_emplace(term, static_cast<TermNumber>(lists_.size()));
  if (added) lists_.emplace_back();
  return found->second;
}

void Postings::Add(DocumentNumber document,
                   absl::Span<const WeightedTerm> terms) {
  for (const WeightedTerm& term : terms) {
    PostingList& list = lists_[term.term];
    list.documents.Append(document);
    list.weights.push_back(term.weight);
    if (term.weight >= kTelling) list.telling.Append(document);
  }
}

void Postings::ShrinkToFit() {
  for (PostingList& list : lists_) {
    list.documents.ShrinkToFit();
    list.weights.shrink_to_fit();
    list.telling.ShrinkToFit();
  }
}

const PostingList* Postings::Find(absl::string_view term) const {
  const auto found = numbers_.find(term);
  return found == numbers_.end() ? nullptr : &lists_[found->second];
}

}  // namespace localoffer
