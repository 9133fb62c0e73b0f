// Growing lists of documents.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_LIST_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_LIST_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/numeric/bits.h"
#include "absl/types/span.h"
#include "storage/index/document_set.h"

namespace localoffer {

// A growing list of documents in the order of their numbers: as numbers where
// they are few or scattered, as bits where there are some in each line
// (kLineWords) that has any, be these all lines or a few. Thread-compatible.
class DocumentList {
 public:
  using Word = DocumentSet::Word;

  // `document` has to be above those added before.
  void Append(DocumentNumber document);

  // Gives back memory that was kept for more documents, and closes gaps between
  // lines that are no longer worth it.
  void ShrinkToFit();

  size_t size() const { return size_; }
  bool Contains(DocumentNumber document) const;

  // How many of them are in `set`.
  size_t CountIn(const DocumentSet& set) const;
  // Adds them to `set`, as far as its size goes.
  void AddTo(DocumentSet& set) const;
  // Takes them out of `set`.
  void TakeFrom(DocumentSet& set) const;
  // Adds to `words`, the words of `lines` of a set, which rise, those of the
  // documents that stand in them.
  void AddTo(absl::Span<const uint32_t> lines, absl::Span<Word> words) const;
  // The same words where it keeps them, when they are side by side; otherwise
  // none. They are its own.
  absl::Span<const Word> WordsOf(absl::Span<const uint32_t> lines) const;
  // How many of them are in `set`.
  size_t CountIn(const NarrowSet& set) const;

  // Calls `visit` with each document and its position in the list, in order.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    size_t position = 0;
    if (!is_dense()) {
      for (const DocumentNumber number : numbers_) visit(number, position++);
      return;
    }
    for (size_t i = 0; i < bits_.size(); ++i) {
      const size_t word = lines_[i / kLineWords] * kLineWords + i % kLineWords;
      for (Word bits = bits_[i]; bits != 0; bits &= bits - 1) {
        visit(static_cast<DocumentNumber>(word * kWordBits +
                                          absl::countr_zero(bits)),
              position++);
      }
    }
  }

  // Calls `visit` with those of `documents`, which rise, that are in the list:
  // the position in `documents`, and that in the list.
  template <typename Visit>
  void ForEachCommon(absl::Span<const DocumentNumber> documents,
                     const Visit& visit) const {
    if (is_dense()) {
      const bool is_gapless = AreAll(lines_);
      const uint32_t* at = lines_.data();
      const uint32_t* const end = at + lines_.size();
      for (size_t i = 0; i < documents.size(); ++i) {
        size_t word = documents[i] / kWordBits;
        if (!is_gapless) {
          const uint32_t line = documents[i] / kLineBits;
          at = FirstFrom(line, at, end);
          if (at == end) return;
          if (*at != line) continue;
          word = static_cast<size_t>(at - lines_.data()) * kLineWords +
                 word % kLineWords;
        }
        if (word >= bits_.size()) return;
        const Word bit = Word{1} << documents[i] % kWordBits;
        if ((bits_[word] & bit) != 0) {
          visit(i, CountBefore(word) + absl::popcount(bits_[word] & (bit - 1)));
        }
      }
      return;
    }
    const DocumentNumber* at = numbers_.data();
    const DocumentNumber* const end = at + numbers_.size();
    for (size_t i = 0; i < documents.size(); ++i) {
      at = FirstFrom(documents[i], at, end);
      if (at == end) return;
      if (*at == documents[i]) {
        visit(i, static_cast<size_t>(at - numbers_.data()));
        continue;
      }
      // Whichever has fewer of what is between is skipped in.
      const DocumentNumber* const next =
          FirstFrom(*at, documents.data() + i, documents.end());
      i = static_cast<size_t>(next - documents.data()) - 1;
    }
  }

 private:
  static constexpr size_t kWordBits = DocumentSet::kWordBits;
  static constexpr uint32_t kLineBits = kLineWords * kWordBits;
  // With fewer documents in a line that has any, on average, bits would cost
  // more than they save.
  static constexpr size_t kFewestOfLine = 4;
  // Words of which the documents before are kept.
  static constexpr size_t kBlockWords = 4;

  // The first in [at, end) that is not below `number`. In steps that double,
  // so that a few of many cost little.
  static const uint32_t* FirstFrom(uint32_t number, const uint32_t* at,
                                   const uint32_t* end) {
    if (at == end || *at >= number) return at;
    ptrdiff_t step = 1;
    while (end - at > step && at[step] < number) {
      at += step;
      step *= 2;
    }
    return std::lower_bound(at + 1, at + std::min(step + 1, end - at), number);
  }

  // Whether they are all from 0 on.
  static bool AreAll(absl::Span<const uint32_t> lines) {
    return !lines.empty() && lines.back() == lines.size() - 1;
  }
  // Those of `lines` that bits of all lines, from 0 on, have.
  absl::Span<const uint32_t> LinesOfBits(
      absl::Span<const uint32_t> lines) const;

  // Those of its own that `set` has.
  absl::Span<const uint32_t> LinesWithin(const DocumentSet& set) const;
  static absl::Span<const uint32_t> LinesBelow(
      uint32_t end, absl::Span<const uint32_t> lines);
  // The words of a line, from the first of them on.
  absl::Span<const Word> OwnLine(size_t first_word) const {
    return absl::MakeSpan(bits_).subspan(first_word, kLineWords);
  }

  // Of bits: calls `visit` with each line that is both in `lines` and its own,
  // by the positions of the line's first word among theirs and its own.
  template <typename Visit>
  void ForEachCommonLine(absl::Span<const uint32_t> lines,
                         const Visit& visit) const {
    const uint32_t* line = lines.data();
    const uint32_t* own = lines_.data();
    const uint32_t* const end = own + lines_.size();
    while (line != lines.end()) {
      own = FirstFrom(*line, own, end);
      if (own == end) return;
      line = FirstFrom(*own, line, lines.end());
      if (line == lines.end()) return;
      if (*line != *own) continue;
      visit(static_cast<size_t>(line - lines.data()) * kLineWords,
            static_cast<size_t>(own - lines_.data()) * kLineWords);
      ++line;
    }
  }

  // Of numbers: calls `visit` for each that stands in one of `lines`, with the
  // position of its word among theirs, and its bit.
  template <typename Visit>
  void ForEachNumberIn(absl::Span<const uint32_t> lines,
                       const Visit& visit) const {
    const auto tell = [&visit](size_t i, DocumentNumber number) {
      visit(i * kLineWords + number / kWordBits % kLineWords,
            Word{1} << number % kWordBits);
    };
    if (AreAll(lines)) {
      for (const DocumentNumber number : numbers_) {
        const size_t line = number / kLineBits;
        if (line >= lines.size()) return;
        tell(line, number);
      }
      return;
    }
    const DocumentNumber* at = numbers_.data();
    const DocumentNumber* const end = at + numbers_.size();
    const uint32_t* line = lines.data();
    while (true) {
      if (line == lines.end()) return;
      at = FirstFrom(*line * kLineBits, at, end);
      if (at == end) return;
      line = FirstFrom(*at / kLineBits, line, lines.end());
      if (line == lines.end()) return;
      for (; at != end && *at / kLineBits == *line; ++at) {
        tell(static_cast<size_t>(line - lines.data()), *at);
      }
      // Those before the line, and then the next one.
      if (at != end && *at / kLineBits > *line) ++line;
    }
  }

  bool is_dense() const { return !bits_.empty(); }
  // How many documents stand before a word of `bits_`.
  size_t CountBefore(size_t word) const {
    const size_t block = word / kBlockWords;
    size_t count = before_[block];
    for (size_t i = block * kBlockWords; i < word; ++i) {
      count += absl::popcount(bits_[i]);
    }
    return count;
  }
  void AppendBit(DocumentNumber document, size_t position);
  void MakeDense();
  void MakeSparse();

  size_t size_ = 0;
  // How many lines have any.
  size_t lines_in_use_ = 0;
  // Either these ...
  std::vector<DocumentNumber> numbers_;
  // ... or these, lines, which rise, among them all that have any, and their
  // words, ...
  std::vector<uint32_t> lines_;
  std::vector<Word> bits_;
  // ... and for each kBlockWords of the words how many documents stand before.
  std::vector<uint32_t> before_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_LIST_H_
