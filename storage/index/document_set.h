// Sets of documents.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_SET_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_SET_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/numeric/bits.h"
#include "absl/types/span.h"

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
  using Word = uint64_t;
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
  void Erase(DocumentNumber document) {
    words_[document / kWordBits] &= ~(Word{1} << document % kWordBits);
  }

  size_t Count() const;
  // The size of the intersection.
  size_t CountIn(const DocumentSet& other) const;
  void IntersectWith(const DocumentSet& other);
  // Only what is within this set's size.
  void UniteWith(const DocumentSet& other);
  void Subtract(const DocumentSet& other);

  // The bits, the lowest document in the lowest bit of the first word.
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

  // Drops the documents of which `keep` says false.
  template <typename Keep>
  void Filter(const Keep& keep) {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (Word bits = words_[i]; bits != 0; bits &= bits - 1) {
        const auto document = static_cast<DocumentNumber>(
            i * kWordBits + absl::countr_zero(bits));
        if (!keep(document)) words_[i] ^= bits & (~bits + 1);
      }
    }
  }

 private:
  size_t size_ = 0;
  std::vector<Word> words_;
};

// A growing list of documents in the order of their numbers, with their set
// beside it where they are many. Thread-compatible.
class DocumentList {
 public:
  // `document` has to be above those added before.
  void Append(DocumentNumber document);

  // Gives back memory that was kept for more documents.
  void ShrinkToFit() { numbers_.shrink_to_fit(); }

  size_t size() const { return numbers_.size(); }
  const std::vector<DocumentNumber>& numbers() const { return numbers_; }
  bool Contains(DocumentNumber document) const;

  // How many of them are in `set`.
  size_t CountIn(const DocumentSet& set) const;
  // Adds them to `set`, as far as its size goes.
  void AddTo(DocumentSet& set) const;
  // Takes them out of `set`.
  void TakeFrom(DocumentSet& set) const;
  // Takes all others out of `set`.
  void RetainIn(DocumentSet& set) const;

 private:
  // With less than one document in so many, bits would cost more than they
  // save.
  static constexpr size_t kSparseness = 32;

  bool is_dense() const { return bits_.size() > 0; }

  std::vector<DocumentNumber> numbers_;
  // Of size 0 unless dense; else reaches beyond the last document.
  DocumentSet bits_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_SET_H_
