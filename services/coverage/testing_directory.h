// A store with the local offers of several authorities, for tests of what is
// covered: changes go straight into the logs. For tests alone.
#ifndef LOCALOFFER_SERVICES_COVERAGE_TESTING_DIRECTORY_H_
#define LOCALOFFER_SERVICES_COVERAGE_TESTING_DIRECTORY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/authorities/register.h"
#include "services/coverage/national_coverage.h"
#include "storage/store.h"
#include "storage/testing.h"

namespace localoffer::coverage {

// What matters of an entry.
struct Listing {
  std::vector<v1::PalliativeComponent> components = {};
  std::vector<std::string> items = {};
  // Of register GB-CHC; "" for none.
  std::string charity = {};
  std::string assured_date = {};
  // Names or codes of areas.
  std::vector<std::string> areas = {};
  v1::ServiceStatus status = v1::SERVICE_STATUS_UNSPECIFIED;
};

class TestingDirectory {
 public:
  TestingDirectory() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(7);
    options.authorities = authorities::EnglandRegister();
    store_ = *storage::Store::Open(std::move(options));
  }

  storage::Store& store() { return *store_; }
  storage::FakeClock& clock() { return clock_; }

  void Publish(const std::string& log, int number, const Listing& listing) {
    log::v1::ChangeBody body;
    auto& published = *body.mutable_entry_published();
    v1::Service& service = *published.mutable_service();
    service = storage::TestService(number, "A service");
    service.set_status(listing.status);
    service.set_assured_date(listing.assured_date);
    if (!listing.charity.empty()) {
      auto& identifier =
          *service.mutable_organization()->add_organization_identifiers();
      identifier.set_identifier_scheme("GB-CHC");
      identifier.set_identifier(listing.charity);
    }
    for (const std::string& area : listing.areas) {
      service.add_service_areas()->set_name(area);
    }
    for (const auto component : listing.components) {
      published.mutable_local_offer()
          ->mutable_palliative_care()
          ->add_components(component);
    }
    for (const std::string& item : listing.items) {
      published.mutable_local_offer()->add_statutory_items(item);
    }
    Commit(log, log::v1::CHANGE_KIND_ENTRY_PUBLISHED, service.id(),
           std::move(body));
  }

  void Withdraw(const std::string& log, int number) {
    log::v1::ChangeBody body;
    body.mutable_entry_withdrawn()->set_reason("ended");
    Commit(log, log::v1::CHANGE_KIND_ENTRY_WITHDRAWN,
           storage::TestService(number, "").id(), std::move(body));
  }

  void DeclareNil(const std::string& log, const std::string& item) {
    log::v1::ChangeBody body;
    body.mutable_nil_declared()->set_reason("none is expected");
    Commit(log, log::v1::CHANGE_KIND_NIL_DECLARED, item, std::move(body));
  }

  std::vector<AuthorityCoverage> CoverageNow(const Subject& subject) {
    auto all = CoverageOf(*store_, {subject, RegisteredAuthorities(*store_),
                                    store_->logs().Latest(), clock_.now()});
    EXPECT_TRUE(all.ok()) << all.status();
    return all.ok() ? *std::move(all) : std::vector<AuthorityCoverage>();
  }

  AuthorityCoverage CoverageNow(const Subject& subject,
                                const std::string& authority) {
    for (AuthorityCoverage& one : CoverageNow(subject)) {
      if (one.authority == authority) return std::move(one);
    }
    ADD_FAILURE() << "no answer for " << authority;
    return {};
  }

 private:
  void Commit(const std::string& log, log::v1::ChangeKind kind,
              const std::string& subject, log::v1::ChangeBody body) {
    clock_.Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = log;
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = kind;
    change.subject = subject;
    const auto revision =
        store_->entries().At(log, subject, store_->logs().Latest().SizeOf(log));
    if (revision.ok() && *revision) {
      change.expected_sequence = (*revision)->sequence;
    }
    change.body = std::move(body);
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
};

}  // namespace localoffer::coverage

#endif  // LOCALOFFER_SERVICES_COVERAGE_TESTING_DIRECTORY_H_
