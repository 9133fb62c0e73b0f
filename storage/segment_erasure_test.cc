// Segments with bodies that are erased, at the home and at the follower.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/search_index.h"
#include "storage/keys.h"
#include "storage/testing_segments.h"

namespace localoffer::storage {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(SegmentTest, AnErasedBodyIsGoneFromTheFollowerToo) {
  home_.Commit({home_.Published(1, "Xylophonist Quenby")});
  home_.Commit({home_.Published(1, "Music")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  home_.Commit({LogNode::Erased(0)});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  for (LogNode* node : {&home_, &follower_}) {
    const auto body =
        node->store().engine().Get(Table::kBody, NumberKey(kBristol, 0));
    EXPECT_FALSE(body->has_value());
    SearchQuery query;
    query.text = "xylophonist";
    query.instant = Instant::Sizes{{kBristol, 1}};
    EXPECT_TRUE(node->store().index().Search(query).hits.empty());
  }
  EXPECT_EQ(follower_.Name(1), "Music");
}

// Compression hides no word of eight letters that stands once.
TEST_F(SegmentTest, APurgeLeavesNoErasedWordInAnyFile) {
  home_.Commit({home_.Published(1, "Xylophonist Quenby"),
                home_.Published(2, "Hydrotherapy")});
  home_.Commit({home_.Published(1, "Music")});
  Trust();
  ASSERT_TRUE(follower_.Follow(home_).ok());
  for (LogNode* node : {&home_, &follower_}) {
    EXPECT_THAT(node->FilesWith("quenby"), Not(IsEmpty()));
    EXPECT_THAT(node->FilesWith("Quenby"), Not(IsEmpty()));
  }
  home_.Commit({LogNode::Erased(0)});
  ASSERT_TRUE(follower_.Follow(home_).ok());
  for (LogNode* node : {&home_, &follower_}) {
    ASSERT_TRUE(node->store().PurgeErased().ok());
    EXPECT_THAT(node->FilesWith("uenby"), IsEmpty());
    EXPECT_THAT(node->FilesWith("ylophonist"), IsEmpty());
    EXPECT_THAT(node->FilesWith("ydrotherapy"), Not(IsEmpty()));
    // The index is made anew, without the word.
    node->Open();
    EXPECT_EQ(node->Name(1), "Music");
    EXPECT_THAT(node->FilesWith("uenby"), IsEmpty());
  }
}

TEST_F(SegmentTest, AnErasureThatWasNotPurgedIsAtTheNextStart) {
  home_.Commit({home_.Published(1, "Xylophonist Quenby")});
  home_.Commit({home_.Published(1, "Music")});
  home_.Commit({LogNode::Erased(0)});
  EXPECT_THAT(home_.FilesWith("uenby"), Not(IsEmpty()));
  home_.Open();
  EXPECT_THAT(home_.FilesWith("uenby"), IsEmpty());
}

TEST_F(SegmentTest, AFollowerThatComesLateNeedsNoErasedBody) {
  home_.Commit({home_.Published(1, "Xylophonist Quenby")});
  home_.Commit({home_.Published(1, "Music")});
  const auto next = home_.store().keyring().CreateSuccessor(kBristol);
  ASSERT_TRUE(next.ok());
  home_.Commit({LogNode::Rotated((*next)->verifier_key())});
  home_.Commit({LogNode::Erased(0)});
  home_.Commit({home_.Published(2, "Two")});
  Trust();
  for (const size_t most_bytes : {size_t{1}, size_t{1} << 20}) {
    LogNode late(4);
    late.Trust(home_);
    const absl::Status followed = late.Follow(home_, most_bytes);
    ASSERT_TRUE(followed.ok()) << followed;
    EXPECT_EQ(late.Name(1), "Music");
    const auto first =
        late.store().entries().At(kBristol, TestService(1, "").id(), 1);
    ASSERT_TRUE(first.ok() && *first);
    EXPECT_TRUE(late.store().entries().ErasureOf(**first)->has_value());
    // And it can be followed in turn.
    LogNode later(5);
    later.Trust(home_);
    EXPECT_TRUE(later.Follow(late, most_bytes).ok());
  }
}

TEST_F(SegmentTest, ABodyThatAPeerWithholdsIsRefused) {
  home_.Commit({home_.Published(1, "One"), home_.Published(2, "Two")});
  home_.Commit({home_.Published(1, "Music")});
  home_.Commit({LogNode::Erased(0)});
  Trust();
  Segment segment = home_.From(0, 1);
  ASSERT_TRUE(segment.changes[0].erasure);
  segment.changes[1].change.salt.clear();
  segment.changes[1].change.body_bytes.clear();
  EXPECT_EQ(Refused(segment), Refusal::kWithheldBody);
  // An erasure of another body does not do.
  segment.changes[1].erasure = segment.changes[0].erasure;
  EXPECT_EQ(Refused(segment), Refusal::kWithheldBody);
}

}  // namespace
}  // namespace localoffer::storage
