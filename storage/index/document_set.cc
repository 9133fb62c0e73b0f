#include "storage/index/document_set.h"

#include <algorithm>

namespace localoffer {
namespace {

constexpr size_t kFewest = 256;

}  // namespace

void DocumentSet::Resize(size_t size) {
  words_.resize((size + kWordBits - 1) / kWordBits);
  if (size < size_ && size % kWordBits != 0) {
    words_.back() &= (Word{1} << size % kWordBits) - 1;
  }
  size_ = size;
}

size_t DocumentSet::Count() const {
  size_t count = 0;
  for (const Word word : words_) count += absl::popcount(word);
  return count;
}

size_t DocumentSet::CountIn(const DocumentSet& other) const {
  const size_t common = std::min(words_.size(), other.words_.size());
  size_t count = 0;
  for (size_t i = 0; i < common; ++i) {
    count += absl::popcount(words_[i] & other.words_[i]);
  }
  return count;
}

void DocumentSet::IntersectWith(const DocumentSet& other) {
  const size_t common = std::min(words_.size(), other.words_.size());
  for (size_t i = 0; i < common; ++i) words_[i] &= other.words_[i];
  std::fill(words_.begin() + common, words_.end(), 0);
}

void DocumentSet::UniteWith(const DocumentSet& other) {
  const size_t common = std::min(words_.size(), other.words_.size());
  for (size_t i = 0; i < common; ++i) words_[i] |= other.words_[i];
  if (size_ % kWordBits != 0 && common == words_.size()) {
    words_.back() &= (Word{1} << size_ % kWordBits) - 1;
  }
}

void DocumentSet::Subtract(const DocumentSet& other) {
  const size_t common = std::min(words_.size(), other.words_.size());
  for (size_t i = 0; i < common; ++i) words_[i] &= ~other.words_[i];
}

void DocumentList::Append(DocumentNumber document) {
  numbers_.push_back(document);
  if (is_dense()) {
    if (numbers_.size() * kSparseness < document) {
      bits_ = DocumentSet();
      return;
    }
    // Grows by halves, so that appending takes constant time on average.
    if (document >= bits_.size()) bits_.Resize(document + document / 2 + 1);
    bits_.Insert(document);
  } else if (numbers_.size() >= kFewest &&
             numbers_.size() * kSparseness / 2 >= document) {
    bits_.Resize(document + document / 2 + 1);
    for (const DocumentNumber number : numbers_) bits_.Insert(number);
  }
}

bool DocumentList::Contains(DocumentNumber document) const {
  return is_dense()
             ? bits_.Contains(document)
             : std::binary_search(numbers_.begin(), numbers_.end(), document);
}

size_t DocumentList::CountIn(const DocumentSet& set) const {
  if (is_dense()) return bits_.CountIn(set);
  return static_cast<size_t>(std::count_if(
      numbers_.begin(), numbers_.end(),
      [&set](DocumentNumber number) { return set.Contains(number); }));
}

void DocumentList::AddTo(DocumentSet& set) const {
  if (is_dense()) {
    set.UniteWith(bits_);
    return;
  }
  for (const DocumentNumber number : numbers_) {
    if (number >= set.size()) break;
    set.Insert(number);
  }
}

void DocumentList::TakeFrom(DocumentSet& set) const {
  if (is_dense()) {
    set.Subtract(bits_);
    return;
  }
  for (const DocumentNumber number : numbers_) {
    if (number >= set.size()) break;
    set.Erase(number);
  }
}

void DocumentList::RetainIn(DocumentSet& set) const {
  if (is_dense()) {
    set.IntersectWith(bits_);
    return;
  }
  DocumentSet own(set.size());
  AddTo(own);
  set.IntersectWith(own);
}

}  // namespace localoffer
