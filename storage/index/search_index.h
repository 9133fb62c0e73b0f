// The search index: a projection of the change logs, in memory.
#ifndef LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_
#define LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/index/analyzer.h"
#include "storage/index/document.h"
#include "storage/index/document_table.h"
#include "storage/index/postings.h"
#include "storage/index/search_query.h"

namespace localoffer {

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
// An answer is a function of the query and the documents alive at its
// instant. Which order the logs of several authorities were taken in, and
// what is added later, don't show.
//
// Thread-safe. Searches run side by side, writers one after another. A writer
// waits for the searches under way and holds up new ones, but for no longer
// than it takes to append to the lists: texts are analysed before.
class SearchIndex {
 public:
  // Makes the revision alive from its sequence on, and ends the revision of
  // the same entry that was alive. Of each text the first 20,000 words count.
  void Add(const Document& document);

  // Ends the entry's revision that is alive, if there is one.
  void End(absl::string_view authority, absl::string_view entry_id,
           uint64_t sequence);

  // Cost: with words, the postings of the words (every revision ever that has
  // one); without, every revision ever.
  SearchResult Search(const SearchQuery& query) const;

 private:
  // Held by a writer from beginning to end; taken before mutex_.
  absl::Mutex writer_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  Analyzer analyzer_ ABSL_GUARDED_BY(writer_mutex_);

  mutable absl::Mutex mutex_;
  DocumentTable table_ ABSL_GUARDED_BY(mutex_);
  Postings postings_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SEARCH_INDEX_H_
