// The union of lists of documents, in some lines of a set.
#ifndef LOCALOFFER_STORAGE_INDEX_JOINED_WORDS_H_
#define LOCALOFFER_STORAGE_INDEX_JOINED_WORDS_H_

#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "storage/index/document_list.h"
#include "storage/index/document_set.h"

namespace localoffer {

// The words of some lines of a set, with the documents of all lists that are
// added. Most words of a query have one list: where these are all lines, and it
// has no gaps, its bits are taken where they are, without a copy.
// Thread-compatible; lines and lists have to outlive it, unchanged.
class JoinedWords {
 public:
  using Word = DocumentSet::Word;

  explicit JoinedWords(absl::Span<const uint32_t> lines) : lines_(lines) {}
  JoinedWords(JoinedWords&&) = default;
  JoinedWords& operator=(JoinedWords&&) = default;

  void Add(const DocumentList& list);
  // Of the same lines. They have to outlive it, unchanged.
  void Add(absl::Span<const Word> words);

  // To be called once, when all are added.
  void Finish();
  // kLineWords for each line.
  absl::Span<const Word> words() const { return words_; }

 private:
  absl::Span<const uint32_t> lines_;
  // What was added: where it is, and what has to be gathered.
  absl::InlinedVector<absl::Span<const Word>, 8> lent_;
  absl::InlinedVector<const DocumentList*, 8> apart_;
  absl::Span<const Word> words_;
  std::vector<Word> own_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_JOINED_WORDS_H_
