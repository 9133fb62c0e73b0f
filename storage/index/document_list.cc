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
    const size_t words = (word / kLineWords + 1) * kLineWords;
    ReserveFor(words - bits_.size(), bits_);
    bits_.resize(words);
  }
  const size_t blocks = word / kBlockWords + 1;
  if (blocks > before_.size()) {
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
  // Many stand in the same word: it is gone to once.
  for (size_t i = 0; i < numbers_.size() && numbers_[i] < set.size();) {
    const size_t word = numbers_[i] / kWordBits;
    Word bits = 0;
    for (; i < numbers_.size() && numbers_[i] / kWordBits == word; ++i) {
      bits |= Word{numbers_[i] < set.size()} << numbers_[i] % kWordBits;
    }
    set.InsertWord(word, bits);
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

absl::Span<const uint32_t> DocumentList::LinesOfBits(
    absl::Span<const uint32_t> lines) const {
  const auto end = static_cast<uint32_t>(bits_.size() / kLineWords);
  const auto* const behind = std::lower_bound(lines.begin(), lines.end(), end);
  return lines.subspan(0, static_cast<size_t>(behind - lines.begin()));
}

void DocumentList::AddTo(absl::Span<const uint32_t> lines,
                         absl::Span<Word> words) const {
  if (!is_dense()) {
    ForEachNumberIn(lines, [words](size_t i, Word bit) { words[i] |= bit; });
  } else if (AreAll(lines)) {
    UniteWords(words, bits_);
  } else {
    UniteLines(words, LinesOfBits(lines), bits_);
  }
}

absl::Span<const DocumentList::Word> DocumentList::WordsOf(
    absl::Span<const uint32_t> lines) const {
  const size_t size = lines.size() * kLineWords;
  if (bits_.size() < size || !AreAll(lines)) return {};
  return absl::MakeSpan(bits_).subspan(0, size);
}

size_t DocumentList::CountIn(const NarrowSet& set) const {
  const absl::Span<const Word> words = set.words();
  if (is_dense()) {
    if (AreAll(set.lines())) return CountCommonBits(bits_, words);
    return CountCommonBitsOfLines(words, LinesOfBits(set.lines()), bits_);
  }
  size_t count = 0;
  ForEachNumberIn(set.lines(),
                  [&](size_t i, Word bit) { count += (words[i] & bit) != 0; });
  return count;
}

}  // namespace localoffer
