#include "storage/index/document_list.h"

#include "storage/index/growth.h"

namespace localoffer {
namespace {

constexpr size_t kFewest = 256;

}  // namespace

void DocumentList::Append(DocumentNumber document) {
  const size_t position = size_++;
  if (is_dense()) {
    if (size_ * kSparseness >= document) {
      AppendBit(document, position);
      return;
    }
    MakeSparse();
  }
  localoffer::Append(document, numbers_);
  if (size_ >= kFewest && size_ * kSparseness / 2 >= document) MakeDense();
}

void DocumentList::AppendBit(DocumentNumber document, size_t position) {
  const size_t word = document / kWordBits;
  if (word >= bits_.size()) {
    ReserveFor(word + 1 - bits_.size(), bits_);
    bits_.resize(word + 1);
    const size_t blocks = word / kBlockWords + 1;
    ReserveFor(blocks - before_.size(), before_);
    before_.resize(blocks, static_cast<uint32_t>(position));
  }
  bits_[word] |= Word{1} << document % kWordBits;
}

void DocumentList::MakeDense() {
  const std::vector<DocumentNumber> numbers = std::move(numbers_);
  numbers_ = {};
  for (size_t i = 0; i < numbers.size(); ++i) AppendBit(numbers[i], i);
}

void DocumentList::MakeSparse() {
  std::vector<DocumentNumber> numbers;
  numbers.reserve(size_);
  ForEach([&numbers](DocumentNumber number, size_t /*position*/) {
    numbers.push_back(number);
  });
  numbers_ = std::move(numbers);
  bits_ = {};
  before_ = {};
}

void DocumentList::ShrinkToFit() {
  numbers_.shrink_to_fit();
  bits_.shrink_to_fit();
  before_.shrink_to_fit();
}

bool DocumentList::Contains(DocumentNumber document) const {
  if (!is_dense()) {
    return std::binary_search(numbers_.begin(), numbers_.end(), document);
  }
  const size_t word = document / kWordBits;
  return word < bits_.size() && (bits_[word] >> document % kWordBits & 1) != 0;
}

size_t DocumentList::CountIn(const DocumentSet& set) const {
  if (is_dense()) {
    return CountCommonBits(bits_, set.words());
  }
  size_t count = 0;
  for (const DocumentNumber number : numbers_) count += set.Contains(number);
  return count;
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
    SubtractWords(set.words(), bits_);
    return;
  }
  for (const DocumentNumber number : numbers_) {
    if (number >= set.size()) break;
    set.Erase(number);
  }
}

void DocumentList::AddTo(absl::Span<const uint32_t> places,
                         absl::Span<Word> words) const {
  if (is_dense() && AreAll(places)) {
    UniteWords(words, bits_);
    return;
  }
  ForEachPlace(places, [words](size_t i, Word bits) { words[i] |= bits; });
}

absl::Span<const DocumentList::Word> DocumentList::WordsAt(
    absl::Span<const uint32_t> places) const {
  if (bits_.size() < places.size() || !AreAll(places)) return {};
  return absl::MakeSpan(bits_).subspan(0, places.size());
}

size_t DocumentList::CountIn(const NarrowSet& set) const {
  const absl::Span<const Word> words = set.words();
  if (is_dense() && AreAll(set.places())) return CountCommonBits(bits_, words);
  size_t count = 0;
  ForEachPlace(set.places(), [&](size_t i, Word bits) {
    count += absl::popcount(bits & words[i]);
  });
  return count;
}

}  // namespace localoffer
