// The search index: a projection of the change logs, in memory.
#ifndef LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_
#define LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "storage/index/analyzer.h"
#include "storage/index/document.h"
#include "storage/index/index_record.h"
#include "storage/index/index_tables.h"
#include "storage/index/phrase_table.h"
#include "storage/index/search_query.h"
#include "storage/index/suggest.h"
#include "storage/index/thesaurus.h"
#include "storage/index/word_table.h"

namespace localoffer {

// What taking in a change adds to the persisted form of the index.
struct IndexUpdate {
  // Names that the index knew not, or less of, in the order of their numbers.
  std::vector<IndexName> names;
  IndexRecord record;
};

// Finds the entries of all authorities as they were at any instant.
//
// A document, one revision of one entry, is alive from the change that made
// it to the next change of its entry: at an instant at which the authority's
// log has N changes it is alive when it was made at a sequence below N and
// not ended at a sequence below N. It stays in the index for ever, so a search
// of the past is exact.
//
// Of each authority, revisions and withdrawals have to be given in the order
// of its log. What is not above the last sequence given of its log was taken
// in before and changes nothing: giving a stretch of a log again is harmless.
//
// An answer is a function of the query, the documents alive at its instant
// and, for words that none of them has, of the words that are known (which
// corrections are likely). Which order the logs of several authorities were
// taken in, and what is added later, don't show.
//
// Thread-safe. Searches run side by side, writers one after another. A writer
// waits for the searches under way and holds up new ones, but for no longer
// than it takes to append to the lists: texts are analysed before.
class SearchIndex {
 public:
  // `thesaurus` has to outlive the index.
  explicit SearchIndex(const Thesaurus& thesaurus = Thesaurus::BuiltIn());

  // Makes the revision alive from its sequence on, and ends the revision of
  // the same entry that was alive. Of each text the first 20,000 words count.
  // Nothing when the change was taken in before.
  absl::optional<IndexUpdate> Add(const Document& document);

  // Ends the entry's revision that is alive, if there is one.
  absl::optional<IndexUpdate> End(absl::string_view authority,
                                  absl::string_view entry_id,
                                  uint64_t sequence);

  // Makes the revision of this sequence one that never was, for its body was
  // erased; false when there was none. Its words stay known until the index is
  // made anew.
  bool Erase(absl::string_view authority, uint64_t sequence);

  // Takes in what Add() and End() gave out earlier: all names, each kind in
  // the order of its numbers, then all records, those of an authority in its
  // order, then FinishRestoring(). On an empty index, before anything else.
  // DATA_LOSS when names or numbers are missing.
  absl::Status Restore(const IndexName& name);
  absl::Status Restore(IndexRecord record);
  void FinishRestoring();

  // How many of the authority's changes were taken in: those after the last
  // that concerns an entry are not counted.
  uint64_t LogSize(absl::string_view authority) const;

  // Cost: with words, the postings of what they stand for (every revision
  // ever that has one); without, every revision ever.
  SearchResult Search(const SearchQuery& query) const;

  // What somebody who has typed so much may mean; see suggest.h.
  std::vector<Suggestion> Suggest(absl::string_view typed, size_t limit) const;

 private:
  struct Analysis;

  IndexRecord RecordOf(const Document& document, const Analysis& analysis,
                       std::vector<IndexName>& names)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // False when the change was taken in before.
  bool Append(const IndexRecord& record) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  uint32_t InternWord(absl::string_view word, std::vector<IndexName>& names)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Notes that `count` more documents have a value, for suggestions.
  void AddPhrase(const PropertyValue& value, size_t count)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Thesaurus& thesaurus_;

  // Held by a writer from beginning to end; taken before mutex_.
  absl::Mutex writer_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  Analyzer analyzer_ ABSL_GUARDED_BY(writer_mutex_);

  mutable absl::Mutex mutex_;
  IndexTables tables_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, uint32_t> word_numbers_
      ABSL_GUARDED_BY(mutex_);
  WordTable words_ ABSL_GUARDED_BY(mutex_);
  PhraseTable phrases_ ABSL_GUARDED_BY(mutex_);
  // While restoring: the words by their numbers, and their documents.
  std::vector<CountedWord> restored_words_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_
