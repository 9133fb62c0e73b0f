#include "services/editions/edition_maker.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/editions/testing_offer.h"
#include "services/rpc/error.h"
#include "storage/directory/edition_check.h"
#include "storage/log/checkpoint.h"

namespace localoffer::editions {
namespace {

v1::CreateEditionRequest Request(const std::string& title,
                                 const std::string& id = "") {
  v1::CreateEditionRequest request;
  request.set_parent(kBristolName);
  request.set_title(title);
  request.set_edition_id(id);
  return request;
}

class EditionMakerTest : public ::testing::Test {
 protected:
  std::string ReasonFor(const v1::CreateEditionRequest& request) {
    return rpc::ReasonOf(offer_.Create(request).status());
  }

  TestingOffer offer_;
};

TEST_F(EditionMakerTest, WhatItMakesIsTrue) {
  offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.Publish(2, "Play", {"9900001", "9900002"});
  const v1::Edition edition = offer_.MakeEdition("1 September 2026");
  EXPECT_EQ(edition.name(), TestingOffer::EditionName("2026-09-01"));
  EXPECT_EQ(edition.entries_count(), 2);
  EXPECT_EQ(edition.providers_count(), 2);
  const auto checkpoint = log::OpenCheckpoint(
      edition.checkpoint(), "localoffer/E06000023", {offer_.Key()});
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, edition.sequence() + 1);
  const auto checked = storage::CheckEditions(offer_.store().engine(), kBristol,
                                              0, offer_.size());
  ASSERT_EQ(checked->size(), 1);
  EXPECT_EQ(checked->front().finding.verdict, storage::EditionVerdict::kTrue);
}

TEST_F(EditionMakerTest, TheIdIsTheTitlesDateOrWhatIsAskedFor) {
  offer_.Publish(1, "Short breaks");
  EXPECT_EQ(offer_.Create(Request("Autumn", "autumn-2026"))->edition().name(),
            TestingOffer::EditionName("autumn-2026"));
  EXPECT_EQ(
      offer_.Create(Request("1 September 2026", "other"))->edition().name(),
      TestingOffer::EditionName("other"));
  for (const auto& request :
       {Request("Autumn"), Request("1 or 2 May"), Request("Autumn", "Autumn"),
        Request("Autumn", "-a"), Request("Autumn", std::string(65, 'a')),
        Request(""), Request(std::string(201, 't'), "a"),
        Request("two\nlines", "a")}) {
    EXPECT_TRUE(absl::IsInvalidArgument(offer_.Create(request).status()))
        << request.DebugString();
  }
}

TEST_F(EditionMakerTest, RefusesWhatCannotBe) {
  EXPECT_EQ(ReasonFor(Request("2026-09-01")), "NOTHING_PUBLISHED");
  v1::CreateEditionRequest request = Request("2026-09-01");
  request.set_parent("authorities/E99999999");
  EXPECT_EQ(ReasonFor(request), "AUTHORITY_NOT_FOUND");
  offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-09-01");
  EXPECT_EQ(ReasonFor(Request("2026-09-01")), "EDITION_EXISTS");
}

// Who takes the log of another node's authority can't speak for it.
TEST_F(EditionMakerTest, OnlyTheHomeNodeMakesEditions) {
  offer_.Publish(1, "Short breaks");
  log::v1::ChangeBody body;
  body.mutable_key_rotated()->set_reason("moved");
  const log::VerifierKey key =
      *log::VerifierKey::Create("localoffer/E06000023", log::PublicKey{});
  offer_.Commit(log::v1::CHANGE_KIND_KEY_ROTATED, key.ToString(), body);
  v1::CreateEditionRequest request = Request("2026-09-01");
  EXPECT_EQ(ReasonFor(request), "NOT_HOME");
  request.set_validate_only(true);
  EXPECT_EQ(ReasonFor(request), "NOT_HOME");
}

TEST_F(EditionMakerTest, ARepeatedRequestAnswersAsTheFirst) {
  offer_.Publish(1, "Short breaks");
  v1::CreateEditionRequest request = Request("2026-09-01");
  request.set_request_id("once");
  const auto first = offer_.Create(request);
  ASSERT_TRUE(first.ok()) << first.status();
  offer_.Publish(2, "Play");
  const uint64_t size = offer_.size();
  EXPECT_EQ(offer_.Create(request)->SerializeAsString(),
            first->SerializeAsString());
  EXPECT_EQ(offer_.size(), size);
  request.set_title("2026-10-01");
  EXPECT_EQ(ReasonFor(request), "REQUEST_ID_REUSED");
}

TEST_F(EditionMakerTest, AnOfferWhoseEntriesAreAllWithdrawnIsEmpty) {
  offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.Withdraw(1, "closed");
  const v1::Edition edition = offer_.MakeEdition("2026-09-01");
  EXPECT_EQ(edition.entries_count(), 0);
  EXPECT_EQ(edition.providers_count(), 0);
}

}  // namespace
}  // namespace localoffer::editions
