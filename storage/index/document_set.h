// Sets of documents.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_SET_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_SET_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/numeric/bits.h"
#include "absl/types/span.h"
#include "storage/index/bit_words.h"

namespace localoffer {

// Position of a document in the order of their adding.
using DocumentNumber = uint32_t;

// A set of documents, a bit each. Documents beyond the size are not in it.
// Thread-compatible.
//
// Plain bits rather than compressed ones: a directory of 300,000 documents
// makes 37 KB, which stays in the nearest caches, and combining two sets is
// then a matter of microseconds (docs/decisions/0006-search-index.md).
class DocumentSet {
 public:
  using Word = BitWord;
  static constexpr size_t kWordBits = 64;

  explicit DocumentSet(size_t size = 0) { Resize(size); }

  // Documents that a smaller set had stay; a larger one loses its last.
  void Resize(size_t size);
  size_t size() const { return size_; }

  bool Contains(DocumentNumber document) const {
    return document < size_ &&
           (words_[document / kWordBits] >> document % kWordBits & 1) != 0;
  }
  // `document` has to be below the size.
  void Insert(DocumentNumber document) {
    words_[document / kWordBits] |= Word{1} << document % kWordBits;
  }
  // Insert() if `is_in`, without a branch: for many documents of which nobody
  // can foresee which are.
  void InsertIf(bool is_in, DocumentNumber document) {
    words_[document / kWordBits] |= Word{is_in} << document % kWordBits;
  }
  // Inserts all of a word, which have to be below the size.
  void InsertWord(size_t place, Word bits) { words_[place] |= bits; }
  void Erase(DocumentNumber document) {
    words_[document / kWordBits] &= ~(Word{1} << document % kWordBits);
  }

  size_t Count() const;
  // The size of the intersection.
  size_t CountIn(const DocumentSet& other) const;
  void IntersectWith(const DocumentSet& other);
  // With the words of a set, as far as they are within this one's size.
  void UniteWith(absl::Span<const Word> words);
  // The same with the words of some lines, which it has.
  void UniteWith(absl::Span<const uint32_t> lines,
                 absl::Span<const Word> words);

  // The bits, the lowest document in the lowest bit of the first word. Whole
  // lines (kLineWords); those beyond the size are 0.
  absl::Span<const Word> words() const { return words_; }
  absl::Span<Word> words() { return absl::MakeSpan(words_); }

  // Calls `visit` with each document, in order.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (Word bits = words_[i]; bits != 0; bits &= bits - 1) {
        visit(static_cast<DocumentNumber>(i * kWordBits +
                                          absl::countr_zero(bits)));
      }
    }
  }

 private:
  void ClearBeyondSize();

  size_t size_ = 0;
  std::vector<Word> words_;
};

// The lines of a set's words that are not all 0, with their numbers: what is
// left of it by narrow conditions, in the time and memory that this takes. All
// lines where most are not 0: others then have theirs where they have them, and
// need not be gathered. Thread-compatible.
class NarrowSet {
 public:
  using Word = DocumentSet::Word;
  static constexpr size_t kWordBits = DocumentSet::kWordBits;

  explicit NarrowSet(const DocumentSet& set);

  // The numbers of the lines in the set, rising.
  absl::Span<const uint32_t> lines() const { return *lines_; }
  // Theirs, one line after the other.
  absl::Span<const Word> words() const { return words_; }

  size_t Count() const;
  // `set` has to be of the size of that which this was made of.
  void IntersectWith(const DocumentSet& set);
  // The others have to be of the same lines: kLineWords words each.
  void IntersectWith(absl::Span<const Word> words);
  void Subtract(absl::Span<const Word> words);
  // What is also in each of `sets`.
  NarrowSet Within(absl::Span<const absl::Span<const Word>> sets) const;
  // Lets go of lines that have become empty, if these are many.
  void Narrow();

  // Calls `visit` with each document, in order.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (Word bits = words_[i]; bits != 0; bits &= bits - 1) {
        visit(DocumentOf(i, bits));
      }
    }
  }

  // Drops the documents of which `keep` says false.
  template <typename Keep>
  void Filter(const Keep& keep) {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (Word bits = words_[i]; bits != 0; bits &= bits - 1) {
        if (!keep(DocumentOf(i, bits))) words_[i] ^= bits & (~bits + 1);
      }
    }
  }

 private:
  NarrowSet() = default;

  // That of the lowest of `bits`, of the i-th word.
  DocumentNumber DocumentOf(size_t i, Word bits) const {
    const size_t word = (*lines_)[i / kLineWords] * kLineWords + i % kLineWords;
    return static_cast<DocumentNumber>(word * kWordBits +
                                       absl::countr_zero(bits));
  }

  // Shared by the copies.
  std::shared_ptr<const std::vector<uint32_t>> lines_;
  std::vector<Word> words_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_SET_H_
