// Reading and searching the directory, from the outside.
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/timestamp.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DirectoryTest : public ::testing::Test {
 protected:
  // The entry's name at an instant that `request` chooses, or its error code.
  std::string Get(v1::GetEntryRequest request, int number,
                  const std::string& authority = kBristol) {
    if (request.name().empty()) {
      request.set_name(TestEntryName(authority, number));
    }
    v1::GetEntryResponse response;
    const grpc::Status status =
        node_.directory().GetEntry(With("").get(), request, &response);
    revision_ = response.revision();
    return status.ok() ? response.entry().service().name()
                       : absl::StrCat("error ", status.error_code());
  }

  v1::SearchEntriesResponse Search(const v1::SearchEntriesRequest& request) {
    v1::SearchEntriesResponse response;
    const grpc::Status status =
        node_.directory().SearchEntries(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static std::vector<std::string> Names(
      const v1::SearchEntriesResponse& response) {
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : response.hits()) {
      names.push_back(hit.entry().service().name());
    }
    return names;
  }

  TestNode node_;
  std::string revision_;
};

TEST_F(DirectoryTest, AnEntryIsReadAtAnyTimeAndRevision) {
  node_.MustPublish(kBristol, {TestEntry(9, "Something else")});
  const absl::Time before = node_.clock().now();
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(1, "First")});
  const absl::Time between = node_.clock().now();
  EXPECT_EQ(Get({}, 1), "First");
  const std::string early = revision_;
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(1, "Second")});
  node_.Restart();

  EXPECT_EQ(Get({}, 1), "Second");
  v1::GetEntryRequest request;
  *request.mutable_read_time() = entry::ToTimestamp(between);
  EXPECT_EQ(Get(request, 1), "First");
  *request.mutable_read_time() = entry::ToTimestamp(before);
  EXPECT_EQ(Get(request, 1), "error 5");  // NOT_FOUND
  *request.mutable_read_time() = entry::ToTimestamp(before - absl::Hours(24));
  EXPECT_EQ(Get(request, 1), "error 11");  // OUT_OF_RANGE
  *request.mutable_read_time() =
      entry::ToTimestamp(node_.clock().now() + absl::Hours(1));
  EXPECT_EQ(Get(request, 1), "error 3");  // INVALID_ARGUMENT
  request.clear_read_time();
  request.set_revision(early);
  EXPECT_EQ(Get(request, 1), "First");
  request.clear_revision();
  request.set_name(absl::StrCat(TestEntryName(kBristol, 1), "@1"));
  EXPECT_EQ(Get(request, 1), "First");
  request.set_name(absl::StrCat(TestEntryName(kBristol, 1), "@0"));
  EXPECT_EQ(Get(request, 1), "error 5");
}

TEST_F(DirectoryTest, SeveralEntriesAreReadTogetherOrNotAtAll) {
  node_.MustPublish(kBristol, {TestEntry(1, "One")});
  node_.MustPublish(kLeeds, {TestEntry(2, "Two")});
  v1::BatchGetEntriesRequest request;
  request.add_names(TestEntryName(kLeeds, 2));
  request.add_names(TestEntryName(kBristol, 1));
  v1::BatchGetEntriesResponse response;
  ASSERT_TRUE(node_.directory()
                  .BatchGetEntries(With("").get(), request, &response)
                  .ok());
  ASSERT_EQ(response.entries_size(), 2);
  EXPECT_EQ(response.entries(0).service().name(), "Two");
  EXPECT_EQ(response.entries(1).service().name(), "One");
  request.add_names(TestEntryName(kLeeds, 77));
  const grpc::Status missing =
      node_.directory().BatchGetEntries(With("").get(), request, &response);
  EXPECT_EQ(missing.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(missing.error_message(), HasSubstr(TestEntryName(kLeeds, 77)));
}

TEST_F(DirectoryTest, PagesOfAListHoldEveryEntryOnceWhateverTheirSize) {
  std::vector<v1::Entry> entries;
  for (int i = 0; i < 17; ++i) {
    entries.push_back(TestEntry(i, absl::StrCat("e", i)));
  }
  node_.MustPublish(kBristol, entries);
  node_.MustPublish(kLeeds, entries);
  for (const int page_size : {1, 2, 16, 1000}) {
    std::vector<std::string> names;
    v1::ListEntriesRequest request;
    request.set_parent("authorities/-");
    request.set_page_size(page_size);
    do {
      v1::ListEntriesResponse response;
      ASSERT_TRUE(node_.directory()
                      .ListEntries(With("").get(), request, &response)
                      .ok());
      for (const v1::Entry& entry : response.entries()) {
        names.push_back(entry.name());
      }
      request.set_page_token(response.next_page_token());
      // What is published meanwhile does not disturb the pages.
      if (page_size == 16) {
        node_.MustPublish(kBristol,
                          {TestEntry(100 + names.size(), "meanwhile")});
      }
    } while (!request.page_token().empty());
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(),
              names.size());
    if (page_size <= 16) {
      EXPECT_EQ(names.size(), 34u) << page_size;
    }
  }
}

TEST_F(DirectoryTest, ARevisionThatWasNeverGivenOutIsRefused) {
  node_.MustPublish(kBristol, {TestEntry(1, "a"), TestEntry(2, "b")});
  v1::ListEntriesRequest request;
  request.set_parent("authorities/-");
  request.set_page_size(1);
  v1::ListEntriesResponse response;
  ASSERT_TRUE(
      node_.directory().ListEntries(With("").get(), request, &response).ok());
  // A token of this very request, but at an instant beyond the log, and of a
  // log whose name would reach into the keys of entries.
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(response.next_page_token(), &bytes));
  storage::v1::PageToken token;
  ASSERT_TRUE(token.ParseFromString(bytes));
  for (const std::string& authority :
       {std::string(kBristol),
        std::string("E06000023\0"
                    "00000000-0000-4000-8000-000000000001",
                    46)}) {
    token.set_revision(
        storage::Instant({{authority, uint64_t{1} << 40}}).ToRevision());
    request.set_page_token(
        absl::WebSafeBase64Escape(token.SerializeAsString()));
    EXPECT_FALSE(
        node_.directory().ListEntries(With("").get(), request, &response).ok());
  }
}

TEST_F(DirectoryTest, APageTokenOfAnotherRequestIsRefused) {
  node_.MustPublish(kBristol, {TestEntry(1, "a"), TestEntry(2, "b")});
  v1::ListEntriesRequest request;
  request.set_parent("authorities/-");
  request.set_page_size(1);
  v1::ListEntriesResponse response;
  ASSERT_TRUE(
      node_.directory().ListEntries(With("").get(), request, &response).ok());
  request.set_page_token(response.next_page_token());
  request.set_show_withdrawn(true);
  EXPECT_EQ(node_.directory()
                .ListEntries(With("").get(), request, &response)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(DirectoryTest, TheHistoryOfAnEntryIsToldFieldByField) {
  node_.MustPublish(kBristol, {TestEntry(1, "First")});
  node_.MustPublish(kBristol, {TestEntry(1, "Second")});
  v1::WithdrawEntryRequest withdraw;
  withdraw.set_name(TestEntryName(kBristol, 1));
  withdraw.set_reason("closed");
  v1::WithdrawEntryResponse withdrawn;
  ASSERT_TRUE(node_.publishing()
                  .WithdrawEntry(With(node_.Token(kBristol)).get(), withdraw,
                                 &withdrawn)
                  .ok());
  for (const int page_size : {1, 2, 100}) {
    std::vector<std::string> told;
    v1::ListEntryRevisionsRequest request;
    request.set_name(TestEntryName(kBristol, 1));
    request.set_page_size(page_size);
    do {
      v1::ListEntryRevisionsResponse response;
      ASSERT_TRUE(node_.directory()
                      .ListEntryRevisions(With("").get(), request, &response)
                      .ok());
      for (const v1::EntryRevision& revision : response.revisions()) {
        told.push_back(
            absl::StrCat(revision.entry().sequence(), " ",
                         v1::EntryState_Name(revision.entry().state()), " ",
                         revision.differences_size() > 0
                             ? revision.differences(0).before() + ">" +
                                   revision.differences(0).after()
                             : "-"));
      }
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_THAT(told, ElementsAre("2 ENTRY_STATE_WITHDRAWN -",
                                  "1 ENTRY_STATE_PUBLISHED "
                                  "\"First\">\"Second\"",
                                  "0 ENTRY_STATE_PUBLISHED -"));
  }
}

TEST_F(DirectoryTest, TheHistoryOfAnEntryIsToldAsItWasAtAnInstant) {
  v1::ListEntryRevisionsRequest at_time;
  at_time.set_name(TestEntryName(kBristol, 1));
  v1::ListEntryRevisionsRequest at_revision = at_time;
  v1::ListEntryRevisionsResponse response;
  const auto list = [&](const v1::ListEntryRevisionsRequest& request) {
    return node_.directory().ListEntryRevisions(With("").get(), request,
                                                &response);
  };
  *at_time.mutable_read_time() = entry::ToTimestamp(node_.clock().now());
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(2, "Another")});
  EXPECT_EQ(Reason(list(at_time)), "BEFORE_HISTORY");
  *at_time.mutable_read_time() = entry::ToTimestamp(node_.clock().now());
  node_.clock().Advance(absl::Hours(1));
  EXPECT_EQ(Reason(list(at_time)), "ENTRY_NOT_FOUND");

  node_.MustPublish(kBristol, {TestEntry(1, "First")});
  node_.MustPublish(kBristol, {TestEntry(1, "Second")});
  node_.clock().Advance(absl::Hours(1));
  *at_time.mutable_read_time() = entry::ToTimestamp(node_.clock().now());
  ASSERT_TRUE(list(at_time).ok());
  at_revision.set_revision(response.revision());
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(1, "Third")});
  for (v1::ListEntryRevisionsRequest request : {at_time, at_revision}) {
    for (const int page_size : {1, 2, 100}) {
      std::vector<std::string> told;
      request.set_page_size(page_size);
      request.clear_page_token();
      do {
        ASSERT_TRUE(list(request).ok());
        for (const v1::EntryRevision& revision : response.revisions()) {
          told.push_back(revision.entry().service().name());
        }
        request.set_page_token(response.next_page_token());
      } while (!request.page_token().empty());
      EXPECT_THAT(told, ElementsAre("Second", "First"));
    }
  }
  at_time.set_revision(at_revision.revision());
  EXPECT_EQ(list(at_time).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(DirectoryTest, WordsAreFoundInAnyFormAcrossAuthorities) {
  node_.MustPublish(kBristol, {TestEntry(1, "Wheelchair repairs"),
                               TestEntry(2, "Music for toddlers")});
  node_.MustPublish(kLeeds, {TestEntry(3, "We repair a wheelchair at home")});
  v1::SearchEntriesRequest request;
  request.set_query("WHEELCHAIRS repairing");
  const v1::SearchEntriesResponse found = Search(request);
  EXPECT_EQ(found.total_size(), 2);
  EXPECT_THAT(found.hits(0).matched_words(),
              ElementsAre("WHEELCHAIRS", "repairing"));
  request.mutable_filter()->add_authorities("authorities/E08000035");
  EXPECT_THAT(Names(Search(request)),
              ElementsAre("We repair a wheelchair at home"));
}

TEST_F(DirectoryTest, FiltersByAgeAndStatusHoldForEveryHit) {
  v1::Entry child = TestEntry(1, "club for children");
  child.mutable_service()->set_minimum_age(4);
  child.mutable_service()->set_maximum_age(11);
  v1::Entry anyone = TestEntry(2, "club for anyone");
  v1::Entry gone = TestEntry(3, "club that closed");
  gone.mutable_service()->set_status(v1::SERVICE_STATUS_DEFUNCT);
  node_.MustPublish(kBristol, {child, anyone, gone});
  v1::SearchEntriesRequest request;
  request.set_query("club");
  EXPECT_EQ(Search(request).total_size(), 2);
  request.mutable_filter()->set_minimum_age(14);
  EXPECT_THAT(Names(Search(request)), ElementsAre("club for anyone"));
  request.clear_filter();
  request.mutable_filter()->add_statuses(v1::SERVICE_STATUS_FILTER_DEFUNCT);
  EXPECT_THAT(Names(Search(request)), ElementsAre("club that closed"));
}

TEST_F(DirectoryTest, PagesOfASearchStayAsTheyWereAtItsBeginning) {
  std::vector<v1::Entry> entries;
  for (int i = 0; i < 11; ++i) {
    entries.push_back(TestEntry(i, absl::StrCat("respite ", i)));
  }
  node_.MustPublish(kBristol, entries);
  for (const int page_size : {1, 2, 16}) {
    std::vector<std::string> names;
    v1::SearchEntriesRequest request;
    request.set_query("respite");
    request.set_page_size(page_size);
    std::vector<std::string> whole;
    {
      v1::SearchEntriesRequest all = request;
      all.set_page_size(100);
      whole = Names(Search(all));
    }
    do {
      const v1::SearchEntriesResponse response = Search(request);
      for (const std::string& name : Names(response)) names.push_back(name);
      request.set_page_token(response.next_page_token());
      node_.MustPublish(kLeeds,
                        {TestEntry(1000 + names.size() + 100L * page_size,
                                   "respite respite respite")});
    } while (!request.page_token().empty());
    EXPECT_EQ(names, whole) << page_size;
  }
}

TEST_F(DirectoryTest, APastSearchFindsWhatWasPublishedThen) {
  node_.MustPublish(kBristol, {TestEntry(1, "hospice at home")});
  const absl::Time then = node_.clock().now();
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(1, "library")});
  v1::SearchEntriesRequest request;
  request.set_query("hospice");
  EXPECT_EQ(Search(request).total_size(), 0);
  *request.mutable_read_time() = entry::ToTimestamp(then);
  EXPECT_THAT(Names(Search(request)), ElementsAre("hospice at home"));
}

TEST_F(DirectoryTest, AnExportComesBackAsItWasPublished) {
  node_.MustPublish(kBristol, {TestEntry(1, "One"), TestEntry(2, "Two")});
  v1::ExportEntriesRequest request;
  request.set_parent("authorities/E06000023");
  for (const v1::ExportFormat format :
       {v1::EXPORT_FORMAT_OPEN_REFERRAL_3, v1::EXPORT_FORMAT_CSV,
        v1::EXPORT_FORMAT_NDJSON}) {
    request.set_format(format);
    const auto context = With("");
    const auto reader = node_.directory().ExportEntries(context.get(), request);
    std::string file;
    v1::ExportEntriesResponse response;
    while (reader->Read(&response)) file += response.chunk();
    ASSERT_TRUE(reader->Finish().ok());
    const Published plan =
        node_.PlanSource(TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_FULL),
                         file, node_.Token(kBristol));
    ASSERT_TRUE(plan.status.ok()) << plan.status.error_message();
    EXPECT_EQ(plan.summary.records(), 2) << file;
    EXPECT_EQ(plan.summary.withdrawn(), 0) << file;
    EXPECT_EQ(plan.summary.added(), 0) << file;
  }
}

}  // namespace
}  // namespace localoffer::testing
