// A local offer in a store, for tests of what is made of it: changes go
// straight into its log, without the rules of publishing. For tests alone.
#ifndef LOCALOFFER_SERVICES_EDITIONS_TESTING_OFFER_H_
#define LOCALOFFER_SERVICES_EDITIONS_TESTING_OFFER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/authorities/register.h"
#include "services/editions/edition_maker.h"
#include "storage/store.h"
#include "storage/testing.h"

namespace localoffer::editions {

inline constexpr char kBristol[] = "E06000023";
inline constexpr char kBristolName[] = "authorities/E06000023";

class TestingOffer {
 public:
  TestingOffer() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(5);
    options.authorities = authorities::EnglandRegister();
    store_ = *storage::Store::Open(std::move(options));
  }

  storage::Store& store() { return *store_; }
  storage::FakeClock& clock() { return clock_; }
  uint64_t size() const { return store_->logs().Latest().SizeOf(kBristol); }

  static std::string IdOf(int number) {
    return storage::TestService(number, "").id();
  }
  static std::string EntryName(int number) {
    return absl::StrCat(kBristolName, "/entries/", IdOf(number));
  }
  static std::string EditionName(const std::string& id) {
    return absl::StrCat(kBristolName, "/editions/", id);
  }

  // Each commits one change and returns its sequence.
  uint64_t Publish(int number, const std::string& name,
                   const std::vector<std::string>& charities = {}) {
    log::v1::ChangeBody body;
    v1::Service& service = *body.mutable_entry_published()->mutable_service();
    service = storage::TestService(number, name);
    for (const std::string& charity : charities) {
      auto& identifier =
          *service.mutable_organization()->add_organization_identifiers();
      identifier.set_identifier_scheme("GB-CHC");
      identifier.set_identifier(charity);
    }
    return Commit(log::v1::CHANGE_KIND_ENTRY_PUBLISHED, service.id(),
                  std::move(body));
  }

  uint64_t Withdraw(int number, const std::string& reason) {
    log::v1::ChangeBody body;
    body.mutable_entry_withdrawn()->set_reason(reason);
    return Commit(log::v1::CHANGE_KIND_ENTRY_WITHDRAWN, IdOf(number),
                  std::move(body));
  }

  uint64_t Erase(uint64_t sequence) {
    log::v1::ChangeBody body;
    body.mutable_body_erased()->set_reason("a person's name");
    return Commit(log::v1::CHANGE_KIND_BODY_ERASED, absl::StrCat(sequence),
                  std::move(body));
  }

  uint64_t Rotate() {
    const auto next = store_->keyring().CreateSuccessor(kBristol);
    EXPECT_TRUE(next.ok()) << next.status();
    log::v1::ChangeBody body;
    body.mutable_key_rotated()->set_reason("yearly");
    return Commit(log::v1::CHANGE_KIND_KEY_ROTATED,
                  (*next)->verifier_key().ToString(), std::move(body));
  }

  // The key that signed the last checkpoint.
  log::VerifierKey Key() const {
    return *store_->logs().LogOf(kBristol).keys().At(size());
  }

  absl::StatusOr<v1::CreateEditionResponse> Create(
      const v1::CreateEditionRequest& request) {
    clock_.Advance(absl::Seconds(1));
    return EditionMaker(*store_).Create(request);
  }

  v1::Edition MakeEdition(const std::string& title) {
    v1::CreateEditionRequest request;
    request.set_parent(kBristolName);
    request.set_title(title);
    const auto made = Create(request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->edition() : v1::Edition();
  }

  uint64_t Commit(log::v1::ChangeKind kind, const std::string& subject,
                  log::v1::ChangeBody body) {
    clock_.Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = kBristol;
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = kind;
    change.subject = subject;
    const auto revision = store_->entries().At(kBristol, subject, size());
    if (revision.ok() && *revision) {
      change.expected_sequence = (*revision)->sequence;
    }
    change.body = std::move(body);
    const auto receipt = store_->committer().Commit(proposal);
    EXPECT_TRUE(receipt.ok()) << receipt.status();
    return size() - 1;
  }

 private:
  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
};

}  // namespace localoffer::editions

#endif  // LOCALOFFER_SERVICES_EDITIONS_TESTING_OFFER_H_
