#include "storage/index/document_list.h"

#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace localoffer {
namespace {

using Plain = std::set<DocumentNumber>;

Plain ToPlain(const DocumentSet& set) {
  Plain plain;
  set.ForEach([&](DocumentNumber document) { plain.insert(document); });
  return plain;
}

class DocumentListOracle : public ::testing::TestWithParam<unsigned> {
 protected:
  // Few or many of some documents, in all lines or in some.
  std::pair<DocumentSet, Plain> RandomSet(size_t size) {
    constexpr size_t kLineBits = kLineWords * DocumentSet::kWordBits;
    const size_t one_in = 1 + random_() % 5;
    DocumentSet set(size);
    Plain plain;
    for (size_t i = random_() % (size / 3 + 1); i > 0; --i) {
      const auto document = static_cast<DocumentNumber>(random_() % size);
      if (document / kLineBits % one_in > 0) continue;
      set.Insert(document);
      plain.insert(document);
    }
    return {set, plain};
  }

  // Whatever a list says of a set.
  void Check(const DocumentList& list, const Plain& plain,
             const DocumentSet& set, const Plain& in_set) {
    Plain common;
    Plain either = in_set;
    Plain rest;
    for (const DocumentNumber document : plain) {
      if (document < set.size()) either.insert(document);
      if (in_set.count(document) > 0) common.insert(document);
    }
    for (const DocumentNumber document : in_set) {
      if (plain.count(document) == 0) rest.insert(document);
    }
    ASSERT_EQ(list.CountIn(set), common.size());
    DocumentSet changed = set;
    list.AddTo(changed);
    ASSERT_EQ(ToPlain(changed), either);
    changed = set;
    list.TakeFrom(changed);
    ASSERT_EQ(ToPlain(changed), rest);
    NarrowSet narrow(set);
    ASSERT_EQ(list.CountIn(narrow), common.size());
    std::vector<NarrowSet::Word> words(narrow.words().size());
    list.AddTo(narrow.lines(), absl::MakeSpan(words));
    narrow.IntersectWith(words);
    Plain left;
    narrow.ForEach([&](DocumentNumber document) { left.insert(document); });
    ASSERT_EQ(left, common);
    CheckCommon(list, plain, in_set);
  }

  static void CheckCommon(const DocumentList& list, const Plain& plain,
                          const Plain& in_set) {
    const std::vector<DocumentNumber> documents(in_set.begin(), in_set.end());
    std::map<DocumentNumber, size_t> positions;
    for (const DocumentNumber document : plain) {
      positions.emplace(document, positions.size());
    }
    size_t next = 0;
    list.ForEachCommon(documents, [&](size_t i, size_t position) {
      for (; next < i; ++next) ASSERT_EQ(plain.count(documents[next]), 0);
      ASSERT_EQ(position, positions.at(documents[i]));
      ++next;
    });
    for (; next < documents.size(); ++next) {
      ASSERT_EQ(plain.count(documents[next]), 0);
    }
  }

  std::mt19937 random_{GetParam()};
};

// As those of an authority are: far between, and sets end there, too.
TEST_P(DocumentListOracle, IsTheSameWhereItStandsInFewLines) {
  constexpr size_t kBetween = 100'000;
  DocumentList list;
  Plain plain;
  for (size_t stretch = 0; stretch < 6; ++stretch) {
    auto next =
        static_cast<DocumentNumber>(stretch * kBetween + random_() % 4'000);
    for (size_t i = 300 + random_() % 700; i > 0; --i) {
      next += 1 + random_() % 3;
      list.Append(next);
      plain.insert(next);
    }
    if (random_() % 2 == 0) list.ShrinkToFit();
    for (int round = 0; round < 10; ++round) {
      const size_t size = 1 + random_() % (next + kBetween);
      DocumentSet set(size);
      Plain in_set;
      const auto insert = [&](size_t document) {
        if (document >= size) return;
        set.Insert(static_cast<DocumentNumber>(document));
        in_set.insert(static_cast<DocumentNumber>(document));
      };
      for (const DocumentNumber document : plain) {
        if (random_() % 2 == 0) insert(document);
        if (random_() % 4 == 0) insert(document + 1);
      }
      for (int i = 0; i < 100; ++i) insert(random_() % size);
      Check(list, plain, set, in_set);
    }
    for (DocumentNumber document = 0; document < next + 600; ++document) {
      ASSERT_EQ(list.Contains(document), plain.count(document) > 0);
    }
  }
  size_t position = 0;
  list.ForEach([&](DocumentNumber document, size_t at) {
    ASSERT_EQ(at, position++);
    ASSERT_EQ(plain.count(document), 1);
  });
  ASSERT_EQ(position, plain.size());
}

// What were a few lines may come to be nearly all of them.
TEST_P(DocumentListOracle, GapsAreClosedWhenItShrinks) {
  DocumentList list;
  Plain plain;
  const auto add = [&](DocumentNumber from, DocumentNumber to) {
    for (DocumentNumber document = from; document < to; document += 2) {
      list.Append(document);
      plain.insert(document);
    }
  };
  add(0, 1'000);
  add(100'000, 120'000);
  const std::vector<uint32_t> lines = {0, 1, 2, 3};
  EXPECT_TRUE(list.WordsOf(lines).empty());
  list.ShrinkToFit();
  EXPECT_EQ(list.WordsOf(lines).size(), 4 * kLineWords);
  for (int round = 0; round < 4; ++round) {
    const auto [set, in_set] = RandomSet(1 + random_() % 130'000);
    Check(list, plain, set, in_set);
  }
}

// From sparse to dense and back as the documents between them come and go.
TEST_P(DocumentListOracle, IsTheSameWhetherDenseOrSparse) {
  DocumentList list;
  Plain plain;
  DocumentNumber next = 0;
  for (int stretch = 0; stretch < 12; ++stretch) {
    const unsigned gap = 1 + random_() % (stretch % 3 == 1 ? 3000 : 6);
    // Some begin far from the last: there are lines between that have none.
    if (random_() % 2 == 0) next += random_() % 20'000;
    for (int i = 0; i < 300; ++i) {
      next += 1 + random_() % gap;
      list.Append(next);
      plain.insert(next);
    }
    if (random_() % 2 == 0) list.ShrinkToFit();
    for (int round = 0; round < 4; ++round) {
      const auto [set, in_set] = RandomSet(1 + random_() % (next + 100));
      Check(list, plain, set, in_set);
    }
    for (int i = 0; i < 200; ++i) {
      const auto document = static_cast<DocumentNumber>(random_() % (next + 9));
      ASSERT_EQ(list.Contains(document), plain.count(document) > 0);
    }
  }
  EXPECT_EQ(list.size(), plain.size());
  auto expected = plain.begin();
  list.ForEach([&](DocumentNumber document, size_t position) {
    ASSERT_EQ(document, *expected);
    ASSERT_EQ(position, std::distance(plain.begin(), expected++));
  });
}

INSTANTIATE_TEST_SUITE_P(Seeds, DocumentListOracle,
                         ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace localoffer
