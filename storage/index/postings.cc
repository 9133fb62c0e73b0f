#include "storage/index/postings.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "storage/index/growth.h"
#include "storage/index/ranking.h"

namespace localoffer {

void SortByTerm(std::vector<Posting>& postings) {
  // A digit of the term at a time, the lowest first: linear, and stable.
  constexpr int kDigitBits = 11;
  constexpr size_t kDigits = size_t{1} << kDigitBits;
  if (postings.size() < kDigits) {
    std::stable_sort(
        postings.begin(), postings.end(),
        [](const Posting& a, const Posting& b) { return a.term < b.term; });
    return;
  }
  TermNumber highest = 0;
  for (const Posting& posting : postings) {
    highest = std::max(highest, posting.term);
  }
  std::vector<Posting> sorted(postings.size());
  for (int shift = 0; shift < 32 && highest >> shift != 0;
       shift += kDigitBits) {
    std::array<size_t, kDigits + 1> begins = {};
    for (const Posting& posting : postings) {
      ++begins[(posting.term >> shift) % kDigits + 1];
    }
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    for (const Posting& posting : postings) {
      sorted[begins[(posting.term >> shift) % kDigits]++] = posting;
    }
    postings.swap(sorted);
  }
}

TermNumber Postings::Intern(absl::string_view term) {
  const auto [found, added] =
      numbers_.try_emplace(term, static_cast<TermNumber>(lists_.size()));
  if (added) lists_.emplace_back();
  return found->second;
}

void Postings::Add(std::vector<Posting> postings) {
  SortByTerm(postings);
  AddSorted(postings);
}

void Postings::AddSorted(absl::Span<const Posting> postings) {
  for (size_t begin = 0; begin < postings.size();) {
    const TermNumber term = postings[begin].term;
    size_t end = begin + 1;
    while (end < postings.size() && postings[end].term == term) ++end;
    PostingList& list = lists_[term];
    ReserveFor(end - begin, list.weights);
    for (const Posting& posting : postings.subspan(begin, end - begin)) {
      list.documents.Append(posting.document);
      list.weights.push_back(posting.weight);
      list.most = std::max(list.most, posting.weight);
      if (posting.weight >= kTelling) list.telling.Append(posting.document);
    }
    begin = end;
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
