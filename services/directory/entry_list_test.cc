// Lists of the entries with one id, and entries by their names alone.
#include "services/directory/entry_list.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/directory/reader.h"
#include "services/directory/searcher.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"
#include "storage/testing.h"

namespace localoffer::directory {
namespace {

// The second has a log of its own and one that is harvested for it; the third
// only such a log.
constexpr const char* kLogs[] = {
    "E06000022", "E06000023", "E06000023-H-1a2b3c4d", "E08000035-H-1a2b3c4d"};
constexpr int kIds = 6;

std::string IdOf(int number) { return storage::TestService(number, "").id(); }

class EntryListTest : public ::testing::Test {
 protected:
  EntryListTest() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(7);
    store_ = *storage::Store::Open(std::move(options));
  }

  std::optional<storage::EntryRevision> Now(const std::string& log,
                                            const std::string& id) {
    return *store_->entries().At(log, id, store_->logs().Latest().SizeOf(log));
  }

  // Publishes or withdraws.
  void Change(const std::string& log, int number, bool publish) {
    clock_.Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = log;
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.subject = IdOf(number);
    if (const auto now = Now(log, change.subject)) {
      change.expected_sequence = now->sequence;
      if (!publish && now->withdrawn) return;
    } else if (!publish) {
      return;
    }
    if (publish) {
      change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
      *change.body.mutable_entry_published()->mutable_service() =
          storage::TestService(number, absl::StrCat(log, " ", ++changes_));
    } else {
      change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
      change.body.mutable_entry_withdrawn()->set_reason("closed");
    }
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  v1::ListEntriesResponse List(const v1::ListEntriesRequest& request) {
    auto response = ListEntries(*store_, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return std::move(response).value_or(v1::ListEntriesResponse());
  }

  // What the list of an entry has to say, by reading every log.
  void ExpectRight(const std::string& parent, int number, bool withdrawn) {
    const storage::Instant latest = store_->logs().Latest();
    const storage::Instant speaking = *store_->speaking().At(latest);
    std::vector<std::string> names;
    absl::Time changed = absl::InfinitePast();
    for (const std::string log : kLogs) {
      const auto now = Now(log, IdOf(number));
      const std::string authority(log::AuthorityOfLog(log));
      if (!now || (parent != "-" && log::AuthorityOfLog(parent) != authority)) {
        continue;
      }
      changed = std::max(changed, now->update_time);
      const bool listed = parent == "-"
                              ? speaking.SizeOf(log) > 0
                              : storage::SpeakingLog(speaking, parent) == log;
      if (!listed || (now->withdrawn && !withdrawn)) continue;
      names.push_back(entry::FormatEntryName(log, IdOf(number)));
    }
    for (const int size : {1, 2, 1000}) {
      v1::ListEntriesRequest request;
      request.set_parent(absl::StrCat("authorities/", parent));
      request.set_entry(IdOf(number));
      request.set_show_withdrawn(withdrawn);
      request.set_page_size(size);
      std::vector<std::string> listed;
      do {
        const v1::ListEntriesResponse page = List(request);
        for (const v1::Entry& each : page.entries()) {
          listed.push_back(each.name());
        }
        EXPECT_EQ(page.has_change_time(), changed != absl::InfinitePast());
        if (page.has_change_time()) {
          EXPECT_EQ(*entry::FromTimestamp(page.change_time()), changed);
        }
        request.set_page_token(page.next_page_token());
      } while (!request.page_token().empty());
      EXPECT_EQ(listed, names) << parent << " " << number << " " << size;
    }
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
  std::mt19937 random_{3};
  int changes_ = 0;
};

TEST_F(EntryListTest, OfOneIdItHasWhatEachAuthoritySays) {
  for (int i = 0; i < 60; ++i) {
    Change(kLogs[random_() % 4], static_cast<int>(random_() % kIds),
           random_() % 3 != 0);
    if (i % 6 != 0) continue;
    for (int number = 0; number <= kIds; ++number) {
      for (const char* parent : {"-", "E06000022", "E06000023", "E08000035",
                                 "E09000001", "E06000023-H-1a2b3c4d"}) {
        ExpectRight(parent, number, i % 4 == 0);
      }
    }
  }
}

TEST_F(EntryListTest, AnIdIsAUuid) {
  v1::ListEntriesRequest request;
  request.set_parent("somewhere");
  request.set_entry("X");
  const absl::Status refused = ListEntries(*store_, request).status();
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  rpc::ReadDetails(refused, info, bad_request);
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(0).field(), "parent");
  EXPECT_EQ(bad_request.field_violations(1).field(), "entry");
}

TEST_F(EntryListTest, ANameSaysWhichRevisionOfWhichEntryAndNoMore) {
  Change("E06000022", 1, true);
  Change("E06000022", 2, true);
  Change("E06000022", 1, false);
  v1::Entry expected;
  expected.set_name(entry::FormatEntryName("E06000022", IdOf(1)));
  expected.set_sequence(2);
  expected.set_state(v1::ENTRY_STATE_WITHDRAWN);
  v1::ListEntriesRequest request;
  request.set_parent("authorities/-");
  request.set_show_withdrawn(true);
  request.set_view(v1::ENTRY_VIEW_NAME);
  request.set_page_size(1);
  const v1::ListEntriesResponse listed = List(request);
  ASSERT_EQ(listed.entries_size(), 1);
  EXPECT_EQ(listed.entries(0).DebugString(), expected.DebugString());
  v1::GetEntryRequest one;
  one.set_name(absl::StrCat(expected.name(), "@0"));
  one.set_view(v1::ENTRY_VIEW_NAME);
  expected.set_sequence(0);
  expected.set_state(v1::ENTRY_STATE_PUBLISHED);
  EXPECT_EQ(Reader(*store_).Get(one)->entry().DebugString(),
            expected.DebugString());
}

class FoundNamesTest : public EntryListTest {
 protected:
  v1::SearchEntriesResponse Search(const v1::SearchEntriesRequest& request) {
    const auto bytes = Searcher(*store_, clock_.clock()).Search(request);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    v1::SearchEntriesResponse response;
    EXPECT_TRUE(response.ParseFromString(bytes.value_or("")));
    return response;
  }
};

TEST_F(FoundNamesTest, AreThoseOfTheEntriesWithWhyTheyAreHits) {
  for (int number = 1; number <= 4; ++number) {
    Change(kLogs[number % 4], number, true);
    Change(kLogs[number % 4], number, true);
  }
  v1::SearchEntriesRequest request;
  request.set_query("E06000023 8");
  request.set_view(v1::ENTRY_VIEW_FULL);
  v1::SearchEntriesResponse whole = Search(request);
  ASSERT_GT(whole.hits_size(), 0);
  request.set_view(v1::ENTRY_VIEW_NAME);
  const v1::SearchEntriesResponse names = Search(request);
  for (v1::SearchHit& hit : *whole.mutable_hits()) {
    v1::Entry entry;
    entry.set_name(hit.entry().name());
    entry.set_sequence(hit.entry().sequence());
    entry.set_state(hit.entry().state());
    *hit.mutable_entry() = entry;
  }
  EXPECT_EQ(names.DebugString(), whole.DebugString());
}

TEST_F(FoundNamesTest, AThousandAreOnAPageAndInTheOrderOfListEntries) {
  storage::Proposal proposal;
  proposal.authority = "E06000022";
  for (int number = 1; number <= 1001; ++number) {
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    const v1::Service service =
        storage::TestService(number, absl::StrCat("A ", random_() % 50));
    change.subject = service.id();
    *change.body.mutable_entry_published()->mutable_service() = service;
  }
  ASSERT_TRUE(store_->committer().Commit(proposal).ok());
  v1::ListEntriesRequest list;
  list.set_parent("authorities/-");
  list.set_page_size(1000);
  list.set_view(v1::ENTRY_VIEW_NAME);
  const v1::ListEntriesResponse expected = List(list);
  v1::SearchEntriesRequest request;
  request.set_page_size(5000);
  request.set_order(v1::SEARCH_ORDER_ENTRY);
  EXPECT_EQ(Search(request).hits_size(), 100);
  request.set_view(v1::ENTRY_VIEW_NAME);
  const v1::SearchEntriesResponse found = Search(request);
  ASSERT_EQ(found.hits_size(), 1000);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(found.hits(i).entry().name(), expected.entries(i).name()) << i;
  }
  request.set_page_token(found.next_page_token());
  EXPECT_EQ(Search(request).hits_size(), 1);
}

TEST_F(FoundNamesTest, AnAnswerSaysWhichStateItIsOf) {
  Change("E06000022", 1, true);
  const std::string before = Search({}).version();
  EXPECT_NE(before, "");
  Change("E06000022", 1, true);
  EXPECT_EQ(Search({}).version(), before);
  storage::v1::AuthorityRecord record;
  record.set_title("New");
  ASSERT_TRUE(store_->authorities().Add("E09000001", record).ok());
  EXPECT_NE(Search({}).version(), before);
}

}  // namespace
}  // namespace localoffer::directory
