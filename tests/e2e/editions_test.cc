// Editions: made, listed, compared.
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/v1/editions.grpc.pb.h"
#include "storage/log/checkpoint.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EditionsTest : public ::testing::Test {
 protected:
  grpc::Status Create(const std::string& title,
                      v1::CreateEditionResponse& response,
                      const std::string& request_id = "",
                      const std::string& id = "") {
    v1::CreateEditionRequest request;
    request.set_parent("authorities/E06000023");
    request.set_title(title);
    request.set_edition_id(id);
    request.set_request_id(request_id);
    return node_.editions().CreateEdition(With(node_.Token(kBristol)).get(),
                                          request, &response);
  }

  v1::Edition MustCreate(const std::string& title) {
    v1::CreateEditionResponse response;
    const grpc::Status status = Create(title, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.edition();
  }

  grpc::Status Compare(const std::string& from, const std::string& to,
                       v1::CompareEditionsResponse& all) {
    v1::CompareEditionsRequest request;
    request.set_from(from);
    request.set_to(to);
    const auto context = With("");
    const auto reader =
        node_.editions().CompareEditions(context.get(), request);
    v1::CompareEditionsResponse part;
    while (reader->Read(&part)) all.MergeFrom(part);
    return reader->Finish();
  }

  static std::string NameOf(const std::string& id) {
    return absl::StrCat("authorities/E06000023/editions/", id);
  }

  void Withdraw(int number) {
    v1::WithdrawEntryRequest request;
    request.set_name(TestEntryName(kBristol, number));
    request.set_reason("closed");
    v1::WithdrawEntryResponse response;
    const grpc::Status status = node_.publishing().WithdrawEntry(
        With(node_.Token(kBristol)).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  TestNode node_;
};

TEST_F(EditionsTest, AnEditionIsTheOfferAsItStands) {
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks", "9900001"),
                               TestEntry(2, "Play", "9900002"),
                               TestEntry(3, "Respite", "9900001")});
  const v1::Edition edition = MustCreate("1 September 2026");
  EXPECT_EQ(edition.name(), NameOf("2026-09-01"));
  EXPECT_EQ(edition.title(), "1 September 2026");
  EXPECT_EQ(edition.sequence(), 3);
  EXPECT_EQ(edition.entries_count(), 3);
  EXPECT_EQ(edition.providers_count(), 2);
  EXPECT_GT(edition.create_time().seconds(), 0);

  v1::GetEditionRequest get;
  get.set_name(edition.name());
  v1::GetEditionResponse got;
  ASSERT_TRUE(node_.editions().GetEdition(With("").get(), get, &got).ok());
  EXPECT_EQ(got.edition().SerializeAsString(), edition.SerializeAsString());

  // Its checkpoint is that of the authority, signed.
  v1::GetAuthorityRequest authority_request;
  authority_request.set_name("authorities/E06000023");
  v1::GetAuthorityResponse authority;
  ASSERT_TRUE(node_.authorities()
                  .GetAuthority(With("").get(), authority_request, &authority)
                  .ok());
  const auto key =
      log::VerifierKey::Parse(authority.authority().verifier_key());
  const auto checkpoint =
      log::OpenCheckpoint(edition.checkpoint(), "localoffer/E06000023", {*key});
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, 4);
  EXPECT_EQ(authority.authority().published_entries(), 3);
}

TEST_F(EditionsTest, ThereIsOneOfAnId) {
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks")});
  MustCreate("1 September 2026");
  v1::CreateEditionResponse response;
  EXPECT_EQ(Reason(Create("2026-09-01", response)), "EDITION_EXISTS");
  EXPECT_TRUE(Create("2026-09-01", response, "", "2026-09-01-b").ok());
  node_.Restart();
  EXPECT_EQ(Reason(Create("2026-09-01", response)), "EDITION_EXISTS");
}

TEST_F(EditionsTest, ARepeatedRequestMakesNoSecondOne) {
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks")});
  v1::CreateEditionResponse first;
  v1::CreateEditionResponse second;
  ASSERT_TRUE(Create("1 September 2026", first, "once").ok());
  node_.MustPublish(kBristol, {TestEntry(2, "Play")});
  ASSERT_TRUE(Create("1 September 2026", second, "once").ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(Reason(Create("1 October 2026", second, "once")),
            "REQUEST_ID_REUSED");
}

TEST_F(EditionsTest, ManyAtOnceMakeOne) {
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks")});
  const std::string token = node_.Token(kBristol);
  std::vector<grpc::Status> statuses(8);
  std::vector<std::thread> callers;
  for (grpc::Status& status : statuses) {
    callers.emplace_back([this, &status, &token] {
      v1::CreateEditionRequest request;
      request.set_parent("authorities/E06000023");
      request.set_title("1 September 2026");
      v1::CreateEditionResponse response;
      status =
          node_.editions().CreateEdition(With(token).get(), request, &response);
    });
  }
  for (std::thread& caller : callers) caller.join();
  int made = 0;
  for (const grpc::Status& status : statuses) {
    if (status.ok()) {
      ++made;
    } else {
      EXPECT_EQ(Reason(status), "EDITION_EXISTS");
    }
  }
  EXPECT_EQ(made, 1);
}

TEST_F(EditionsTest, WhatIsWrongIsSaidAtOnce) {
  v1::CreateEditionRequest request;
  request.set_parent("authorities/E06000023");
  request.set_request_id("not an id");
  v1::CreateEditionResponse response;
  const grpc::Status status = node_.editions().CreateEdition(
      With(node_.Token(kBristol)).get(), request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const char* field : {"title", "edition_id", "request_id"}) {
    EXPECT_THAT(status.error_message(), ::testing::HasSubstr(field));
  }
  EXPECT_EQ(Reason(Create("1 September 2026", response)), "NOTHING_PUBLISHED");
  v1::CompareEditionsResponse compared;
  EXPECT_EQ(Reason(Compare(NameOf("2026-09-01"), "", compared)),
            "EDITION_NOT_FOUND");
  EXPECT_EQ(Compare("editions/2026-09-01", "x", compared).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(EditionsTest, CheckingWritesNothing) {
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks")});
  v1::CreateEditionRequest request;
  request.set_parent("authorities/E06000023");
  request.set_title("1 September 2026");
  request.set_validate_only(true);
  v1::CreateEditionResponse response;
  ASSERT_TRUE(
      node_.editions()
          .CreateEdition(With(node_.Token(kBristol)).get(), request, &response)
          .ok());
  EXPECT_EQ(response.edition().entries_count(), 1);
  v1::ListEditionsRequest list;
  list.set_parent("authorities/E06000023");
  v1::ListEditionsResponse listed;
  ASSERT_TRUE(
      node_.editions().ListEditions(With("").get(), list, &listed).ok());
  EXPECT_THAT(listed.editions(), IsEmpty());
}

TEST_F(EditionsTest, AreListedInPages) {
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks")});
  for (const char* title :
       {"2026-09-01", "2026-03-01", "2027-09-01", "2026-12-01", "2026-01-01"}) {
    MustCreate(title);
  }
  for (const int page_size : {1, 2, 16}) {
    v1::ListEditionsRequest request;
    request.set_parent("authorities/E06000023");
    request.set_page_size(page_size);
    std::vector<std::string> titles;
    do {
      v1::ListEditionsResponse response;
      ASSERT_TRUE(node_.editions()
                      .ListEditions(With("").get(), request, &response)
                      .ok());
      for (const v1::Edition& edition : response.editions()) {
        titles.push_back(edition.title());
      }
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_THAT(titles, ElementsAre("2026-01-01", "2026-03-01", "2026-09-01",
                                    "2026-12-01", "2027-09-01"));
  }
}

TEST_F(EditionsTest, AComparisonTellsEveryEntryThatChanged) {
  node_.MustPublish(kBristol,
                    {TestEntry(1, "Short breaks"), TestEntry(2, "Play"),
                     TestEntry(3, "Respite"), TestEntry(4, "Swimming")});
  MustCreate("1 September 2026");
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks for all"),
                               TestEntry(5, "Wheelchairs")});
  Withdraw(2);
  MustCreate("1 September 2027");
  node_.MustPublish(kBristol, {TestEntry(6, "Came")});
  Withdraw(6);
  // There and back: nothing between the first edition and now.
  node_.MustPublish(kBristol, {TestEntry(4, "Diving")});
  node_.MustPublish(kBristol, {TestEntry(4, "Swimming")});

  v1::CompareEditionsResponse compared;
  ASSERT_TRUE(
      Compare(NameOf("2026-09-01"), NameOf("2027-09-01"), compared).ok());
  ASSERT_EQ(compared.changes_size(), 3);
  EXPECT_EQ(compared.changes(0).action(), v1::CHANGE_ACTION_CHANGED);
  EXPECT_EQ(compared.changes(0).entry(), TestEntryName(kBristol, 1));
  ASSERT_EQ(compared.changes(0).differences_size(), 1);
  EXPECT_EQ(compared.changes(0).differences(0).path(), "service.name");
  EXPECT_EQ(compared.changes(0).differences(0).before(), "\"Short breaks\"");
  EXPECT_EQ(compared.changes(1).action(), v1::CHANGE_ACTION_WITHDRAWN);
  EXPECT_EQ(compared.changes(1).title(), "Play");
  EXPECT_EQ(compared.changes(1).withdrawal_reason(), "closed");
  EXPECT_EQ(compared.changes(2).action(), v1::CHANGE_ACTION_ADDED);
  EXPECT_EQ(compared.changes(2).title(), "Wheelchairs");
  EXPECT_EQ(compared.summary().added(), 1);
  EXPECT_EQ(compared.summary().changed(), 1);
  EXPECT_EQ(compared.summary().withdrawn(), 1);
  EXPECT_EQ(compared.summary().unchanged(), 2);

  v1::CompareEditionsResponse until_now;
  ASSERT_TRUE(Compare(NameOf("2027-09-01"), "", until_now).ok());
  EXPECT_THAT(until_now.changes(), IsEmpty());
  EXPECT_EQ(until_now.summary().unchanged(), 4);
  EXPECT_EQ(Compare(NameOf("2027-09-01"), NameOf("2026-09-01"), until_now)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(EditionsTest, AComparisonOfManyEntriesComesInPieces) {
  std::vector<v1::Entry> entries;
  for (int i = 1; i <= 2500; ++i) entries.push_back(TestEntry(i, "Before"));
  node_.MustPublish(kBristol, entries);
  MustCreate("1 September 2026");
  for (v1::Entry& entry : entries) entry.mutable_service()->set_name("After");
  node_.MustPublish(kBristol, entries);
  v1::CompareEditionsResponse compared;
  ASSERT_TRUE(Compare(NameOf("2026-09-01"), "", compared).ok());
  ASSERT_EQ(compared.changes_size(), 2500);
  for (int i = 0; i < 2500; ++i) {
    EXPECT_EQ(compared.changes(i).entry(), TestEntryName(kBristol, i + 1));
  }
  EXPECT_EQ(compared.summary().changed(), 2500);
}

}  // namespace
}  // namespace localoffer::testing
