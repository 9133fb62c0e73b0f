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
  static constexpr size_t kLineBits = kLineWords * DocumentSet::kWordBits;

  // Often at the end of a line.
  size_t RandomSize(size_t most) {
    if (random_() % 4 == 0) return random_() % (most / kLineBits) * kLineBits;
    return random_() % most;
  }
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

  // In all lines or in some.
  std::pair<DocumentSet, Plain> RandomLines(size_t size) {
    auto [set, plain] = RandomSet(size);
    const unsigned one_in = 1 + random_() % 6;
    std::vector<bool> is_empty(size / kLineBits + 1);
    for (size_t line = 0; line < is_empty.size(); ++line) {
      is_empty[line] = random_() % one_in > 0;
    }
    for (DocumentNumber document = 0; document < size; ++document) {
      if (!is_empty[document / kLineBits]) continue;
      set.Erase(document);
      plain.erase(document);
    }
    return {set, plain};
  }

  std::mt19937 random_{GetParam()};
};

// Whether it is of some lines, and others are between.
bool IsPartial(const NarrowSet& narrow) {
  return !narrow.lines().empty() &&
         narrow.lines().back() != narrow.lines().size() - 1;
}

TEST_P(DocumentSetOracle, OperationsAreThoseOfSetsOfNumbers) {
  for (int round = 0; round < 200; ++round) {
    const size_t a_size = RandomSize(3'000);
    const size_t b_size = RandomSize(3'000);
    const auto [a, plain_a] = RandomSet(a_size);
    const auto [b, plain_b] = RandomSet(b_size);
    SCOPED_TRACE(testing::Message() << a_size << " and " << b_size);
    ASSERT_EQ(ToPlain(a), plain_a);
    ASSERT_EQ(a.Count(), plain_a.size());
    Plain both;
    Plain either = plain_a;
    for (const DocumentNumber document : plain_a) {
      if (plain_b.count(document) > 0) both.insert(document);
    }
    for (const DocumentNumber document : Below(plain_b, a_size)) {
      either.insert(document);
    }
    ASSERT_EQ(a.CountIn(b), both.size());
    DocumentSet set = a;
    set.IntersectWith(b);
    ASSERT_EQ(ToPlain(set), both);
    set = a;
    set.UniteWith(b.words());
    ASSERT_EQ(ToPlain(set), either);
    ASSERT_EQ(set.Count(), either.size());
    const size_t size = RandomSize(3'000);
    set = a;
    set.Resize(size);
    ASSERT_EQ(ToPlain(set), Below(plain_a, size));
    set.Resize(4'000);
    ASSERT_EQ(ToPlain(set), Below(plain_a, size));
  }
}

Plain ToPlain(const NarrowSet& narrow) {
  Plain plain;
  narrow.ForEach([&](DocumentNumber document) { plain.insert(document); });
  return plain;
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
  size_t partial = 0;
  for (int round = 0; round < 100; ++round) {
    const size_t size = RandomSize(10'000);
    const auto [set, plain] = RandomLines(size);
    NarrowSet narrow(set);
    partial += IsPartial(narrow);
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
    ASSERT_EQ(ToPlain(narrow.Within({})), plain);
    ASSERT_EQ(ToPlain(narrow.Within({words, all})), kept);
    narrow.IntersectWith(words);
    rest.Subtract(words);
    ASSERT_EQ(ToPlain(narrow), kept);
    ASSERT_EQ(ToPlain(rest), dropped);
  }
  EXPECT_GT(partial, 20);
}

TEST_P(DocumentSetOracle, ANarrowSetIsNarrowedByOtherSetsAndByConditions) {
  size_t narrowed = 0;
  for (int round = 0; round < 100; ++round) {
    const size_t size = RandomSize(10'000);
    const auto [a, plain_a] = RandomLines(size);
    const auto [b, plain_b] = RandomLines(size);
    Plain both;
    for (const DocumentNumber document : plain_a) {
      if (plain_b.count(document) > 0) both.insert(document);
    }
    NarrowSet narrow(a);
    narrow.IntersectWith(b);
    ASSERT_EQ(ToPlain(narrow), both);
    const unsigned one_in = 1 + random_() % 4;
    const auto is_kept = [one_in](DocumentNumber document) {
      return document / kLineBits % one_in == 0 && document % 3 > 0;
    };
    narrow.Filter(is_kept);
    const size_t before = narrow.lines().size();
    narrow.Narrow();
    narrowed += narrow.lines().size() < before && IsPartial(narrow);
    Plain kept;
    for (const DocumentNumber document : both) {
      if (is_kept(document)) kept.insert(document);
    }
    ASSERT_EQ(ToPlain(narrow), kept);
    ASSERT_EQ(narrow.words().size(), narrow.lines().size() * kLineWords);
    // What was left is worked with as before.
    narrow.IntersectWith(a);
    ASSERT_EQ(ToPlain(narrow), kept);
  }
  EXPECT_GT(narrowed, 10);
}

INSTANTIATE_TEST_SUITE_P(Seeds, DocumentSetOracle,
                         ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace localoffer
