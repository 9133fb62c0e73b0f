#include "storage/speaking_logs.h"

#include <map>
#include <memory>
#include <random>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kOwn[] = "E06000023";
constexpr char kFirst[] = "E06000023-H-0a000000";
constexpr char kSecond[] = "E06000023-H-0b000000";

class SpeakingLogsTest : public ::testing::Test {
 protected:
  SpeakingLogsTest() {
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(3);
    store_ = *Store::Open(std::move(options));
  }

  void Commit(const std::string& log) {
    Proposal proposal;
    proposal.authority = log;
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_NIL_DECLARED;
    change.subject = "LO-C9";
    change.body.mutable_nil_declared()->set_reason("none");
    proposal.changes.push_back(std::move(change));
    ASSERT_TRUE(store_->committer().Commit(proposal).ok());
  }

  Instant Speaking() { return *store_->speaking().At(store_->logs().Latest()); }
  Instant::Sizes SpeakingSizes() {
    const Instant speaking = Speaking();
    return speaking.sizes();
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

TEST_F(SpeakingLogsTest, AnAuthoritysOwnLogTakesOverWhenItBegins) {
  EXPECT_EQ(SpeakingLog(Speaking(), kOwn), kOwn);
  Commit(kFirst);
  EXPECT_THAT(SpeakingSizes(), ElementsAre(Pair(kFirst, 1)));
  EXPECT_EQ(SpeakingLog(Speaking(), kOwn), kFirst);
  const Instant before = store_->logs().Latest();
  Commit(kOwn);
  EXPECT_THAT(SpeakingSizes(), ElementsAre(Pair(kOwn, 1)));
  EXPECT_EQ(SpeakingLog(Speaking(), kOwn), kOwn);
  // Not at an instant before it began.
  EXPECT_THAT(store_->speaking().At(before)->sizes(),
              ElementsAre(Pair(kFirst, 1)));
}

TEST_F(SpeakingLogsTest, AHarvestedLogAnswersForItselfUnderItsName) {
  Commit(kFirst);
  Commit(kOwn);
  EXPECT_EQ(SpeakingLog(Speaking(), kFirst), kFirst);
}

TEST_F(SpeakingLogsTest, OfSeveralTheLowestIsUsedUntilItIsGivenUp) {
  Commit(kSecond);
  Commit(kFirst);
  EXPECT_THAT(SpeakingSizes(), ElementsAre(Pair(kFirst, 1)));
  clock_.Advance(kHarvestGivenUp - absl::Hours(1));
  Commit(kSecond);
  EXPECT_THAT(SpeakingSizes(), ElementsAre(Pair(kFirst, 1)));
  clock_.Advance(absl::Hours(2));
  Commit(kSecond);
  EXPECT_THAT(SpeakingSizes(), ElementsAre(Pair(kSecond, 3)));
  // It is taken up again.
  Commit(kFirst);
  EXPECT_THAT(SpeakingSizes(), ElementsAre(Pair(kFirst, 2)));
}

// Against the rule as it is written, over all instants of random histories.
TEST_F(SpeakingLogsTest, FollowsTheRuleInRandomHistories) {
  std::mt19937_64 random(11);
  const std::vector<std::string> authorities = {"AAA", "AAAB", "E06000023"};
  const std::vector<std::string> suffixes = {"", "-H-00000001", "-H-00000002",
                                             "-H-ffffffff"};
  std::map<std::string, std::vector<absl::Time>> history;
  for (int step = 0; step < 300; ++step) {
    const std::string& authority = authorities[random() % authorities.size()];
    // Own logs begin late.
    const std::string& suffix =
        suffixes[random() % 20 == 0 ? 0 : 1 + random() % 3];
    clock_.Advance(absl::Hours(random() % 240));
    Commit(absl::StrCat(authority, suffix));
    const Instant now = store_->logs().Latest();
    const Instant alone({{absl::StrCat(authority, suffix),
                          now.SizeOf(absl::StrCat(authority, suffix))}});
    history[absl::StrCat(authority, suffix)].push_back(
        *store_->logs().TimeOf(alone));
    const Instant speaking = Speaking();
    std::set<std::string> expected;
    for (const std::string& asked : authorities) {
      std::string chosen = asked;
      if (!history.contains(asked)) {
        absl::Time newest = absl::InfinitePast();
        for (const std::string& h : suffixes) {
          const auto log = history.find(absl::StrCat(asked, h));
          if (log != history.end()) {
            newest = std::max(newest, log->second.back());
          }
        }
        for (const std::string& h : suffixes) {
          const auto log = history.find(absl::StrCat(asked, h));
          if (log == history.end()) continue;
          if (log->second.back() >= newest - absl::Hours(30 * 24)) {
            chosen = log->first;
            break;
          }
        }
      }
      EXPECT_EQ(SpeakingLog(speaking, asked), chosen) << "step " << step;
      if (history.contains(chosen)) expected.insert(chosen);
    }
    std::set<std::string> got;
    for (const auto& [log, size] : speaking.sizes()) got.insert(log);
    EXPECT_EQ(got, expected) << "step " << step;
  }
}

TEST_F(SpeakingLogsTest, AnInstantIsLookedAtOnce) {
  Commit("E08000035");
  const Instant own = store_->logs().Latest();
  // Nothing is made where nothing is harvested.
  EXPECT_EQ(&store_->speaking().At(own)->sizes(), &own.sizes());
  Commit(kFirst);
  Commit(kSecond);
  const Instant instant = store_->logs().Latest();
  const Instant speaking = Speaking();
  const Instant again = Speaking();
  EXPECT_EQ(&again.sizes(), &speaking.sizes());
  // Some others are asked for in between.
  for (uint64_t size = 1; size <= 20; ++size) {
    const Instant other({{kFirst, 1}, {"E08000036", size}});
    EXPECT_EQ(*store_->speaking().At(other), other);
    EXPECT_EQ(*store_->speaking().At(instant), speaking);
  }
}

TEST_F(SpeakingLogsTest, TheNodesIdIsMadeOnceAndSurvives) {
  const std::string log = *store_->feeds().LogFor(kOwn);
  EXPECT_EQ(*store_->feeds().LogFor(kOwn), log);
  v1::FeedRecord record;
  record.set_interval_micros(5);
  ASSERT_TRUE(store_->feeds().Add(log, record).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(store_->feeds().Add(log, record)));
  record.set_interval_micros(6);
  ASSERT_TRUE(store_->feeds().Update(log, record).ok());
  store_.reset();
  StoreOptions options;
  options.directory = folder_.path();
  options.clock = clock_.clock();
  options.random = SeededBytes(4);
  store_ = *Store::Open(std::move(options));
  EXPECT_EQ(*store_->feeds().LogFor(kOwn), log);
  EXPECT_EQ(store_->feeds().Find(log)->interval_micros(), 6);
  ASSERT_TRUE(store_->feeds().Remove(log).ok());
  EXPECT_TRUE(absl::IsNotFound(store_->feeds().Update(log, record)));
  EXPECT_TRUE(absl::IsNotFound(store_->feeds().Remove(log)));
  EXPECT_TRUE(store_->feeds().All().empty());
}

}  // namespace
}  // namespace localoffer::storage
