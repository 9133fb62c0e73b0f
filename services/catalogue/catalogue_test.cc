#include "services/catalogue/catalogue.h"

#include <atomic>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"
#include "storage/testing.h"

namespace localoffer::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kBristol[] = "E06000023";
constexpr char kLeeds[] = "E08000035";

// Ids that feeds give terms and services at locations.
constexpr const char* kIds[] = {"",
                                "t1",
                                "T1",
                                "zoo",
                                "c0ffee00-0000-4000-8000-000000000001",
                                "C0FFEE00-0000-4000-8000-000000000001",
                                "c0ffee00-0000-0000-0000-000000000002"};

// What can be told of a catalogue, a line each.
std::vector<std::string> Told(const Contents& contents) {
  std::vector<std::string> told;
  for (uint32_t i = 0; i < contents.entry_count(); ++i) {
    const KnownEntry entry = contents.entry(i);
    const OrganizationWords* const organization = entry.organization();
    told.push_back(
        absl::StrCat(entry.log(), " ", entry.id(), " ", entry.sequence(), " ",
                     organization == nullptr ? "" : organization->id));
    for (int place = 0; place < entry.place_count(); ++place) {
      const auto point = entry.point(place);
      absl::StrAppend(&told.back(), " at ", point ? point->latitude : 0);
    }
    EXPECT_EQ(contents.FindRevision(entry.log(), entry.sequence()), entry);
  }
  for (const OrganizationFacts& each : contents.organizations()) {
    told.push_back(absl::StrCat(each.id, " ", each.folded_name, " ",
                                each.entries.size(), " ", each.entries[0]));
    EXPECT_EQ(contents.FindOrganization(each.id), &each);
  }
  for (const TermFacts& each : contents.terms()) {
    told.push_back(absl::StrCat(each.id, " ", each.value, " ", each.taxonomy_id,
                                " ", each.entries.size()));
    EXPECT_EQ(contents.FindTerm(each.id), &each);
  }
  for (const TaxonomyFacts& each : contents.taxonomies()) {
    told.push_back(
        absl::StrCat(each.id, " ", each.name, " ", each.entries.size()));
    EXPECT_EQ(contents.FindTaxonomy(each.id), &each);
  }
  for (const std::string id : kIds) {
    const TermFacts* const term = contents.FindTerm(id);
    told.push_back(
        absl::StrCat(id, " is ", term == nullptr ? "none" : term->id));
    for (const AtLocation& each : contents.FindAtLocations(id)) {
      absl::StrAppend(&told.back(), " ", each.entry, "/", each.place);
    }
  }
  return told;
}

class CatalogueTest : public ::testing::Test {
 protected:
  CatalogueTest() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(9);
    auto store = storage::Store::Open(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  std::optional<storage::EntryRevision> Revision(const std::string& log,
                                                 int number) {
    return *store_->entries().At(log, storage::TestService(number, "").id(),
                                 store_->logs().Latest().SizeOf(log));
  }

  void Commit(const std::string& log, storage::ProposedChange change) {
    clock_.Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = log;
    proposal.changes.push_back(std::move(change));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  storage::ProposedChange Change(const std::string& log, int number,
                                 log::v1::ChangeKind kind) {
    storage::ProposedChange change;
    change.kind = kind;
    change.subject = storage::TestService(number, "").id();
    if (const auto revision = Revision(log, number)) {
      change.expected_sequence = revision->sequence;
    }
    return change;
  }

  void Publish(const std::string& log, const v1::Service& service, int number) {
    storage::ProposedChange change =
        Change(log, number, log::v1::CHANGE_KIND_ENTRY_PUBLISHED);
    *change.body.mutable_entry_published()->mutable_service() = service;
    Commit(log, std::move(change));
  }

  void Publish(const std::string& log, int number,
               const std::string& organization) {
    v1::Service service = storage::TestService(number, "a service");
    service.mutable_organization()->set_id(organization);
    service.mutable_organization()->set_name(
        absl::StrCat("Provider ", organization));
    Publish(log, service, number);
  }

  // Anything that the catalogue takes in.
  static v1::Service AnyService(int number, std::mt19937_64& random) {
    v1::Service service = storage::TestService(number, "a service");
    if (random() % 5 != 0) {
      service.mutable_organization()->set_id(absl::StrCat("o", random() % 5));
      service.mutable_organization()->set_name(
          absl::StrCat("Provider ", random() % 2));
    }
    for (size_t uses = random() % 4; uses > 0; --uses) {
      v1::TaxonomyTerm& use =
          *service.add_attributes()->mutable_taxonomy_term();
      use.set_id(kIds[random() % std::size(kIds)]);
      use.set_name(absl::StrCat("t", random() % 7));
      if (random() % 4 != 0) {
        use.set_taxonomy(random() % 3 == 0 ? "kinds" : "needs");
      }
      use.set_taxonomy_id(kIds[random() % std::size(kIds)]);
    }
    for (size_t places = random() % 3; places > 0; --places) {
      v1::ServiceAtLocation& at = *service.add_service_at_locations();
      at.set_id(kIds[random() % std::size(kIds)]);
      if (random() % 3 == 0) continue;
      at.mutable_location()->set_latitude(51 + random() % 8 / 8.0);
      at.mutable_location()->set_longitude(-2);
    }
    return service;
  }

  // Those of so many numbers, in one commit.
  void PublishMany(const std::string& log, int first, int count) {
    storage::Proposal proposal;
    proposal.authority = log;
    for (int number = first; number < first + count; ++number) {
      proposal.changes.push_back(
          Change(log, number, log::v1::CHANGE_KIND_ENTRY_PUBLISHED));
      *proposal.changes.back()
           .body.mutable_entry_published()
           ->mutable_service() = storage::TestService(number, "a service");
    }
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  void Withdraw(const std::string& log, int number) {
    storage::ProposedChange change =
        Change(log, number, log::v1::CHANGE_KIND_ENTRY_WITHDRAWN);
    change.body.mutable_entry_withdrawn()->set_reason("closed");
    Commit(log, std::move(change));
  }

  void Erase(const std::string& log, uint64_t sequence) {
    storage::ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
    change.subject = absl::StrCat(sequence);
    change.body.mutable_body_erased()->set_reason("a name");
    Commit(log, std::move(change));
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
};

CatalogueOptions Options(absl::Duration patience,
                         std::function<void()> before_entry) {
  CatalogueOptions options;
  options.patience = patience;
  options.before_entry = std::move(before_entry);
  return options;
}

CatalogueOptions Patient() { return Options(absl::Minutes(1), nullptr); }

TEST_F(CatalogueTest, AnAnswerShowsWhatWasPublishedBeforeTheQuestion) {
  Catalogue catalogue(*store_, Patient());
  ASSERT_TRUE(catalogue.Latest().ok());
  EXPECT_EQ((*catalogue.Latest())->entry_count(), 0u);
  for (int i = 0; i < 20; ++i) {
    Publish(i % 2 == 0 ? kBristol : kLeeds, i, "a");
    ASSERT_THAT((*catalogue.Latest())->organizations(), SizeIs(1));
    EXPECT_THAT((*catalogue.Latest())->organizations()[0].entries,
                SizeIs(i + 1));
  }
}

TEST_F(CatalogueTest, WhatIsTakenInStepByStepIsWhatIsReadAtOnce) {
  std::mt19937_64 random(5);
  Catalogue catalogue(*store_, Patient());
  for (int step = 0; step < 60; ++step) {
    const std::string log = random() % 3 == 0 ? kLeeds : kBristol;
    const int number = static_cast<int>(random() % 12);
    const auto revision = Revision(log, number);
    const bool is_there = revision && !revision->withdrawn;
    if (is_there && random() % 4 == 0) {
      Withdraw(log, number);
    } else if (is_there && random() % 6 == 0) {
      Erase(log, revision->sequence);
    } else {
      Publish(log, AnyService(number, random), number);
    }
    if (random() % 3 != 0) continue;
    const auto latest = catalogue.Latest();
    ASSERT_TRUE(latest.ok()) << latest.status();
    EXPECT_EQ(Told(**latest), Told(**Catalogue(*store_, Patient()).Latest()));
  }
}

TEST_F(CatalogueTest, HowOftenAndHowMuchAtOnceIsTakenInMakesNoDifference) {
  std::mt19937_64 random(6);
  const auto go_on = [] { return true; };
  Collection collection(*store_, go_on);
  for (int step = 0; step < 30; ++step) {
    const std::string log = random() % 2 == 0 ? kLeeds : kBristol;
    const int number = static_cast<int>(random() % 200);
    if (random() % 3 == 0) {
      PublishMany(log, number, 1 + static_cast<int>(random() % 150));
    } else if (const auto revision = Revision(log, number);
               revision && !revision->withdrawn) {
      Withdraw(log, number);
    }
    ASSERT_TRUE(collection.TakeIn(store_->logs().Latest()).ok());
    if (random() % 4 != 0) continue;
    Collection at_once(*store_, go_on);
    ASSERT_TRUE(at_once.TakeIn(store_->logs().Latest()).ok());
    EXPECT_EQ(Told(*collection.Make()), Told(*at_once.Make()));
  }
}

// Lets the first entry be read when it is told to.
class Stop {
 public:
  std::function<void()> AtFirst() {
    return [this] {
      if (begun_.exchange(true)) return;
      reached_.Notify();
      go_on_.WaitForNotification();
    };
  }
  void AwaitReached() { reached_.WaitForNotification(); }
  void GoOn() { go_on_.Notify(); }

 private:
  std::atomic<bool> begun_ = false;
  absl::Notification reached_;
  absl::Notification go_on_;
};

TEST_F(CatalogueTest, WhoAsksWhileItIsMadeIsToldSo) {
  Publish(kBristol, 1, "a");
  Stop stop;
  Catalogue catalogue(*store_, Options(absl::Milliseconds(1), stop.AtFirst()));
  for (int i = 0; i < 3; ++i) {
    const auto asked = catalogue.Latest();
    EXPECT_TRUE(absl::IsUnavailable(asked.status())) << asked.status();
    EXPECT_EQ(rpc::ReasonOf(asked.status()), "CATALOGUE_BEING_MADE");
  }
  stop.GoOn();
  while (!catalogue.Latest().ok()) {
  }
  EXPECT_EQ((*catalogue.Latest())->entry_count(), 1u);
}

TEST_F(CatalogueTest, WhatWaitsForNobodyHasItOnceItIsMade) {
  Publish(kBristol, 1, "a");
  Stop stop;
  Catalogue catalogue(*store_, Options(absl::Milliseconds(1), stop.AtFirst()));
  stop.AwaitReached();
  EXPECT_EQ(catalogue.IfMade(), nullptr);
  EXPECT_EQ(catalogue.Made(), nullptr);
  stop.GoOn();
  while (!catalogue.Latest().ok()) {
  }
  ASSERT_NE(catalogue.IfMade(), nullptr);
  EXPECT_EQ(catalogue.IfMade(), *catalogue.Latest());
}

TEST_F(CatalogueTest, WhoChoosesAnInstantWaitsOnlyWhereTheLastIsTooFar) {
  Publish(kBristol, 1, "a");
  std::atomic<bool> held = false;
  absl::Notification go_on;
  Catalogue catalogue(*store_, Options(absl::Minutes(1), [&] {
    if (held) go_on.WaitForNotification();
  }));
  const auto first = catalogue.Latest();
  ASSERT_TRUE(first.ok()) << first.status();
  held = true;
  Publish(kBristol, 2, "b");
  EXPECT_EQ(catalogue.IfMade(), nullptr);
  EXPECT_EQ(catalogue.Made(), *first);
  using Count = absl::StatusOr<uint32_t>;
  const auto count = [](const Contents* contents) -> Count {
    return contents->entry_count();
  };
  const auto count_two = [&](const Contents* contents) -> Count {
    if (contents->entry_count() == 2) return 2;
    return rpc::CallerError(absl::StatusCode::kOutOfRange, kTooFarFromCatalogue,
                            "too far");
  };
  EXPECT_EQ(*AnswerFrom(catalogue, /*chooses_instant=*/true, count), 1u);
  go_on.Notify();
  EXPECT_EQ(*AnswerFrom(catalogue, /*chooses_instant=*/true, count_two), 2u);
  EXPECT_EQ(*AnswerFrom(catalogue, /*chooses_instant=*/false, count), 2u);
  EXPECT_EQ(catalogue.Made(), *catalogue.Latest());
}

TEST_F(CatalogueTest, WhereNobodyAsksNothingIsMade) {
  Publish(kBristol, 1, "a");
  std::atomic<int> read = 0;
  absl::Notification begun;
  CatalogueOptions options = Patient();
  options.before_entry = [&] {
    if (++read == 1) begun.Notify();
  };
  options.at_once = false;
  {
    const Catalogue unasked(*store_, options);
    // Long enough for a thread that should not run to be seen.
    EXPECT_FALSE(begun.WaitForNotificationWithTimeout(absl::Milliseconds(50)));
  }
  EXPECT_EQ(read, 0);
  Catalogue asked(*store_, options);
  EXPECT_EQ(asked.IfMade(), nullptr);
  const auto latest = asked.Latest();
  ASSERT_TRUE(latest.ok()) << latest.status();
  EXPECT_EQ((*latest)->entry_count(), 1u);
  EXPECT_EQ(read, 1);
}

TEST_F(CatalogueTest, WhatIsPublishedWhileItIsMadeIsInIt) {
  Publish(kBristol, 1, "a");
  Stop stop;
  Catalogue catalogue(*store_, Options(absl::Minutes(1), stop.AtFirst()));
  stop.AwaitReached();
  Publish(kBristol, 2, "b");
  Publish(kLeeds, 1, "c");
  Withdraw(kBristol, 1);
  stop.GoOn();
  const auto latest = catalogue.Latest();
  ASSERT_TRUE(latest.ok()) << latest.status();
  EXPECT_EQ((*latest)->instant(), store_->logs().Latest());
  std::vector<std::string> ids;
  for (const auto& each : (*latest)->organizations()) ids.emplace_back(each.id);
  EXPECT_THAT(ids, ElementsAre("b", "c"));
}

TEST_F(CatalogueTest, ItStopsInTheMiddle) {
  constexpr int kEntries = 300;
  PublishMany(kBristol, 0, kEntries);
  std::atomic<int> read = 0;
  absl::Notification begun;
  absl::Notification never;
  auto catalogue =
      std::make_unique<Catalogue>(*store_, Options(absl::Minutes(1), [&] {
        if (++read == 1) begun.Notify();
        never.WaitForNotificationWithTimeout(absl::Milliseconds(10));
      }));
  begun.WaitForNotification();
  catalogue.reset();
  EXPECT_LT(read, kEntries);
}

}  // namespace
}  // namespace localoffer::catalogue
