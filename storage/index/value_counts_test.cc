#include "storage/index/value_counts.h"

#include <algorithm>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

// Either way against looking at every document.
TEST(ValueCounts, AreWhatLookingAtEveryDocumentSays) {
  constexpr size_t kDocuments = 8'000;
  std::mt19937 random(5);
  ValueTable table;
  std::vector<ValueNumber> known;
  for (int i = 0; i < 40; ++i) {
    known.push_back(
        table.Intern({Property::kLanguage, absl::StrCat("l", i), "", {}})
            .number);
  }
  std::vector<std::vector<ValueNumber>> values(kDocuments);
  for (size_t i = 0; i < kDocuments; ++i) {
    // Some are everywhere, some rare.
    for (size_t j = 0; j < known.size(); ++j) {
      if (random() % (j * j + 1) == 0) values[i].push_back(known[j]);
    }
    table.Add(static_cast<DocumentNumber>(i), values[i]);
  }
  for (const uint32_t one_in : {1, 3, 50, 400, 3'000}) {
    DocumentSet set(kDocuments);
    for (DocumentNumber i = 0; i < kDocuments; ++i) {
      if (random() % one_in == 0) set.Insert(i);
    }
    const NarrowSet documents(set);
    const ValueCounts by_document(table, documents,
                                  ValueCounts::Way::kByDocument);
    const ValueCounts by_value(table, documents, ValueCounts::Way::kByValue);
    for (const ValueNumber value : known) {
      size_t count = 0;
      for (DocumentNumber i = 0; i < kDocuments; ++i) {
        count += set.Contains(i) &&
                 std::count(values[i].begin(), values[i].end(), value) > 0;
      }
      EXPECT_EQ(by_document.Of(value), count);
      EXPECT_EQ(by_value.Of(value), count);
    }
  }
}

TEST(ValueCounts, FewDocumentsAreGoneThrough) {
  using Way = ValueCounts::Way;
  EXPECT_EQ(ValueCounts::CheaperWay(10, 100'000, 1), Way::kByDocument);
  EXPECT_EQ(ValueCounts::CheaperWay(100'000, 100'000, 6), Way::kByValue);
}

}  // namespace
}  // namespace localoffer
