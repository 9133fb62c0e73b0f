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

// Where in the words of a narrow set a document is.
std::pair<size_t, NarrowSet::Word> BitOf(const NarrowSet& narrow,
                                         DocumentNumber document) {
  const size_t word = document / NarrowSet::kWordBits;
  const auto line = std::find(narrow.lines().begin(), narrow.lines().end(),
                              word / kLineWords);
  const auto i = static_cast<size_t>(line - narrow.lines().begin());
  return {i * kLineWords + word % kLineWords,
          NarrowSet::Word{1} << document % NarrowSet::kWordBits};
}

TEST_P(DocumentSetOracle, ANarrowSetIsTheSameWithoutItsEmptyLines) {
  for (int round = 0; round < 100; ++round) {
    const size_t size = 1 + random_() % 10'000;
    auto [set, plain] = RandomSet(size);
    // Few lines, or all.
    const auto gone = static_cast<DocumentNumber>(random_() % size);
    for (DocumentNumber i = gone; i < size && i < gone + size / 2; ++i) {
      set.Erase(i);
      plain.erase(i);
    }
    NarrowSet narrow(set);
    ASSERT_EQ(narrow.Count(), plain.size());
    ASSERT_EQ(narrow.words().size(), narrow.lines().size() * kLineWords);
    std::vector<NarrowSet::Word> words(narrow.words().size());
    Plain kept;
    Plain dropped;
    for (size_t i = 0; i < words.size(); ++i) {
      words[i] = uint64_t{random_()} << 32 | random_();
    }
    narrow.ForEach([&](DocumentNumber document) {
      const auto [i, bit] = BitOf(narrow, document);
      ((words[i] & bit) != 0 ? kept : dropped).insert(document);
    });
    NarrowSet rest = narrow;
    const std::vector<NarrowSet::Word> all(words.size(), ~NarrowSet::Word{0});
    ASSERT_EQ(ToPlain(narrow.Within({}), size), plain);
    ASSERT_EQ(ToPlain(narrow.Within({words, all}), size), kept);
    narrow.IntersectWith(words);
    rest.Subtract(words);
    ASSERT_EQ(ToPlain(narrow, size), kept);
    ASSERT_EQ(ToPlain(rest, size), dropped);
  }
}

TEST_P(DocumentSetOracle, ANarrowSetIsNarrowedByOtherSetsAndByConditions) {
  for (int round = 0; round < 100; ++round) {
    const size_t size = 1 + random_() % 10'000;
    const auto [a, plain_a] = RandomSet(size);
    const auto [b, plain_b] = RandomSet(size);
    Plain both;
    for (const DocumentNumber document : plain_a) {
      if (plain_b.count(document) > 0) both.insert(document);
    }
    ASSERT_EQ(ToPlain(NarrowSet(a, b), size), both);
    NarrowSet narrow(a);
    narrow.IntersectWith(b);
    ASSERT_EQ(ToPlain(narrow, size), both);
    const auto end = static_cast<DocumentNumber>(random_() % size);
    const auto is_kept = [end](DocumentNumber document) {
      return document < end && document % 3 > 0;
    };
    narrow.Filter(is_kept);
    narrow.Narrow();
    Plain kept;
    for (const DocumentNumber document : both) {
      if (is_kept(document)) kept.insert(document);
    }
    ASSERT_EQ(ToPlain(narrow, size), kept);
    ASSERT_EQ(narrow.words().size(), narrow.lines().size() * kLineWords);
    // What was left is worked with as before.
    narrow.IntersectWith(a);
    ASSERT_EQ(ToPlain(narrow, size), kept);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, DocumentSetOracle,
                         ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace localoffer
