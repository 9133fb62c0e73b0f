// Words for the same thing: respite and short breaks, SALT and speech and
// language therapy.
//
// The words are data, storage/index/data/thesaurus.txt, built into the
// program; the head of the file says how to write it.
#ifndef LOCALOFFER_STORAGE_INDEX_THESAURUS_H_
#define LOCALOFFER_STORAGE_INDEX_THESAURUS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/index/phrase_trie.h"
#include "storage/index/prefix_buckets.h"
#include "storage/index/word_table.h"

namespace localoffer {

// Position of a concept in the thesaurus.
using ConceptNumber = uint16_t;

// A concept that a query for another one is glad of too.
struct RelatedConcept {
  ConceptNumber number = 0;
  // How well it answers the query, 0 to 1.
  double factor = 0;
};

struct Concept {
  // What the index keeps for it: "\x01" and its id, such as "short-breaks". No
  // word of a text has such a term.
  std::string term;
  // The plain wording, "short breaks".
  std::string label;
  std::vector<RelatedConcept> related;
};

// A way of saying a concept.
struct ConceptPhrase {
  // As written in the file: "speech and language therapy".
  std::string wording;
  // `wording` folded, one space between two words, for completing it.
  std::string folded;
  ConceptNumber number = 0;
  // How surely a query with these words asks for the concept, 0 to 1.
  double factor = 0;
  // True when the words name it, in documents too. False for what only people
  // who ask say: "bus" stands for school transport in a query and for nothing
  // in a document.
  bool is_name = false;
};

// Immutable, so thread-safe.
class Thesaurus {
 public:
  // The factor of a name that is a single word, unless the file gives another.
  static constexpr double kNameWord = 0.75;
  // What a phrase has at most, words that phrases skip not counted.
  static constexpr size_t kMaxPhraseWords = 6;

  // INVALID_ARGUMENT, with the line's number, when `text` is no thesaurus.
  static absl::StatusOr<Thesaurus> Parse(absl::string_view text);

  // The one that is built in. Lives as long as the program.
  static const Thesaurus& BuiltIn();

  absl::Span<const Concept> concepts() const { return concepts_; }

  // Every way of saying a concept, in the order of the file.
  absl::Span<const ConceptPhrase> phrases() const { return phrases_; }

  // Changes whenever the file does: an index that keeps concepts' terms is
  // made with one thesaurus.
  uint64_t fingerprint() const { return fingerprint_; }

  // The number of a term that phrases are made of, or kNoWord. Words that
  // phrases skip ("speech [and] language") are kSkippedWord.
  PhraseWord Find(absl::string_view term) const;

  // The names of concepts; its values are ConceptNumbers.
  const PhraseTrie& names() const { return names_; }

  // Everything that a query can say; its values are positions in phrases().
  const PhraseTrie& requests() const { return requests_; }

  // Calls `found` with each phrase that goes on with `prefix`, as PhraseTable
  // takes it, from one of its words on, once for each such word; `is_inner`
  // says that it is not the first.
  void Complete(
      absl::string_view prefix,
      absl::FunctionRef<void(const ConceptPhrase&, bool is_inner)> found) const;

  // The folded words that phrases are written with, each with the number of
  // phrases that have it.
  const WordTable& words() const { return *words_; }

 private:
  friend class ThesaurusParser;
  Thesaurus() = default;

  std::vector<Concept> concepts_;
  std::vector<ConceptPhrase> phrases_;
  absl::flat_hash_map<std::string, PhraseWord> numbers_;
  PhraseTrie names_;
  PhraseTrie requests_;
  // Values are positions in phrases(), and where the word begins.
  PrefixBuckets<8> by_word_;
  std::unique_ptr<WordTable> words_;
  uint64_t fingerprint_ = 0;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_THESAURUS_H_
