#include "storage/index/document_list.h"

#include "storage/index/growth.h"

namespace localoffer {
namespace {

constexpr size_t kFewest = 256;

}  // namespace

void DocumentList::Append(DocumentNumber document) {
  const uint32_t line = document / kLineBits;
  if (size_ == 0 ||
      line != (is_dense() ? lines_.back() : numbers_.back() / kLineBits)) {
    ++lines_in_use_;
  }
  const size_t position = size_++;
  if (is_dense()) {
    if (size_ >= kFewestOfLine * lines_in_use_) {
      AppendBit(document, position);
      return;
    }
    MakeSparse();
  }
  localoffer::Append(document, numbers_);
  if (size_ >= kFewest && size_ >= 2 * kFewestOfLine * lines_in_use_) {
    MakeDense();
  }
}

void DocumentList::AppendBit(DocumentNumber document, size_t position) {
  const uint32_t line = document / kLineBits;
  if (lines_.empty() || lines_.back() != line) {
    // Without gaps they need not be looked for: a few that are empty are worth
    // it.
    const bool is_gapless = lines_.empty() || AreAll(lines_);
    if (is_gapless && size_ >= kFewestOfLine * (size_t{1} + line)) {
      for (auto empty = static_cast<uint32_t>(lines_.size()); empty < line;
           ++empty) {
        localoffer::Append(empty, lines_);
      }
    }
    localoffer::Append(line, lines_);
    ReserveFor(lines_.size() * kLineWords - bits_.size(), bits_);
    bits_.resize(lines_.size() * kLineWords);
  }
  const size_t word =
      (lines_.size() - 1) * kLineWords + document / kWordBits % kLineWords;
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
  lines_ = {};
  bits_ = {};
  before_ = {};
}

void DocumentList::ShrinkToFit() {
  if (is_dense() && !AreAll(lines_) &&
      size_ >= kFewestOfLine * (size_t{1} + lines_.back())) {
    // It has grown since: made anew, it has no gaps.
    MakeSparse();
    MakeDense();
  }
  numbers_.shrink_to_fit();
  lines_.shrink_to_fit();
  bits_.shrink_to_fit();
  before_.shrink_to_fit();
}

bool DocumentList::Contains(DocumentNumber document) const {
  if (!is_dense()) {
    return std::binary_search(numbers_.begin(), numbers_.end(), document);
  }
  const uint32_t line = document / kLineBits;
  size_t own = line;
  if (!AreAll(lines_)) {
    own = static_cast<size_t>(
        std::lower_bound(lines_.begin(), lines_.end(), line) - lines_.begin());
    if (own == lines_.size() || lines_[own] != line) return false;
  }
  const size_t word = own * kLineWords + document / kWordBits % kLineWords;
  return word < bits_.size() && (bits_[word] >> document % kWordBits & 1) != 0;
}

size_t DocumentList::CountIn(const DocumentSet& set) const {
  if (is_dense()) {
    if (AreAll(lines_)) return CountCommonBits(bits_, set.words());
    return CountCommonBitsOfLines(bits_, LinesWithin(set), set.words());
  }
  size_t count = 0;
  for (const DocumentNumber number : numbers_) count += set.Contains(number);
  return count;
}

void DocumentList::AddTo(DocumentSet& set) const {
  if (is_dense()) {
    if (AreAll(lines_)) {
      set.UniteWith(bits_);
    } else {
      set.UniteWith(LinesWithin(set), bits_);
    }
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
    if (AreAll(lines_)) {
      SubtractWords(set.words(), bits_);
      return;
    }
    const absl::Span<const uint32_t> lines = LinesWithin(set);
    for (size_t i = 0; i < lines.size(); ++i) {
      SubtractWords(set.words().subspan(lines[i] * kLineWords, kLineWords),
                    OwnLine(i * kLineWords));
    }
    return;
  }
  for (const DocumentNumber number : numbers_) {
    if (number >= set.size()) break;
    set.Erase(number);
  }
}

absl::Span<const uint32_t> DocumentList::LinesOfBits(
    absl::Span<const uint32_t> lines) const {
  return LinesBelow(static_cast<uint32_t>(lines_.size()), lines);
}

absl::Span<const uint32_t> DocumentList::LinesWithin(
    const DocumentSet& set) const {
  return LinesBelow(static_cast<uint32_t>(set.words().size() / kLineWords),
                    lines_);
}

absl::Span<const uint32_t> DocumentList::LinesBelow(
    uint32_t end, absl::Span<const uint32_t> lines) {
  const auto* const behind = std::lower_bound(lines.begin(), lines.end(), end);
  return lines.subspan(0, static_cast<size_t>(behind - lines.begin()));
}

void DocumentList::AddTo(absl::Span<const uint32_t> lines,
                         absl::Span<Word> words) const {
  if (!is_dense()) {
    ForEachNumberIn(lines, [words](size_t i, Word bit) { words[i] |= bit; });
  } else if (!AreAll(lines_)) {
    ForEachCommonLine(lines, [&](size_t theirs, size_t own) {
      UniteWords(words.subspan(theirs, kLineWords), OwnLine(own));
    });
  } else if (AreAll(lines)) {
    UniteWords(words, bits_);
  } else {
    UniteLines(words, LinesOfBits(lines), bits_);
  }
}

absl::Span<const DocumentList::Word> DocumentList::WordsOf(
    absl::Span<const uint32_t> lines) const {
  const size_t size = lines.size();
  // Neither has a gap as far as `lines` goes.
  if (!AreAll(lines) || lines_.size() < size || lines_[size - 1] != size - 1) {
    return {};
  }
  return absl::MakeSpan(bits_).subspan(0, size * kLineWords);
}

size_t DocumentList::CountIn(const NarrowSet& set) const {
  const absl::Span<const Word> words = set.words();
  size_t count = 0;
  if (!is_dense()) {
    ForEachNumberIn(set.lines(), [&](size_t i, Word bit) {
      count += (words[i] & bit) != 0;
    });
    return count;
  }
  if (!AreAll(lines_)) {
    ForEachCommonLine(set.lines(), [&](size_t theirs, size_t own) {
      count += CountCommonBits(words.subspan(theirs, kLineWords), OwnLine(own));
    });
    return count;
  }
  if (AreAll(set.lines())) return CountCommonBits(bits_, words);
  return CountCommonBitsOfLines(words, LinesOfBits(set.lines()), bits_);
}

}  // namespace localoffer
