// Which documents have which terms.
#ifndef LOCALOFFER_STORAGE_INDEX_POSTINGS_H_
#define LOCALOFFER_STORAGE_INDEX_POSTINGS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/index/document_list.h"

namespace localoffer {

// Position of a term in the order of their first use.
using TermNumber = uint32_t;

// The documents that have a term, in order of their numbers, each with the
// term's weight in it (ranking.h). Six bytes a document: its weight takes the
// place of the counts and lengths that it follows from.
struct PostingList {
  DocumentList documents;
  // By position in `documents`.
  std::vector<uint16_t> weights;
  // The greatest of these.
  uint16_t most = 0;
  // Those of the documents in which the term weighs kTelling or more.
  DocumentList telling;
};

// A term of a document and its weight in it.
struct WeightedTerm {
  TermNumber term = 0;
  uint16_t weight = 0;
};

// That a document has a term.
struct Posting {
  TermNumber term = 0;
  DocumentNumber document = 0;
  uint16_t weight = 0;
};

// Puts postings in the order of their terms; those of a term stay as they are.
void SortByTerm(std::vector<Posting>& postings);

// The posting lists of all terms. Only grows: a document that ends stays for
// searches of the past. Thread-compatible.
class Postings {
 public:
  // The term's number; made when new.
  TermNumber Intern(absl::string_view term);

  // Adds documents' terms, each of a document once. Numbers of documents have
  // to be above those added before. Costs less a posting the more are given at
  // once: every list is gone to once.
  void Add(std::vector<Posting> postings);
  // The same for postings that SortByTerm has put in order.
  void AddSorted(absl::Span<const Posting> postings);

  // Gives back memory that was kept for more documents.
  void ShrinkToFit();

  // How many terms there are.
  size_t size() const { return lists_.size(); }

  // Null when no document has the term. Valid until the next Intern.
  const PostingList* Find(absl::string_view term) const;

 private:
  absl::flat_hash_map<std::string, TermNumber> numbers_;
  std::vector<PostingList> lists_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_POSTINGS_H_
