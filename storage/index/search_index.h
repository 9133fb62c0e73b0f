// The search index: a projection of the change logs, in memory.
#ifndef LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_
#define LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "storage/index/alive_documents.h"
#include "storage/index/analyzer_pool.h"
#include "storage/index/document.h"
#include "storage/index/index_change.h"
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
// than it takes to append to the lists: texts are read before.
class SearchIndex {
 public:
  // `thesaurus` has to outlive the index.
  explicit SearchIndex(const Thesaurus& thesaurus = Thesaurus::BuiltIn());

  // Reads a document's texts. Takes no lock of the index: most of the work of
  // indexing, which threads can share.
  IndexChange Read(Document document) const {
    return reader_.Read(std::move(document));
  }

  // Takes in changes in their order, searches seeing all of them or none: each
  // makes its revision alive from its sequence on, and ends the revision of the
  // same entry that was alive. Says what to keep of each that was not taken in
  // before.
  std::vector<IndexUpdate> Apply(absl::Span<const IndexChange> changes);

  // The same for one revision, and for the end of one.
  absl::optional<IndexUpdate> Add(const Document& document);
  absl::optional<IndexUpdate> End(absl::string_view authority,
                                  absl::string_view entry_id,
                                  uint64_t sequence);

  // Makes the revision of this sequence one that never was, for its body was
  // erased; false when there was none. Its words stay known until the index is
  // made anew.
  bool Erase(absl::string_view authority, uint64_t sequence);

  // Takes in what Apply() gave out earlier: all names, each kind in the order
  // of its numbers, then all records, those of an authority in its order, then
  // FinishRestoring(). On an empty index, before anything else. DATA_LOSS when
  // names or numbers are missing. Records may be given in any order within a
  // batch.
  absl::Status Restore(const IndexName& name);
  absl::Status Restore(IndexRecordBatch batch);
  void FinishRestoring();

  // Gives back memory that was kept for more, as after taking in many changes.
  void ShrinkToFit();

  // The number of a value that has no title, if any document ever had it.
  absl::optional<ValueNumber> NumberOf(Property property,
                                       const std::string& value) const;

  // How many of the authority's changes were taken in: those after the last
  // that concerns an entry are not counted.
  uint64_t LogSize(absl::string_view authority) const;

  // Revisions ever, and words that any of them has.
  struct Figures {
    size_t revisions = 0;
    size_t words = 0;
  };
  Figures figures() const;

  // Cost: with words, the postings of what they stand for (every revision
  // ever that has one); without, every revision ever.
  SearchResult Search(const SearchQuery& query) const;

  // What somebody who has typed so much may mean; see suggest.h.
  std::vector<Suggestion> Suggest(absl::string_view typed, size_t limit) const;

 private:
  // What changes given together add to the tables of all documents.
  struct Additions;

  IndexUpdate Apply(const IndexChange& change, Additions& additions)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  IndexRecord RecordOf(const IndexChange& change, std::vector<IndexName>& names)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // All but the postings. Nothing when the change was taken in before.
  absl::optional<DocumentNumber> Append(const IndexRecord& record)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Of these, what the table of documents does not have.
  void AppendOthers(DocumentNumber document, const IndexRecord& record)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The word's number; made when new.
  uint32_t InternWord(absl::string_view word)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Notes that `count` more documents have a value, for suggestions.
  void AddPhrase(const PropertyValue& value, size_t count)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Thesaurus& thesaurus_;
  mutable AnalyzerPool analyzers_;
  const DocumentReader reader_;

  mutable absl::Mutex mutex_;
  IndexTables tables_ ABSL_GUARDED_BY(mutex_);
  // Cleared by whoever changes the tables.
  mutable AliveCache alive_;
  // Nodes stay where they are: `numbered_words_` points at them.
  absl::node_hash_map<std::string, uint32_t> word_numbers_
      ABSL_GUARDED_BY(mutex_);
  std::vector<const std::string*> numbered_words_ ABSL_GUARDED_BY(mutex_);
  WordTable words_ ABSL_GUARDED_BY(mutex_);
  PhraseTable phrases_ ABSL_GUARDED_BY(mutex_);
  // While restoring: how many documents have a word, by its number.
  std::vector<uint32_t> restored_words_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_
