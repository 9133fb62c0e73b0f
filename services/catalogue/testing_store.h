// A store with entries that name organizations, terms and locations: changes go
// straight into the logs. For tests alone.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_TESTING_STORE_H_
#define LOCALOFFER_SERVICES_CATALOGUE_TESTING_STORE_H_

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/authorities/register.h"
#include "storage/store.h"
#include "storage/testing.h"

namespace localoffer::catalogue {

inline constexpr char kBristol[] = "E06000023";
inline constexpr char kLeeds[] = "E08000035";

class TestingStore {
 public:
  TestingStore() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(9);
    options.authorities = authorities::EnglandRegister();
    auto store = storage::Store::Open(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  storage::Store& operator*() { return *store_; }
  storage::Store* operator->() { return store_.get(); }
  storage::FakeClock& clock() { return clock_; }

  // A service's id says which entry it is.
  void Publish(const std::string& log, const v1::Service& service) {
    storage::ProposedChange change =
        Change(log, service.id(), log::v1::CHANGE_KIND_ENTRY_PUBLISHED);
    *change.body.mutable_entry_published()->mutable_service() = service;
    Commit(log, std::move(change));
  }
  void Withdraw(const std::string& log, const std::string& id) {
    storage::ProposedChange change =
        Change(log, id, log::v1::CHANGE_KIND_ENTRY_WITHDRAWN);
    change.body.mutable_entry_withdrawn()->set_reason("closed");
    Commit(log, std::move(change));
  }

  // Of an organization, with terms and locations; by chance.
  static v1::Service AnyService(int number, std::mt19937_64& random) {
    v1::Service service =
        storage::TestService(number, absl::StrCat("A club ", random() % 9));
    if (random() % 5 != 0) {
      const uint64_t which = random() % 30;
      v1::Organization& provider = *service.mutable_organization();
      provider.set_id(absl::StrCat("o", which));
      // Several have one name.
      provider.set_name(absl::StrCat("Provider ", which / 3));
      provider.add_phones()->set_number("0117 496 0000");
    }
    for (uint64_t uses = random() % 4; uses > 0; --uses) {
      v1::TaxonomyTerm& use =
          *service.add_attributes()->mutable_taxonomy_term();
      const uint64_t which = random() % 20;
      use.set_name(absl::StrCat("Need ", which));
      use.set_id(absl::StrCat("t", which));
      if (which % 4 != 0) use.set_taxonomy(absl::StrCat("Kind ", which % 3));
      if (which % 5 != 0) use.set_parent_id(absl::StrCat("t", which % 5));
    }
    for (uint64_t places = random() % 4; places > 0; --places) {
      v1::ServiceAtLocation& at = *service.add_service_at_locations();
      at.set_description(absl::StrCat("Place ", places));
      at.mutable_location()->set_latitude(51.4 + random() % 100 / 1000.0);
      at.mutable_location()->set_longitude(-2.6);
    }
    return service;
  }

 private:
  storage::ProposedChange Change(const std::string& log, const std::string& id,
                                 log::v1::ChangeKind kind) {
    storage::ProposedChange change;
    change.kind = kind;
    change.subject = id;
    const auto revision =
        *store_->entries().At(log, id, store_->logs().Latest().SizeOf(log));
    if (revision) change.expected_sequence = revision->sequence;
    return change;
  }

  void Commit(const std::string& log, storage::ProposedChange change) {
    clock_.Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = log;
    proposal.changes.push_back(std::move(change));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_TESTING_STORE_H_
