#include "storage/index/document_set.h"

#include <random>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using Plain = std::set<DocumentNumber>;

Plain ToPlain(const DocumentSet& set) {
  Plain plain;
  set.ForEach([&](DocumentNumber document) { plain.insert(document); });
  return plain;
}

Plain Below(const Plain& plain, size_t size) {
  return Plain(plain.begin(), plain.lower_bound(size));
}

class DocumentSetOracle : public ::testing::TestWithParam<unsigned> {
 protected:
  std::pair<DocumentSet, Plain> RandomSet(size_t size) {
    DocumentSet set(size);
    Plain plain;
    for (size_t i = 0; size > 0 && i < size / 3; ++i) {
      const auto document = static_cast<DocumentNumber>(random_() % size);
      set.Insert(document);
      plain.insert(document);
    }
    return {set, plain};
  }

  std::mt19937 random_{GetParam()};
};

TEST_P(DocumentSetOracle, OperationsAreThoseOfSetsOfNumbers) {
  for (int round = 0; round < 200; ++round) {
    const size_t a_size = random_() % 300;
    const size_t b_size = random_() % 300;
    const auto [a, plain_a] = RandomSet(a_size);
    const auto [b, plain_b] = RandomSet(b_size);
    SCOPED_TRACE(testing::Message() << a_size << " and " << b_size);
    ASSERT_EQ(ToPlain(a), plain_a);
    ASSERT_EQ(a.Count(), plain_a.size());
    Plain both;
    Plain either = plain_a;
    Plain rest;
    for (const DocumentNumber document : plain_a) {
      (plain_b.count(document) ? both : rest).insert(document);
    }
    for (const DocumentNumber document : Below(plain_b, a_size)) {
      either.insert(document);
    }
    ASSERT_EQ(a.CountIn(b), both.size());
    DocumentSet set = a;
    set.IntersectWith(b);
    ASSERT_EQ(ToPlain(set), both);
    set = a;
    set.UniteWith(b);
    ASSERT_EQ(ToPlain(set), either);
    ASSERT_EQ(set.Count(), either.size());
    set = a;
    set.Subtract(b);
    ASSERT_EQ(ToPlain(set), rest);
    set = a;
    set.Filter([](DocumentNumber document) { return document % 2 == 0; });
    for (const DocumentNumber document : plain_a) {
      ASSERT_EQ(set.Contains(document), document % 2 == 0);
    }
    const size_t size = random_() % 300;
    set = a;
    set.Resize(size);
    ASSERT_EQ(ToPlain(set), Below(plain_a, size));
    set.Resize(400);
    ASSERT_EQ(ToPlain(set), Below(plain_a, size));
  }
}

// From sparse to dense and back as the documents between them come and go.
TEST_P(DocumentSetOracle, AListIsTheSameWhetherDenseOrSparse) {
  DocumentList list;
  Plain plain;
  DocumentNumber next = 0;
  for (int stretch = 0; stretch < 12; ++stretch) {
    const unsigned gap = 1 + random_() % (stretch % 3 == 1 ? 400 : 6);
    for (int i = 0; i < 300; ++i) {
      next += 1 + random_() % gap;
      list.Append(next);
      plain.insert(next);
    }
    const auto [set, in_set] = RandomSet(random_() % (next + 100));
    size_t common = 0;
    for (const DocumentNumber document : plain) {
      common += in_set.count(document);
    }
    ASSERT_EQ(list.CountIn(set), common);
    DocumentSet united = set;
    list.AddTo(united);
    Plain either = in_set;
    for (const DocumentNumber document : Below(plain, set.size())) {
      either.insert(document);
    }
    ASSERT_EQ(ToPlain(united), either);
    for (int i = 0; i < 200; ++i) {
      const auto document = static_cast<DocumentNumber>(random_() % (next + 9));
      ASSERT_EQ(list.Contains(document), plain.count(document) > 0);
    }
  }
  EXPECT_EQ(list.size(), plain.size());
}

INSTANTIATE_TEST_SUITE_P(Seeds, DocumentSetOracle,
                         ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace localoffer
