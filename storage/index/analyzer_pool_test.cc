#include "storage/index/analyzer_pool.h"

#include <string>

#include "gtest/gtest.h"
#include "storage/index/thesaurus.h"

namespace localoffer {
namespace {

std::string TermOf(Analyzer& analyzer, absl::string_view word) {
  std::string found;
  analyzer.Analyze(word, [&](absl::string_view term, absl::string_view) {
    found = std::string(term);
  });
  return found;
}

TEST(AnalyzerPool, LendsTheLastThatCameBackAndNoneTwiceAtOnce) {
  AnalyzerPool pool(Thesaurus::BuiltIn());
  const Analyzer* first = nullptr;
  const Analyzer* second = nullptr;
  {
    const AnalyzerPool::Lent one = pool.Lend();
    first = &*one;
    const AnalyzerPool::Lent other = pool.Lend();
    second = &*other;
    EXPECT_NE(first, second);
    EXPECT_EQ(TermOf(*one, "carers"), TermOf(*other, "carer"));
  }
  // The other came back first.
  const AnalyzerPool::Lent one = pool.Lend();
  EXPECT_EQ(&*one, first);
  EXPECT_EQ(TermOf(*one, "carers"), "carer");
  const AnalyzerPool::Lent other = pool.Lend();
  EXPECT_EQ(&*other, second);
}

}  // namespace
}  // namespace localoffer
