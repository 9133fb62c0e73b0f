#include "services/gateway/change_events.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/feed/testing_directory.h"
#include "services/gateway/testing_node.h"

namespace localoffer::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ChangeEventsTest : public ::testing::Test, public feed::TestingDirectory {
 protected:
  static v1::ListChangesRequest After(int64_t number,
                                      const std::string& of = "-") {
    v1::ListChangesRequest request;
    request.set_parent("authorities/" + of);
    request.mutable_after()->set_change_number(number);
    return request;
  }
  std::string Together(const v1::ListChangesRequest& request,
                       uint64_t version) {
    const auto events = reader_.ReadTogether(request, version);
    EXPECT_TRUE(events.ok()) << events.status();
    return events.ok() ? (*events)->text : "";
  }
  int Asked() const { return node_.Calls("ListChanges"); }

  TestingNode node_{*store_, clock_.clock()};
  ChangeEventReader reader_{node_.client()};
};

TEST_F(ChangeEventsTest, AnEventHasItsPlaceAndItsItem) {
  Publish(feed::kBristol, 1, "Hydrotherapy");
  Publish(feed::kLeeds, 2, "Lunch club");
  Withdraw(feed::kLeeds, 2);
  const auto events = reader_.Read(After(0));
  ASSERT_TRUE(events.ok()) << events.status();
  const std::string first =
      absl::StrCat("id: 1-", *store_->arrivals().Witness(1),
                   "\nevent: updated\ndata: {\"state\":\"updated\","
                   "\"kind\":\"Service\",\"id\":\"authorities/E06000023/");
  EXPECT_THAT((*events)->text, StartsWith(first));
  const std::string last =
      absl::StrCat("}\n\nid: 3-", *store_->arrivals().Witness(3),
                   "\nevent: deleted\ndata: {\"state\":\"deleted\"");
  EXPECT_THAT((*events)->text, HasSubstr(last));
  EXPECT_EQ((*events)->last, 3);
  EXPECT_EQ((*events)->next.change_number(), 3);
  EXPECT_TRUE((*events)->complete);
  EXPECT_EQ((*reader_.Read(After(3)))->text, "");
}

TEST_F(ChangeEventsTest, WhoIsWokenTogetherAsksOnce) {
  Publish(feed::kBristol, 1, "Hydrotherapy");
  std::atomic<int> got = 0;
  std::vector<std::thread> readers;
  readers.reserve(30);
  for (int i = 0; i < 30; ++i) {
    readers.emplace_back([&] {
      if (Together(After(0), 1).find("Hydrotherapy") != std::string::npos) {
        ++got;
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(got, 30);
  EXPECT_EQ(Asked(), 1);
  // From elsewhere, or of somebody else, it is another question.
  EXPECT_EQ(Together(After(1), 1), "");
  EXPECT_EQ(Together(After(0, feed::kLeeds), 1), "");
  EXPECT_EQ(Asked(), 3);
}

TEST_F(ChangeEventsTest, WhatHasHappenedSinceIsAskedForAnew) {
  Publish(feed::kBristol, 1, "Hydrotherapy");
  EXPECT_THAT(Together(After(0), 1), HasSubstr("Hydrotherapy"));
  Erase(feed::kBristol, 0);
  EXPECT_THAT(Together(After(0), 2), Not(HasSubstr("Hydrotherapy")));
  // Who was woken before, and comes late, is not told either.
  EXPECT_THAT(Together(After(0), 1), Not(HasSubstr("Hydrotherapy")));
}

TEST_F(ChangeEventsTest, FewAnswersAreKept) {
  for (int i = 0; i < 40; ++i) Publish(feed::kBristol, i, "x");
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 40; ++i) {
      EXPECT_THAT(Together(After(i), 1),
                  StartsWith(absl::StrCat("id: ", i + 1, "-")));
    }
  }
  // Sixteen of them.
  EXPECT_EQ(Asked(), 40 + 24);
}

TEST_F(ChangeEventsTest, ALongPageIsCut) {
  const std::string text(400 << 10, 'x');
  for (int i = 1; i <= 5; ++i) Publish(feed::kBristol, i, text);
  const auto events = reader_.Read(After(0));
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ((*events)->last, 3);
  EXPECT_EQ((*events)->next.change_number(), 3);
  EXPECT_FALSE((*events)->complete);
}

TEST_F(ChangeEventsTest, AnErrorIsEverybodys) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(
        absl::IsFailedPrecondition(reader_.ReadTogether(After(9), 1).status()));
  }
  EXPECT_EQ(Asked(), 1);
}

}  // namespace
}  // namespace localoffer::gateway
