// What erasure leaves to compare. All else is in tests/e2e/editions_test.cc.
#include "services/editions/comparison.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/editions/testing_offer.h"
#include "services/entry/timestamp.h"

namespace localoffer::editions {
namespace {

class ComparisonTest : public ::testing::Test {
 protected:
  v1::CompareEditionsResponse SinceFirst() {
    v1::CompareEditionsRequest request;
    request.set_from(TestingOffer::EditionName("2026-09-01"));
    const auto comparison = Comparison::Start(offer_.store(), request);
    EXPECT_TRUE(comparison.ok()) << comparison.status();
    v1::CompareEditionsResponse all;
    while (true) {
      v1::CompareEditionsResponse part;
      const auto more = (*comparison)->Next(part);
      EXPECT_TRUE(more.ok()) << more.status();
      if (!more.value_or(false)) return all;
      all.MergeFrom(part);
    }
  }

  TestingOffer offer_;
};

TEST_F(ComparisonTest, ComparesWithATimeAsWithAnEdition) {
  offer_.Publish(1, "Short breaks");
  const absl::Time then = offer_.clock().now();
  offer_.MakeEdition("2026-09-01");
  offer_.Publish(1, "Short breaks for all");
  offer_.Publish(2, "Play");
  v1::CompareEditionsRequest request;
  request.set_parent(kBristolName);
  *request.mutable_from_time() = entry::ToTimestamp(then);
  const auto comparison = Comparison::Start(offer_.store(), request);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  v1::CompareEditionsResponse compared;
  ASSERT_TRUE((*comparison)->Next(compared).value());
  EXPECT_EQ(compared.SerializeAsString(), SinceFirst().SerializeAsString());
  EXPECT_EQ(compared.summary().added(), 1);
}

TEST_F(ComparisonTest, ATimeIsOneWhenSomethingWasPublished) {
  const absl::Time before = offer_.clock().now();
  offer_.Publish(1, "Short breaks");
  v1::CompareEditionsRequest request;
  *request.mutable_from_time() = entry::ToTimestamp(offer_.clock().now());
  const auto code = [&] {
    return Comparison::Start(offer_.store(), request).status().code();
  };
  EXPECT_EQ(code(), absl::StatusCode::kInvalidArgument);
  request.set_parent(kBristolName);
  EXPECT_EQ(code(), absl::StatusCode::kOk);
  *request.mutable_from_time() = entry::ToTimestamp(before);
  EXPECT_EQ(code(), absl::StatusCode::kOutOfRange);
  *request.mutable_from_time() =
      entry::ToTimestamp(offer_.clock().now() + absl::Hours(1));
  EXPECT_EQ(code(), absl::StatusCode::kInvalidArgument);
  *request.mutable_from_time() = entry::ToTimestamp(offer_.clock().now());
  request.set_to(TestingOffer::EditionName("2026-09-01"));
  EXPECT_EQ(code(), absl::StatusCode::kInvalidArgument);
  request.clear_to();
  request.clear_from_time();
  request.set_from(TestingOffer::EditionName("2026-09-01"));
  // A parent is of a time.
  EXPECT_EQ(code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ComparisonTest, SaysThatWhatItWasIsErased) {
  const uint64_t before = offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-09-01");
  offer_.Publish(1, "Short breaks for all");
  offer_.Erase(before);
  const v1::CompareEditionsResponse compared = SinceFirst();
  ASSERT_EQ(compared.changes_size(), 1);
  EXPECT_EQ(compared.changes(0).action(), v1::CHANGE_ACTION_CHANGED);
  EXPECT_TRUE(compared.changes(0).content_erased());
  EXPECT_EQ(compared.changes(0).title(), "Short breaks for all");
  EXPECT_EQ(compared.changes(0).differences_size(), 0);
}

TEST_F(ComparisonTest, SaysThatWhatItIsIsErased) {
  offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-09-01");
  const uint64_t after = offer_.Publish(1, "Short breaks for all");
  const uint64_t added = offer_.Publish(2, "Play");
  offer_.Erase(after);
  offer_.Erase(added);
  const v1::CompareEditionsResponse compared = SinceFirst();
  ASSERT_EQ(compared.changes_size(), 2);
  EXPECT_EQ(compared.changes(0).action(), v1::CHANGE_ACTION_CHANGED);
  EXPECT_TRUE(compared.changes(0).content_erased());
  EXPECT_EQ(compared.changes(0).title(), "");
  EXPECT_EQ(compared.changes(1).action(), v1::CHANGE_ACTION_ADDED);
  EXPECT_TRUE(compared.changes(1).content_erased());
  EXPECT_EQ(compared.summary().added(), 1);
  EXPECT_EQ(compared.summary().changed(), 1);
}

TEST_F(ComparisonTest, AWithdrawalStaysOneWhenItsContentIsErased) {
  const uint64_t published = offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-09-01");
  const uint64_t withdrawn = offer_.Withdraw(1, "a person's name");
  offer_.Erase(published);
  offer_.Erase(withdrawn);
  const v1::CompareEditionsResponse compared = SinceFirst();
  ASSERT_EQ(compared.changes_size(), 1);
  EXPECT_EQ(compared.changes(0).action(), v1::CHANGE_ACTION_WITHDRAWN);
  EXPECT_EQ(compared.changes(0).withdrawal_reason(), "");
  EXPECT_TRUE(compared.changes(0).content_erased());
}

TEST_F(ComparisonTest, ComparesAnyTwoSizesOfALog) {
  offer_.Publish(1, "Short breaks");
  const uint64_t from = offer_.size();
  offer_.Publish(2, "Play");
  const uint64_t to = offer_.size();
  offer_.Withdraw(1, "ended");
  const auto comparison =
      Comparison::Between(offer_.store(), kBristol, from, to);
  v1::CompareEditionsResponse compared;
  ASSERT_TRUE(comparison->Next(compared).value());
  ASSERT_EQ(compared.changes_size(), 1);
  EXPECT_EQ(compared.changes(0).entry(), TestingOffer::EntryName(2));
  EXPECT_EQ(compared.summary().added(), 1);
  EXPECT_EQ(compared.summary().unchanged(), 1);
  EXPECT_EQ(compared.summary().withdrawn(), 0);
  EXPECT_FALSE(comparison->Next(compared).value());
}

}  // namespace
}  // namespace localoffer::editions
