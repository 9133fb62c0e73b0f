#include "storage/index/document_set.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/container/inlined_vector.h"

namespace localoffer {

void DocumentSet::Resize(size_t size) {
  constexpr size_t kLineBits = kWordBits * kLineWords;
  words_.resize((size + kLineBits - 1) / kLineBits * kLineWords);
  size_ = size;
  ClearBeyondSize();
}

void DocumentSet::ClearBeyondSize() {
  size_t word = size_ / kWordBits;
  if (word == words_.size()) return;
  words_[word] &= (Word{1} << size_ % kWordBits) - 1;
  while (++word < words_.size()) words_[word] = 0;
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
  ClearBeyondSize();
}

void DocumentSet::UniteWith(absl::Span<const uint32_t> lines,
                            absl::Span<const Word> words) {
  for (size_t i = 0; i < lines.size(); ++i) {
    UniteWords(this->words().subspan(lines[i] * kLineWords, kLineWords),
               words.subspan(i * kLineWords, kLineWords));
  }
  ClearBeyondSize();
}

NarrowSet::NarrowSet(const DocumentSet& set) {
  const absl::Span<const Word> words = set.words();
  std::vector<uint32_t> lines = LinesInUse(words);
  const size_t all = words.size() / kLineWords;
  if (lines.size() > all / 2) {
    lines.resize(all);
    std::iota(lines.begin(), lines.end(), 0);
    words_.assign(words.begin(), words.end());
  } else {
    words_.resize(lines.size() * kLineWords);
    CopyLines(absl::MakeSpan(words_), lines, words);
  }
  lines_ = std::make_shared<const std::vector<uint32_t>>(std::move(lines));
}

size_t NarrowSet::Count() const { return CountBits(words_); }

void NarrowSet::IntersectWith(absl::Span<const Word> words) {
  IntersectWords(absl::MakeSpan(words_), words);
}

void NarrowSet::IntersectWith(const DocumentSet& set) {
  IntersectLines(absl::MakeSpan(words_), *lines_, set.words());
}

NarrowSet NarrowSet::Within(
    absl::Span<const absl::Span<const Word>> sets) const {
  absl::InlinedVector<absl::Span<const Word>, 8> all = {words_};
  all.insert(all.end(), sets.begin(), sets.end());
  NarrowSet within;
  within.lines_ = lines_;
  within.words_.resize(words_.size());
  IntersectAll(all, absl::MakeSpan(within.words_));
  return within;
}

void NarrowSet::Subtract(absl::Span<const Word> words) {
  SubtractWords(absl::MakeSpan(words_), words);
}

void NarrowSet::Narrow() {
  const std::vector<uint32_t> in_use = LinesInUse(words_);
  if (in_use.size() > lines_->size() / 2) return;
  std::vector<uint32_t> lines;
  lines.reserve(in_use.size());
  for (const uint32_t i : in_use) lines.push_back((*lines_)[i]);
  std::vector<Word> words(lines.size() * kLineWords);
  CopyLines(absl::MakeSpan(words), in_use, words_);
  words_ = std::move(words);
  lines_ = std::make_shared<const std::vector<uint32_t>>(std::move(lines));
}

}  // namespace localoffer
