// Which documents have which terms.
#ifndef LOCALOFFER_STORAGE_INDEX_POSTINGS_H_
#define LOCALOFFER_STORAGE_INDEX_POSTINGS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "storage/index/document_table.h"

namespace localoffer {

// The documents that have a term, in order of their numbers, each with the
// term's weight in it (ranking.h). Six bytes a document: its weight takes the
// place of the counts and lengths that it follows from.
struct PostingList {
  std::vector<DocumentNumber> documents;
  std::vector<uint16_t> weights;
};

// A term of a document and its weight in it.
struct WeightedTerm {
  std::string term;
  uint16_t weight;
};

// The posting lists of all terms. Only grows: a document that ends stays for
// searches of the past. Thread-compatible.
class Postings {
 public:
  // Adds a document's terms, each given once. The document's number has to be
  // above those added before.
  void Add(DocumentNumber document, const std::vector<WeightedTerm>& terms);

  // Null when no document has the term. Valid until the next Add.
  const PostingList* Find(absl::string_view term) const;

 private:
  absl::flat_hash_map<std::string, uint32_t> numbers_;
  std::vector<PostingList> lists_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_POSTINGS_H_
