#include "storage/index/joined_words.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace localoffer {
namespace {

constexpr DocumentNumber kDocuments = 9'500;

// Lists that are kept as bits, as numbers, and that end before the set does.
std::vector<DocumentList> RandomLists(std::mt19937& random) {
  std::vector<DocumentList> lists(random() % 4);
  for (DocumentList& list : lists) {
    const unsigned step = random() % 2 == 0 ? 3 : 700;
    const DocumentNumber end = kDocuments / (1 + random() % 3);
    for (DocumentNumber document = random() % step; document < end;
         document += 1 + random() % step) {
      list.Append(document);
    }
  }
  return lists;
}

// All lines, or few of them.
NarrowSet RandomSet(std::mt19937& random) {
  DocumentSet set(kDocuments);
  const unsigned step = random() % 2 == 0 ? 30 : 3'000;
  for (DocumentNumber document = random() % step; document < kDocuments;
       document += 1 + random() % step) {
    set.Insert(document);
  }
  return NarrowSet(set);
}

TEST(JoinedWordsTest, HasTheDocumentsOfAllListsInTheLines) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const NarrowSet set = RandomSet(random);
    const std::vector<DocumentList> lists = RandomLists(random);
    const std::vector<DocumentList> others = RandomLists(random);
    JoinedWords lent(set.lines());
    for (const DocumentList& list : others) lent.Add(list);
    lent.Finish();
    JoinedWords joined(set.lines());
    for (const DocumentList& list : lists) joined.Add(list);
    joined.Add(lent.words());
    joined.Finish();

    DocumentSet expected(kDocuments);
    for (const DocumentList& list : lists) list.AddTo(expected);
    for (const DocumentList& list : others) list.AddTo(expected);
    ASSERT_EQ(joined.words().size(), set.words().size());
    for (size_t i = 0; i < set.words().size(); ++i) {
      const size_t word =
          set.lines()[i / kLineWords] * kLineWords + i % kLineWords;
      ASSERT_EQ(joined.words()[i], expected.words()[word]) << round << " " << i;
    }
  }
}

TEST(JoinedWordsTest, NothingAddedIsNoDocument) {
  std::mt19937 random(1);
  const NarrowSet set = RandomSet(random);
  JoinedWords joined(set.lines());
  joined.Finish();
  EXPECT_EQ(std::vector<DocumentSet::Word>(set.words().size()),
            std::vector<DocumentSet::Word>(joined.words().begin(),
                                           joined.words().end()));
}

TEST(JoinedWordsTest, ListsAreNotChanged) {
  DocumentSet all(kDocuments);
  for (DocumentNumber i = 0; i < kDocuments; ++i) all.Insert(i);
  const NarrowSet set(all);
  DocumentList even;
  DocumentList third;
  for (DocumentNumber i = 0; i < kDocuments; i += 2) even.Append(i);
  for (DocumentNumber i = 0; i < kDocuments; i += 3) third.Append(i);
  JoinedWords joined(set.lines());
  joined.Add(even);
  joined.Add(third);
  joined.Finish();
  EXPECT_EQ(even.CountIn(all), kDocuments / 2);
  EXPECT_TRUE(third.Contains(kDocuments / 3 * 3));
  EXPECT_FALSE(even.Contains(3));
}

}  // namespace
}  // namespace localoffer
