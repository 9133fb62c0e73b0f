// What uses of one term have in common, kept once.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_TERM_WORDS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_TERM_WORDS_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::catalogue {

// A taxonomy term as an entry says it, without the id of its use: that, some
// feeds make afresh for every entry.
struct TermWords {
  // As the search index knows it: its code, or else its name or its id.
  std::string value;
  // Folded: what makes two uses of one taxonomy uses of one term.
  std::string key;
  std::string name;
  // The name, or else the value.
  std::string folded_name;
  // As the service's JSON has them; "" where there is none.
  std::string parent_id;
  std::string taxonomy_id;
  // Its taxonomy in words, and folded.
  std::string taxonomy;
  std::string folded_taxonomy;

  // What its taxonomy is told by: its name, or else its id; "" for none.
  const std::string& taxonomy_key() const {
    return taxonomy.empty() ? taxonomy_id : folded_taxonomy;
  }
};

// `id` is the use's.
TermWords TermWordsOf(const v1::TaxonomyTerm& term, const std::string& id);

// Makes the words of terms, those that are equal once: a directory of 300,000
// entries has millions of uses of a few thousand terms. Thread-safe.
class TermWordsPool {
 public:
  std::shared_ptr<const TermWords> WordsOf(const v1::TaxonomyTerm& term,
                                           const std::string& id);

  // Forgets those that nobody else has, once they may be many.
  void MakeRoom();
  size_t size() const;

 private:
  mutable absl::Mutex mutex_;
  // By all that they are made from.
  absl::flat_hash_map<std::string, std::shared_ptr<const TermWords>> words_
      ABSL_GUARDED_BY(mutex_);
  size_t most_ ABSL_GUARDED_BY(mutex_) = 1024;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_TERM_WORDS_H_
