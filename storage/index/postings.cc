#include "storage/index/postings.h"

namespace localoffer {

void Postings::Add(DocumentNumber document,
                   const std::vector<WeightedTerm>& terms) {
  for (const WeightedTerm& term : terms) {
    const auto [found, added] = numbers_.try_emplace(term.term, lists_.size());
    if (added) lists_.emplace_back();
    PostingList& list = lists_[found->second];
    list.documents.push_back(document);
    list.weights.push_back(term.weight);
  }
}

const PostingList* Postings::Find(absl::string_view term) const {
  const auto found = numbers_.find(term);
  return found == numbers_.end() ? nullptr : &lists_[found->second];
}

}  // namespace localoffer
