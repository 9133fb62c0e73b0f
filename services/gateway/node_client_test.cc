#include "services/gateway/node_client.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/editions/testing_offer.h"
#include "services/gateway/testing_node.h"
#include "services/rpc/error.h"

namespace localoffer::gateway {
namespace {

using editions::kBristolName;
using editions::TestingOffer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class NodeClientTest : public ::testing::Test {
 protected:
  const NodeClient& node() { return *node_.client(); }

  static v1::GetEntryRequest About(int number) {
    v1::GetEntryRequest request;
    request.set_name(TestingOffer::EntryName(number));
    return request;
  }

  TestingOffer offer_;
  TestingNode node_{offer_.store(), offer_.clock().clock()};
};

TEST_F(NodeClientTest, AnswersAreTheNodesWhereverItIs) {
  offer_.Publish(1, "Short breaks");
  const auto elsewhere = node_.Connect();
  for (const NodeClient* const client : {&node(), elsewhere.get()}) {
    const auto got = client->GetEntry(About(1));
    ASSERT_TRUE(got.ok()) << got.status();
    EXPECT_EQ(got->entry().service().name(), "Short breaks");
    v1::SearchEntriesRequest search;
    search.set_query("breaks");
    const auto found = client->SearchEntries(search);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->total_size(), 1);
  }
}

TEST_F(NodeClientTest, AnErrorHasItsReasonAndTheFieldsAtFault) {
  const auto elsewhere = node_.Connect();
  for (const NodeClient* const client : {&node(), elsewhere.get()}) {
    const absl::Status missing = client->GetEntry(About(1)).status();
    EXPECT_TRUE(absl::IsNotFound(missing)) << missing;
    EXPECT_EQ(rpc::ReasonOf(missing), "ENTRY_NOT_FOUND");
    v1::SearchEntriesRequest search;
    search.set_skip(-1);
    const absl::Status refused = client->SearchEntries(search).status();
    EXPECT_EQ(refused, rpc::InvalidField("skip", "wanted 0 or more"));
  }
}

TEST_F(NodeClientTest, ANodeThatIsGoneIsToldInPlainWords) {
  const auto elsewhere = node_.Connect();
  ASSERT_TRUE(elsewhere->GetDirectoryState({}).ok());
  node_.Stop();
  const absl::Status gone = elsewhere->GetDirectoryState({}).status();
  EXPECT_TRUE(absl::IsUnavailable(gone)) << gone;
  EXPECT_EQ(rpc::ReasonOf(gone), "NODE_UNREACHABLE");
  EXPECT_TRUE(absl::IsUnavailable(elsewhere->CompareEditions(
      {}, [](const auto& /*message*/) { return true; })));
}

TEST_F(NodeClientTest, AStreamIsReadUntilItIsEnough) {
  // More than one message takes.
  for (int i = 1; i <= 1100; ++i) {
    offer_.Publish(i, absl::StrCat("Service ", i));
    if (i == 1) offer_.MakeEdition("2026-09-01");
  }
  v1::CompareEditionsRequest request;
  request.set_from(TestingOffer::EditionName("2026-09-01"));
  int messages = 0;
  int changes = 0;
  const auto take = [&](const v1::CompareEditionsResponse& message) {
    ++messages;
    changes += message.changes_size();
    return true;
  };
  ASSERT_TRUE(node().CompareEditions(request, take).ok());
  EXPECT_GT(messages, 1);
  EXPECT_EQ(changes, 1099);
  messages = 0;
  ASSERT_TRUE(node()
                  .CompareEditions(request,
                                   [&](const auto& /*message*/) {
                                     ++messages;
                                     return false;
                                   })
                  .ok());
  EXPECT_EQ(messages, 1);
}

// The request over HTTP has its line.
TEST_F(NodeClientTest, TheJournalHasNoLineForTheNodesOwnCalls) {
  offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-09-01");
  v1::CompareEditionsRequest compare;
  compare.set_from(TestingOffer::EditionName("2026-09-01"));
  const auto take = [](const auto& /*message*/) { return true; };
  v1::ProveAbsentRequest proof;
  proof.set_parent(kBristolName);
  proof.set_provider("providers/GB-CHC-9900001");
  const auto ask = [&](const NodeClient& client) {
    EXPECT_TRUE(client.GetEntry(About(1)).ok());
    EXPECT_FALSE(client.GetEntry(About(2)).ok());
    EXPECT_TRUE(client.ProveAbsent(proof).ok());
    EXPECT_TRUE(client.CompareEditions(compare, take).ok());
  };
  ask(node());
  EXPECT_THAT(node_.JournalLines(), IsEmpty());
  ask(*node_.Connect());
  EXPECT_THAT(node_.JournalLines(), SizeIs(4));
  EXPECT_THAT(node_.JournalLines()[1], HasSubstr("ENTRY_NOT_FOUND"));
}

// Far more than the node has threads, of each kind.
TEST_F(NodeClientTest, ManyWhoWaitAtOnceAreAllAnswered) {
  offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-09-01");
  std::atomic<int> answered = 0;
  std::vector<std::thread> waiting;
  for (int i = 0; i < 64; ++i) {
    waiting.emplace_back([&, i] {
      v1::ProveAbsentRequest proof;
      proof.set_parent(kBristolName);
      proof.set_provider("providers/GB-CHC-9900001");
      v1::CompareEditionsRequest compare;
      compare.set_from(TestingOffer::EditionName("2026-09-01"));
      for (int n = 0; n < 20; ++n) {
        absl::Status status;
        if (i % 4 == 0) {
          status = node().ProveAbsent(proof).status();
        } else if (i % 4 == 1) {
          status = node().CompareEditions(
              compare, [](const auto& /*message*/) { return true; });
        } else {
          status = node().SearchEntries({}).status();
        }
        // At most 16 proofs at once, and as many comparisons.
        if (status.ok() || absl::IsResourceExhausted(status)) ++answered;
      }
    });
  }
  for (std::thread& thread : waiting) thread.join();
  EXPECT_EQ(answered, 64 * 20);
}

TEST_F(NodeClientTest, TheStateSaysWhenAnswersMayBeOthers) {
  const auto state = [&] { return node().GetDirectoryState({}).value(); };
  const auto first = state();
  offer_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(state().SerializeAsString(), first.SerializeAsString());
  offer_.Publish(1, "Short breaks");
  const auto published = state();
  EXPECT_NE(published.revision(), first.revision());
  EXPECT_EQ(published.version(), first.version());
  EXPECT_EQ(node().GetEntry(About(1))->revision(), published.revision());
  storage::v1::AuthorityRecord record;
  record.set_title("Exampleshire");
  ASSERT_TRUE(offer_.store().authorities().Add("EXAMPLE", record).ok());
  const auto registered = state();
  EXPECT_EQ(registered.revision(), published.revision());
  EXPECT_NE(registered.version(), published.version());
  ASSERT_TRUE(offer_.store()
                  .geography()
                  .postcodes()
                  .Write({{"BS1 4DJ", {51.4527, -2.6028}, "", "", ""}})
                  .ok());
  EXPECT_NE(state().version(), registered.version());
}

TEST_F(NodeClientTest, ManyPlacesAreFoundAtOnce) {
  ASSERT_TRUE(offer_.store()
                  .geography()
                  .postcodes()
                  .Write({{"BS1 4DJ", {51.4495, -2.6010}, "", "", ""}})
                  .ok());
  v1::BatchResolvePlacesRequest request;
  for (const char* postcode : {"bs14dj", "ask us", "BS8 1AA", "QQ99 9ZZ"}) {
    request.add_places()->set_postcode(postcode);
  }
  request.add_places();
  const auto got = node().BatchResolvePlaces(request);
  ASSERT_TRUE(got.ok()) << got.status();
  ASSERT_EQ(got->results_size(), 5);
  // The same as one by one.
  for (int i = 0; i < got->results_size(); ++i) {
    v1::ResolvePlaceRequest one;
    *one.mutable_place() = request.places(i);
    const auto place = node().ResolvePlace(one);
    EXPECT_EQ(got->results(i).has_place(), place.ok()) << i;
    if (!place.ok()) continue;
    EXPECT_EQ(got->results(i).SerializeAsString(), place->SerializeAsString());
  }
  EXPECT_EQ(got->results(0).place().postcode(), "BS1 4DJ");
  EXPECT_FALSE(got->results(0).place().approximate());
  EXPECT_EQ(got->results(2).place().outcode(), "BS8");
  EXPECT_TRUE(got->results(2).place().approximate());
  EXPECT_FALSE(got->results(1).has_place());
  EXPECT_EQ(node().BatchResolvePlaces({}).status(),
            rpc::InvalidField("places", "wanted 1 to 1000"));
  while (request.places_size() <= 1000) request.add_places();
  EXPECT_TRUE(
      absl::IsInvalidArgument(node().BatchResolvePlaces(request).status()));
}

}  // namespace
}  // namespace localoffer::gateway
