// Analyzers for many threads.
#ifndef LOCALOFFER_STORAGE_INDEX_ANALYZER_POOL_H_
#define LOCALOFFER_STORAGE_INDEX_ANALYZER_POOL_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "storage/index/analyzer.h"

namespace localoffer {

// Lends analyzers and keeps them for the next: they remember the words that
// they have seen. Has as many as were ever lent at once. Thread-safe.
class AnalyzerPool {
 public:
  // Gives the analyzer back when it goes. Thread-compatible.
  class Lent {
   public:
    ~Lent() {
      if (analyzer_ != nullptr) pool_.TakeBack(std::move(analyzer_));
    }
    Lent(Lent&&) = default;

    Analyzer& operator*() const { return *analyzer_; }

   private:
    friend class AnalyzerPool;
    Lent(AnalyzerPool& pool, std::unique_ptr<Analyzer> analyzer)
        : pool_(pool), analyzer_(std::move(analyzer)) {}

    AnalyzerPool& pool_;
    std::unique_ptr<Analyzer> analyzer_;
  };

  // `thesaurus` has to outlive the pool, and the pool what it lends.
  explicit AnalyzerPool(const Thesaurus& thesaurus) : thesaurus_(thesaurus) {}

  Lent Lend();

 private:
  void TakeBack(std::unique_ptr<Analyzer> analyzer);

  const Thesaurus& thesaurus_;
  absl::Mutex mutex_;
  // Those that nobody is using. The last to come back is the first to be lent:
  // what it remembers is in the caches.
  std::vector<std::unique_ptr<Analyzer>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_ANALYZER_POOL_H_
