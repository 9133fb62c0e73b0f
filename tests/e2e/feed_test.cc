// A council's real feed, from publishing to export. Skipped where the feed is
// not at hand: it may not be redistributed.
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/openreferral/read_json.h"
#include "tests/e2e/real_feed.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

class FeedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    feed_ = ReadBristolFeed();
    if (feed_.empty()) GTEST_SKIP() << "the feed is not here";
    token_ = node_.Token(kBristol);
  }

  int Find(const std::string& words) {
    v1::SearchEntriesRequest request;
    request.set_query(words);
    v1::SearchEntriesResponse response;
    EXPECT_TRUE(node_.directory()
                    .SearchEntries(With("").get(), request, &response)
                    .ok());
    return response.total_size();
  }

  std::string Export(v1::ExportFormat format, bool as_supplied) {
    v1::ExportEntriesRequest request;
    request.set_parent(absl::StrCat("authorities/", kBristol));
    request.set_format(format);
    request.set_as_supplied(as_supplied);
    const auto context = With("");
    const auto reader = node_.directory().ExportEntries(context.get(), request);
    std::string file;
    v1::ExportEntriesResponse response;
    while (reader->Read(&response)) file += response.chunk();
    EXPECT_TRUE(reader->Finish().ok());
    return file;
  }

  TestNode node_;
  std::string feed_;
  std::string token_;
};

TEST_F(FeedTest, PlansPublishesIsFoundAndComesOutAgainWhole) {
  const v1::PublicationHeader header =
      TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_FULL);
  const Published plan = node_.PlanSource(header, feed_, token_);
  ASSERT_TRUE(plan.status.ok()) << plan.status.error_message();
  EXPECT_EQ(plan.summary.records(), 819);
  EXPECT_EQ(plan.summary.added(), 819);
  EXPECT_EQ(plan.summary.refused(), 0);
  EXPECT_EQ(plan.summary.format(), "open-referral-1");

  const Published published = node_.PublishSource(header, feed_, token_);
  ASSERT_TRUE(published.status.ok()) << published.status.error_message();
  EXPECT_EQ(published.publication.change_count(), 819);
  EXPECT_EQ(published.repairs.size(), plan.repairs.size());
  // Every record of this feed has at least its empty members to report.
  std::set<int64_t> reported;
  for (const v1::Repair& repair : published.repairs) {
    reported.insert(repair.position().record());
    EXPECT_FALSE(repair.rule().empty());
    EXPECT_FALSE(repair.position().json_pointer().empty());
  }
  EXPECT_EQ(reported.size(), 819u);

  EXPECT_GT(Find("respite"), 10);
  EXPECT_GT(Find("bereavement"), 5);
  EXPECT_GT(Find("wheelchair"), 5);

  // As supplied it is the same feed again: nothing changes.
  const Published same = node_.PlanSource(
      header, Export(v1::EXPORT_FORMAT_OPEN_REFERRAL_1, true), token_);
  ASSERT_TRUE(same.status.ok()) << same.status.error_message();
  EXPECT_EQ(same.summary.records(), 819);
  EXPECT_EQ(same.summary.withdrawn(), 0);
  // Standard output names the same entries.
  const Published standard = node_.PlanSource(
      header, Export(v1::EXPORT_FORMAT_OPEN_REFERRAL_3, false), token_);
  ASSERT_TRUE(standard.status.ok()) << standard.status.error_message();
  EXPECT_EQ(standard.summary.records(), 819);
  EXPECT_EQ(standard.summary.refused(), 0);
  EXPECT_EQ(standard.summary.withdrawn(), 0);
}

TEST_F(FeedTest, PublishingItTwiceChangesNothing) {
  const v1::PublicationHeader header =
      TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_FULL);
  ASSERT_TRUE(node_.PublishSource(header, feed_, token_).status.ok());
  node_.Restart();
  const Published again = node_.PublishSource(header, feed_, token_);
  ASSERT_TRUE(again.status.ok());
  EXPECT_EQ(again.summary.unchanged(), 819);
  EXPECT_EQ(again.publication.change_count(), 0);
}

}  // namespace
}  // namespace localoffer::testing
