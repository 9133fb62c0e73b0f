// Proofs of what has been erased since, which a server makes no more, or makes
// with less in it. All else is in tests/e2e/proofs_test.cc.
#include "services/proofs/prover.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/authorities/register.h"
#include "services/editions/comparison.h"
#include "services/editions/edition_maker.h"
#include "services/rpc/error.h"
#include "storage/testing.h"

namespace localoffer::proofs {
namespace {

constexpr char kBristol[] = "E06000023";

class ProverTest : public ::testing::Test {
 protected:
  ProverTest() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(5);
    options.authorities = authorities::EnglandRegister();
    store_ = *storage::Store::Open(std::move(options));
  }

  void Commit(storage::ProposedChange change) {
    storage::Proposal proposal;
    proposal.authority = kBristol;
    proposal.changes.push_back(std::move(change));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  void Publish(int number, const std::string& charity,
               std::optional<uint64_t> expected = std::nullopt) {
    storage::ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    v1::Service& service =
        *change.body.mutable_entry_published()->mutable_service();
    service = storage::TestService(number, absl::StrCat("Service ", charity));
    auto& identifier =
        *service.mutable_organization()->add_organization_identifiers();
    identifier.set_identifier_scheme("GB-CHC");
    identifier.set_identifier(charity);
    change.subject = service.id();
    change.expected_sequence = expected;
    Commit(std::move(change));
  }

  void Erase(uint64_t sequence) {
    storage::ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
    change.subject = absl::StrCat(sequence);
    change.body.mutable_body_erased()->set_reason("a person's name");
    Commit(std::move(change));
  }

  void MakeEdition(const std::string& title) {
    v1::CreateEditionRequest request;
    request.set_parent("authorities/E06000023");
    request.set_title(title);
    const auto made = editions::EditionMaker(*store_).Create(request);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  log::Proof MustProve(const v1::ProveListedRequest& request) {
    const auto document = Prover(*store_).Listed(request);
    EXPECT_TRUE(document.ok()) << document.status();
    return *log::ReadProof(document.value_or(""));
  }

  static v1::ProveListedRequest AboutEntry(int number,
                                           const std::string& edition) {
    v1::ProveListedRequest request;
    request.set_parent("authorities/E06000023");
    request.set_entry(absl::StrCat("authorities/E06000023/entries/",
                                   storage::TestService(number, "").id()));
    request.set_edition(edition);
    return request;
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
};

TEST_F(ProverTest, AnEntryStaysProvedWhenItsContentIsErased) {
  Publish(1, "9900001");
  Publish(2, "9900002");
  MakeEdition("2026-09-01");
  Erase(0);
  for (const char* edition : {"2026-09-01", ""}) {
    const log::Proof proof = MustProve(AboutEntry(1, edition));
    EXPECT_TRUE(proof.publication->change.IsErased());
    EXPECT_EQ(proof.erasure->sequence, 3);
  }
  EXPECT_FALSE(MustProve(AboutEntry(2, "2026-09-01")).erasure.has_value());
}

TEST_F(ProverTest, WhomErasedContentNamedNobodyCanProve) {
  Publish(1, "9900001");
  Publish(2, "9900002");
  MakeEdition("2026-09-01");
  Erase(0);
  Prover prover(*store_);
  v1::ProveListedRequest listed;
  listed.set_parent("authorities/E06000023");
  listed.set_provider("providers/GB-CHC-9900002");
  listed.set_edition("2026-09-01");
  EXPECT_EQ(rpc::ReasonOf(prover.Listed(listed).status()), "CONTENT_ERASED");
  v1::ProveAbsentRequest absent;
  absent.set_parent("authorities/E06000023");
  absent.set_provider("providers/GB-CHC-9900007");
  EXPECT_EQ(rpc::ReasonOf(prover.Absent(absent).status()), "CONTENT_ERASED");
  // The next edition knows what it is of.
  MakeEdition("2026-10-01");
  EXPECT_TRUE(prover.Absent(absent).ok());
  absent.set_provider("providers/GB-CHC-9900001");
  EXPECT_TRUE(prover.Absent(absent).ok());
  listed.set_edition("2026-10-01");
  EXPECT_TRUE(prover.Listed(listed).ok());
}

TEST_F(ProverTest, AnEditionThatContradictsItsLogIsNotProvedFrom) {
  Publish(1, "9900001");
  storage::ProposedChange change;
  change.kind = log::v1::CHANGE_KIND_EDITION_MADE;
  change.subject = "2026-09-01";
  log::v1::EditionMade& made = *change.body.mutable_edition_made();
  made.set_entries_root(std::string(log::kHashBytes, 'e'));
  made.set_providers_root(std::string(log::kHashBytes, 'p'));
  Commit(std::move(change));
  EXPECT_TRUE(absl::IsDataLoss(
      Prover(*store_).Listed(AboutEntry(1, "2026-09-01")).status()));
}

TEST_F(ProverTest, AComparisonSaysThatContentIsErased) {
  Publish(1, "9900001");
  MakeEdition("2026-09-01");
  Publish(1, "9900002", 0);
  Erase(0);
  v1::CompareEditionsRequest request;
  request.set_from("authorities/E06000023/editions/2026-09-01");
  const auto comparison = editions::Comparison::Start(*store_, request);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  v1::CompareEditionsResponse response;
  ASSERT_TRUE(*(*comparison)->Next(response));
  ASSERT_EQ(response.changes_size(), 1);
  EXPECT_EQ(response.changes(0).action(), v1::CHANGE_ACTION_CHANGED);
  EXPECT_TRUE(response.changes(0).content_erased());
  EXPECT_EQ(response.changes(0).title(), "Service 9900002");
  EXPECT_EQ(response.changes(0).differences_size(), 0);
  EXPECT_FALSE(*(*comparison)->Next(response));
}

}  // namespace
}  // namespace localoffer::proofs
