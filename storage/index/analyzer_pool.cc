#include "storage/index/analyzer_pool.h"

namespace localoffer {

AnalyzerPool::Lent AnalyzerPool::Lend() {
  {
    absl::MutexLock lock(&mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Analyzer> analyzer = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(analyzer)};
    }
  }
  return {*this, std::make_unique<Analyzer>(thesaurus_)};
}

void AnalyzerPool::TakeBack(std::unique_ptr<Analyzer> analyzer) {
  analyzer->MakeRoom();
  absl::MutexLock lock(&mutex_);
  idle_.push_back(std::move(analyzer));
}

}  // namespace localoffer
