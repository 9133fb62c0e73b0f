#include "storage/index/document_set.h"

#include <algorithm>
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

Plain ToPlain(const NarrowSet& narrow, size_t size) {
  DocumentSet set(size);
  narrow.AddTo(set);
  return ToPlain(set);
}

TEST_P(DocumentSetOracle, ANarrowSetIsTheSameWithoutItsEmptyWords) {
  for (int round = 0; round < 100; ++round) {
    const size_t size = 1 + random_() % 2'000;
    auto [set, plain] = RandomSet(size);
    const auto gone = static_cast<DocumentNumber>(random_() % size);
    for (DocumentNumber i = gone; i < size && i < gone + 500; ++i) {
      set.Erase(i);
      plain.erase(i);
    }
    NarrowSet narrow(set);
    ASSERT_EQ(narrow.Count(), plain.size());
    std::vector<NarrowSet::Word> words(narrow.places().size());
    Plain kept;
    Plain dropped;
    for (size_t i = 0; i < words.size(); ++i) {
      words[i] = uint64_t{random_()} << 32 | random_();
    }
    narrow.ForEach([&](DocumentNumber document) {
      const auto at = std::find(narrow.places().begin(), narrow.places().end(),
                                document / NarrowSet::kWordBits);
      const auto i = static_cast<size_t>(at - narrow.places().begin());
      const bool is_in = words[i] >> document % NarrowSet::kWordBits & 1;
      (is_in ? kept : dropped).insert(document);
    });
    NarrowSet rest = narrow;
    const std::vector<NarrowSet::Word> all(words.size(), ~NarrowSet::Word{0});
    ASSERT_EQ(ToPlain(narrow.Within({}), size), plain);
    ASSERT_EQ(ToPlain(narrow.Within({words, all}), size), kept);
    narrow.IntersectWith(words);
    rest.Subtract(words);
    DocumentSet wide(size);
    narrow.AddTo(wide);
    ASSERT_EQ(ToPlain(wide), kept);
    wide = DocumentSet(size);
    rest.AddTo(wide);
    ASSERT_EQ(ToPlain(wide), dropped);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, DocumentSetOracle,
                         ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace localoffer
