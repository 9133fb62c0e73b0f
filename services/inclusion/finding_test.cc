// What is found of a provider that is listed so often that several threads
// read it, where there are cores for them.
#include "services/inclusion/finding.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/testing.h"

namespace localoffer::inclusion {
namespace {

using ::testing::ElementsAreArray;

constexpr char kProvider[] = "GB-CHC-9900001";
constexpr int kCouncils = 3;
constexpr int kOfEach = 150;

std::string Council(int i) { return absl::StrCat("E0600000", i); }

class FindingTest : public ::testing::Test {
 protected:
  FindingTest() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(1);
    auto store = storage::Store::Open(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  // Entries of which all but every fifth list the provider.
  void Publish(const std::string& authority) {
    storage::Proposal proposal;
    proposal.authority = authority;
    for (int i = 0; i < kOfEach; ++i) {
      storage::ProposedChange& change = proposal.changes.emplace_back();
      change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
      v1::Service& service =
          *change.body.mutable_entry_published()->mutable_service();
      service = storage::TestService(i, absl::StrCat("Service ", i));
      auto* identifier =
          service.mutable_organization()->add_organization_identifiers();
      identifier->set_identifier_scheme("GB-CHC");
      identifier->set_identifier(i % 5 == 0 ? "9900002" : "9900001");
      change.subject = service.id();
    }
    Commit(proposal);
  }

  // Every third.
  void Withdraw(const std::string& authority) {
    storage::Proposal proposal;
    proposal.authority = authority;
    for (int i = 0; i < kOfEach; i += 3) {
      storage::ProposedChange& change = proposal.changes.emplace_back();
      change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
      change.subject = storage::TestService(i, "").id();
      change.expected_sequence = i;
      change.body.mutable_entry_withdrawn()->set_reason("ended");
    }
    Commit(proposal);
  }

  Findings Find() {
    const auto findings = FindListings(
        *store_, Recognizer({{ClueKind::kIdentifier, kProvider}}),
        store_->logs().Latest(), [](absl::string_view) { return true; });
    EXPECT_TRUE(findings.ok()) << findings.status();
    return findings.value_or(Findings());
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;

 private:
  void Commit(const storage::Proposal& proposal) {
    clock_.Advance(absl::Minutes(1));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }
};

TEST_F(FindingTest, AllOfManyListingsAreFoundInOrder) {
  for (int i = 0; i < kCouncils; ++i) Publish(Council(i));
  Withdraw(Council(1));
  std::vector<std::string> wanted;
  for (int i = 0; i < kOfEach; ++i) {
    if (i % 5 != 0) wanted.push_back(storage::TestService(i, "").id());
  }
  const Findings findings = Find();
  ASSERT_EQ(findings.size(), kCouncils);
  for (const auto& [authority, found] : findings) {
    std::vector<std::string> entries;
    for (const Finding& finding : found) {
      entries.push_back(finding.entry_id);
      ASSERT_TRUE(finding.evidence.has_value());
      const uint64_t number = finding.evidence->listing.sequence;
      EXPECT_EQ(storage::TestService(static_cast<int>(number), "").id(),
                finding.entry_id);
      EXPECT_EQ(finding.withdrawn, authority == Council(1) && number % 3 == 0);
      EXPECT_EQ(finding.listed_until.has_value(), finding.withdrawn);
    }
    EXPECT_THAT(entries, ElementsAreArray(wanted)) << authority;
  }
}

}  // namespace
}  // namespace localoffer::inclusion
