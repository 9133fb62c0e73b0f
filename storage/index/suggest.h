// What somebody who is typing a search may mean.
#ifndef LOCALOFFER_STORAGE_INDEX_SUGGEST_H_
#define LOCALOFFER_STORAGE_INDEX_SUGGEST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "storage/index/phrase_table.h"
#include "storage/index/thesaurus.h"
#include "storage/index/word_table.h"

namespace localoffer {

enum class SuggestionKind {
  // The last word completed, or corrected when nothing begins so.
  kWord,
  // A phrase of the thesaurus, some document's concept.
  kConcept,
  kTaxonomyTerm,
  kProvider
};

struct Suggestion {
  // All that should stand in the search box.
  std::string text;
  SuggestionKind kind = SuggestionKind::kWord;
  // Documents that have it: the word in any form, the concept or the name
  // alone.
  uint32_t count = 0;
};

// What suggestions are made from. Made for a call and gone with it.
struct SuggestionSources {
  // The number of documents that have a term, a folded word in any form, a
  // name. What none has is not suggested.
  absl::FunctionRef<size_t(absl::string_view term)> document_count;
  absl::FunctionRef<size_t(absl::string_view word)> word_count;
  absl::FunctionRef<size_t(absl::string_view phrase, PhraseKind kind)>
      phrase_count;
  // These may know more than the documents have.
  const WordTable& words;
  const PhraseTable& phrases;
  const Thesaurus& thesaurus;
};

// At most `limit` continuations of `typed`, the best first, each text once:
// those that continue most of its words, of them phrases of the thesaurus (one
// a concept) and names of taxonomies first, then words, then names of
// providers, none of which takes more than half of the room while there
// are others. What is typed before the words that are continued stays as it
// is. A word is complete when something other than a letter follows it. Words
// that fewer than `min_count` documents have are not suggested. None for more
// than 500 bytes.
std::vector<Suggestion> Suggest(absl::string_view typed,
                                const SuggestionSources& sources, size_t limit,
                                uint32_t min_count = 1);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SUGGEST_H_
