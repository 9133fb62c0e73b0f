#include "storage/index/document_set.h"

#include <algorithm>
#include <numeric>

namespace localoffer {

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

void DocumentSet::UniteWith(absl::Span<const Word> words) {
  const size_t common = std::min(words_.size(), words.size());
  for (size_t i = 0; i < common; ++i) words_[i] |= words[i];
  if (size_ % kWordBits != 0 && common == words_.size()) {
    words_.back() &= (Word{1} << size_ % kWordBits) - 1;
  }
}

void DocumentSet::Subtract(const DocumentSet& other) {
  const size_t common = std::min(words_.size(), other.words_.size());
  for (size_t i = 0; i < common; ++i) words_[i] &= ~other.words_[i];
}

NarrowSet::NarrowSet(const DocumentSet& set) {
  const absl::Span<const Word> words = set.words();
  const auto empty =
      static_cast<size_t>(std::count(words.begin(), words.end(), 0));
  if (empty * 2 < words.size()) {
    places_.resize(words.size());
    std::iota(places_.begin(), places_.end(), 0);
    words_.assign(words.begin(), words.end());
    return;
  }
  places_.reserve(words.size() - empty);
  words_.reserve(words.size() - empty);
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == 0) continue;
    places_.push_back(static_cast<uint32_t>(i));
    words_.push_back(words[i]);
  }
}

size_t NarrowSet::Count() const {
  size_t count = 0;
  for (const Word word : words_) count += absl::popcount(word);
  return count;
}

void NarrowSet::IntersectWith(absl::Span<const Word> words) {
  for (size_t i = 0; i < words_.size(); ++i) words_[i] &= words[i];
}

void NarrowSet::Subtract(absl::Span<const Word> words) {
  for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~words[i];
}

void NarrowSet::AddTo(DocumentSet& set) const {
  for (size_t i = 0; i < words_.size(); ++i) {
    set.InsertWord(places_[i], words_[i]);
  }
}

}  // namespace localoffer
