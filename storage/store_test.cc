#include "storage/store.h"

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/search_index.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

constexpr char kAuthorities[][10] = {"E06000022", "E06000023", "E06000024"};

// What the directory should say, kept in the simplest way there is: the state
// of every entry after every change.
struct Expected {
  // entry id -> name, or "" when withdrawn.
  using State = std::map<std::string, std::string>;
  std::map<std::string, std::vector<State>> states;  // by authority

  State& Next(const std::string& authority) {
    std::vector<State>& log = states[authority];
    log.push_back(log.empty() ? State() : log.back());
    return log.back();
  }
};

class StoreTest : public ::testing::TestWithParam<int> {
 protected:
  void Open() {
    store_.reset();
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(1);
    auto store = Store::Open(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  void RandomChange(std::mt19937& random, Expected& expected) {
    const std::string authority = kAuthorities[random() % 3];
    const int number = static_cast<int>(random() % 8);
    const std::string id = TestService(number, "").id();
    const uint64_t size = store_->logs().Latest().SizeOf(authority);
    const auto before = store_->entries().At(authority, id, size);
    ASSERT_TRUE(before.ok());
    Proposal proposal;
    proposal.authority = authority;
    ProposedChange change;
    change.subject = id;
    if (*before) change.expected_sequence = (*before)->sequence;
    const bool withdraw = *before && !(*before)->withdrawn && random() % 3 == 0;
    std::string name;
    if (withdraw) {
      change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
      change.body.mutable_entry_withdrawn()->set_reason("closed");
    } else {
      name = absl::StrCat("service ", random() % 1000);
      change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
      *change.body.mutable_entry_published()->mutable_service() =
          TestService(number, name);
    }
    proposal.changes.push_back(std::move(change));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    expected.Next(authority)[id] = name;
  }

  // The directory, entry by entry, at every size of every log.
  void ExpectEqual(const Expected& expected) {
    for (const auto& [authority, log] : expected.states) {
      for (size_t size = 1; size <= log.size(); ++size) {
        Expected::State found;
        const absl::Status walked = store_->entries().ForEach(
            authority, size, "", [&](const EntryRevision& revision) {
              const auto content = store_->entries().Content(revision);
              found[revision.entry_id] =
                  revision.withdrawn ? "" : content->service().name();
              return true;
            });
        ASSERT_TRUE(walked.ok()) << walked;
        EXPECT_EQ(found, log[size - 1]) << authority << " at " << size;
        ExpectSearchable(authority, size, log[size - 1]);
      }
    }
  }

  void ExpectSearchable(const std::string& authority, size_t size,
                        const Expected::State& state) {
    SearchQuery query;
    query.instant = Instant::Sizes{{authority, size}};
    query.limit = 100;
    std::set<std::string> found;
    for (const Hit& hit : store_->index().Search(query).hits) {
      found.insert(hit.position.entry_id);
    }
    std::set<std::string> published;
    for (const auto& [id, name] : state) {
      if (!name.empty()) published.insert(id);
    }
    EXPECT_EQ(found, published) << authority << " at " << size;
  }

  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

TEST_P(StoreTest, SaysAtEveryInstantWhatTheChangesMadeOfIt) {
  std::mt19937 random(static_cast<uint32_t>(GetParam()));
  Expected expected;
  Open();
  for (int i = 0; i < 120; ++i) {
    clock_.Advance(absl::Seconds(1));
    RandomChange(random, expected);
    if (i % 40 == 39) Open();
  }
  ExpectEqual(expected);
  for (const auto& [authority, log] : expected.states) {
    uint64_t published = 0;
    for (const auto& [id, name] : log.back()) published += !name.empty();
    EXPECT_EQ(store_->logs().Head(authority)->published_entries(), published);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, StoreTest, ::testing::Range(1, 9));

}  // namespace
}  // namespace localoffer::storage
