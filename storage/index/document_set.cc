#include "storage/index/document_set.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "absl/container/inlined_vector.h"

namespace localoffer {

void DocumentSet::Resize(size_t size) {
  words_.resize((size + kWordBits - 1) / kWordBits);
  if (size < size_ && size % kWordBits != 0) {
    words_.back() &= (Word{1} << size % kWordBits) - 1;
  }
  size_ = size;
}

size_t DocumentSet::Count() const { return CountBits(words_); }

size_t DocumentSet::CountIn(const DocumentSet& other) const {
  return CountCommonBits(words_, other.words_);
}

void DocumentSet::IntersectWith(const DocumentSet& other) {
  IntersectWords(words(), other.words());
  const size_t common = std::min(words_.size(), other.words_.size());
  std::fill(words_.begin() + common, words_.end(), 0);
}

void DocumentSet::UniteWith(absl::Span<const Word> words) {
  UniteWords(absl::MakeSpan(words_), words);
  if (size_ % kWordBits != 0 && words.size() >= words_.size()) {
    words_.back() &= (Word{1} << size_ % kWordBits) - 1;
  }
}

void DocumentSet::Subtract(const DocumentSet& other) {
  SubtractWords(words(), other.words());
}

NarrowSet::NarrowSet(DocumentSet set) {
  const absl::Span<const Word> words = set.words();
  std::vector<uint32_t> places;
  places.reserve(words.size() / 2);
  // Of a narrow set nearly all pieces are empty.
  constexpr size_t kPiece = 8;
  const size_t most = words.size() / 2;
  for (size_t from = 0; from < words.size() && places.size() <= most;
       from += kPiece) {
    const absl::Span<const Word> piece = words.subspan(from, kPiece);
    if (std::reduce(piece.begin(), piece.end(), Word{0}, std::bit_or<>()) ==
        0) {
      continue;
    }
    for (size_t i = 0; i < piece.size(); ++i) {
      if (piece[i] != 0) places.push_back(static_cast<uint32_t>(from + i));
    }
  }
  if (places.size() > most) {
    places.resize(words.size());
    std::iota(places.begin(), places.end(), 0);
    words_ = std::move(set).TakeWords();
  } else {
    words_.reserve(places.size());
    for (const uint32_t place : places) words_.push_back(words[place]);
  }
  places_ = std::make_shared<const std::vector<uint32_t>>(std::move(places));
}

size_t NarrowSet::Count() const { return CountBits(words_); }

void NarrowSet::IntersectWith(absl::Span<const Word> words) {
  IntersectWords(absl::MakeSpan(words_), words);
}

NarrowSet NarrowSet::Within(
    absl::Span<const absl::Span<const Word>> sets) const {
  absl::InlinedVector<absl::Span<const Word>, 8> all = {words_};
  all.insert(all.end(), sets.begin(), sets.end());
  NarrowSet within;
  within.places_ = places_;
  within.words_.resize(words_.size());
  IntersectAll(all, absl::MakeSpan(within.words_));
  return within;
}

void NarrowSet::Subtract(absl::Span<const Word> words) {
  SubtractWords(absl::MakeSpan(words_), words);
}

void NarrowSet::AddTo(DocumentSet& set) const {
  for (size_t i = 0; i < words_.size(); ++i) {
    set.InsertWord((*places_)[i], words_[i]);
  }
}

}  // namespace localoffer
