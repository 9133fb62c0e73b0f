#include "storage/directory/edition_check.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/segment_reader.h"
#include "storage/store.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kBristol[] = "E06000023";

class EditionCheckTest : public ::testing::Test {
 protected:
  EditionCheckTest() : home_(Open(home_folder_, 1)) {}

  std::unique_ptr<Store> Open(const TemporaryFolder& folder, uint64_t seed) {
    StoreOptions options;
    options.directory = folder.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(seed);
    return *Store::Open(std::move(options));
  }

  uint64_t size() { return home_->logs().Latest().SizeOf(kBristol); }

  // Each commits one change and returns its sequence.
  uint64_t Commit(log::v1::ChangeKind kind, const std::string& subject,
                  log::v1::ChangeBody body) {
    clock_.Advance(absl::Seconds(1));
    Proposal proposal;
    proposal.authority = kBristol;
    ProposedChange change;
    change.kind = kind;
    change.subject = subject;
    change.body = std::move(body);
    proposal.changes.push_back(std::move(change));
    const auto receipt = home_->committer().Commit(proposal);
    EXPECT_TRUE(receipt.ok()) << receipt.status();
    return size() - 1;
  }

  uint64_t Publish(int number, const std::string& charity) {
    log::v1::ChangeBody body;
    localoffer::v1::Service& service =
        *body.mutable_entry_published()->mutable_service();
    service = TestService(number, "Short breaks");
    auto& identifier =
        *service.mutable_organization()->add_organization_identifiers();
    identifier.set_identifier_scheme("GB-CHC");
    identifier.set_identifier(charity);
    return Commit(log::v1::CHANGE_KIND_ENTRY_PUBLISHED, service.id(),
                  std::move(body));
  }

  uint64_t Erase(uint64_t sequence) {
    log::v1::ChangeBody body;
    body.mutable_body_erased()->set_reason("a person's name");
    return Commit(log::v1::CHANGE_KIND_BODY_ERASED, absl::StrCat(sequence),
                  std::move(body));
  }

  // The offer as it stands, as an edition.
  log::v1::EditionMade Offer() {
    return OfferMaps::At(home_->engine(), kBristol, size())
        ->ToEdition("An edition");
  }

  uint64_t MakeEdition(const std::string& id,
                       const log::v1::EditionMade& made) {
    log::v1::ChangeBody body;
    *body.mutable_edition_made() = made;
    return Commit(log::v1::CHANGE_KIND_EDITION_MADE, id, std::move(body));
  }

  static std::vector<EditionVerdict> Verdicts(const Store& store,
                                              uint64_t begin, uint64_t end) {
    const auto checked = CheckEditions(store.engine(), kBristol, begin, end);
    EXPECT_TRUE(checked.ok()) << checked.status();
    std::vector<EditionVerdict> verdicts;
    if (!checked.ok()) return verdicts;
    for (const CheckedEdition& one : *checked) {
      EXPECT_EQ(one.finding.why.empty(),
                one.finding.verdict == EditionVerdict::kTrue);
      verdicts.push_back(one.finding.verdict);
    }
    return verdicts;
  }

  FakeClock clock_;
  TemporaryFolder home_folder_;
  std::unique_ptr<Store> home_;
};

TEST_F(EditionCheckTest, EachEditionIsOfTheOfferThatItsChangesLeft) {
  Publish(1, "9900001");
  const uint64_t first = MakeEdition("2026-09-01", Offer());
  Publish(2, "9900002");
  MakeEdition("2026-08-01", Offer());
  EXPECT_THAT(Verdicts(*home_, 0, size()),
              ElementsAre(EditionVerdict::kTrue, EditionVerdict::kTrue));
  // Those of some changes only.
  const auto checked =
      CheckEditions(home_->engine(), kBristol, first, first + 1);
  ASSERT_EQ(checked->size(), 1);
  EXPECT_EQ(checked->front().edition.id, "2026-09-01");
  EXPECT_THAT(Verdicts(*home_, first + 1, first + 2), ElementsAre());
}

TEST_F(EditionCheckTest, AnEditionThatContradictsItsLogIsFalse) {
  Publish(1, "9900001");
  const log::v1::EditionMade before = Offer();
  Publish(2, "9900002");
  MakeEdition("of-another-time", before);
  // The same entries, and a provider that is left out.
  log::v1::EditionMade without = Offer();
  without.set_providers_root(before.providers_root());
  without.set_providers_count(before.providers_count());
  MakeEdition("without-somebody", without);
  log::v1::EditionMade malformed = Offer();
  malformed.set_entries_root("short");
  MakeEdition("malformed", malformed);
  MakeEdition("right", Offer());
  EXPECT_THAT(Verdicts(*home_, 0, size()),
              ElementsAre(EditionVerdict::kFalse, EditionVerdict::kFalse,
                          EditionVerdict::kFalse, EditionVerdict::kTrue));
}

// Who is shown the second would take it for the edition of that name.
TEST_F(EditionCheckTest, ASecondEditionOfAnIdIsFalse) {
  Publish(1, "9900001");
  const uint64_t first = MakeEdition("2026-09-01", Offer());
  Publish(2, "9900002");
  MakeEdition("2026-09-01", Offer());
  EXPECT_THAT(Verdicts(*home_, 0, size()),
              ElementsAre(EditionVerdict::kTrue, EditionVerdict::kFalse));
  EXPECT_THAT(
      CheckEditions(home_->engine(), kBristol, first + 1, size())
          ->front()
          .finding.why,
      HasSubstr(absl::StrCat("change ", first, " made an edition of this id")));
}

// A follower gets content that was erased later without it, and may check the
// edition before the erasing change itself has come.
TEST_F(EditionCheckTest, ErasureIsNoContradiction) {
  const uint64_t erased = Publish(1, "9900001");
  Publish(2, "9900002");
  MakeEdition("2026-09-01", Offer());
  EXPECT_THAT(Verdicts(*home_, 0, size()), ElementsAre(EditionVerdict::kTrue));
  Erase(erased);
  MakeEdition("2026-10-01", Offer());
  EXPECT_THAT(Verdicts(*home_, 0, size()),
              ElementsAre(EditionVerdict::kUnknown, EditionVerdict::kTrue));

  const TemporaryFolder folder;
  const std::unique_ptr<Store> follower = Open(folder, 2);
  ASSERT_TRUE(
      follower->trust()
          .Add({log::TrustStatement::Kind::kKey, kBristol,
                home_->logs().LogOf(kBristol).keys().keys().begin()->second})
          .ok());
  std::vector<EditionVerdict> verdicts;
  uint64_t at = 0;
  while (at < size()) {
    const auto segment = ReadSegment(*home_, kBristol, at, size(), 1);
    ASSERT_TRUE(segment.ok()) << segment.status();
    ASSERT_TRUE(follower->committer().Receive(*segment).ok());
    const uint64_t end = follower->logs().Latest().SizeOf(kBristol);
    for (const EditionVerdict verdict : Verdicts(*follower, at, end)) {
      verdicts.push_back(verdict);
    }
    at = end;
  }
  EXPECT_THAT(verdicts,
              ElementsAre(EditionVerdict::kUnknown, EditionVerdict::kTrue));
}

}  // namespace
}  // namespace localoffer::storage
