#include "storage/directory/offer_maps.h"

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/directory/edition_check.h"
#include "storage/store.h"
#include "storage/testing.h"

namespace localoffer::storage {
namespace {

constexpr char kBristol[] = "E06000023";

// What the offer is at a size of the log, as a person would keep it.
struct Offer {
  struct Listed {
    uint64_t content_sequence = 0;
    std::vector<std::string> providers;
  };
  std::map<std::string, Listed> entries;
};

class OfferMapsTest : public ::testing::Test {
 protected:
  OfferMapsTest() {
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(5);
    store_ = *Store::Open(std::move(options));
    offers_.push_back({});
  }

  uint64_t size() { return store_->logs().Latest().SizeOf(kBristol); }

  // Commits one change and keeps what it makes of the offer.
  void Commit(ProposedChange change, Offer after) {
    Proposal proposal;
    proposal.authority = kBristol;
    proposal.changes.push_back(std::move(change));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    offers_.push_back(std::move(after));
  }

  static std::string IdOf(int number) { return TestService(number, "").id(); }

  std::optional<uint64_t> SequenceOf(const std::string& id) {
    const auto revision = store_->entries().At(kBristol, id, size());
    if (!*revision) return std::nullopt;
    return (*revision)->sequence;
  }

  void Publish(int number, const std::vector<int>& charities) {
    Offer offer = offers_.back();
    Offer::Listed& listed = offer.entries[IdOf(number)];
    listed = {size(), {}};
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    change.subject = IdOf(number);
    change.expected_sequence = SequenceOf(change.subject);
    localoffer::v1::Service& service =
        *change.body.mutable_entry_published()->mutable_service();
    service = TestService(number, absl::StrCat("Version ", size()));
    for (const int charity : charities) {
      auto& identifier =
          *service.mutable_organization()->add_organization_identifiers();
      identifier.set_identifier_scheme("gb-chc");
      identifier.set_identifier(absl::StrCat(charity));
      listed.providers.push_back(absl::StrCat("GB-CHC-", charity));
    }
    Commit(std::move(change), std::move(offer));
  }

  void Withdraw(int number) {
    Offer offer = offers_.back();
    offer.entries.erase(IdOf(number));
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
    change.subject = IdOf(number);
    change.expected_sequence = SequenceOf(change.subject);
    change.body.mutable_entry_withdrawn()->set_reason("closed");
    Commit(std::move(change), std::move(offer));
  }

  void Erase(uint64_t sequence) {
    Offer offer = offers_.back();
    for (auto& [id, listed] : offer.entries) {
      if (listed.content_sequence == sequence) listed.providers.clear();
    }
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
    change.subject = absl::StrCat(sequence);
    change.body.mutable_body_erased()->set_reason("a person's name");
    Commit(std::move(change), std::move(offer));
  }

  OfferMaps MapsAt(uint64_t log_size) {
    auto maps = OfferMaps::At(store_->engine(), kBristol, log_size);
    EXPECT_TRUE(maps.ok()) << maps.status();
    return maps.ok() ? *std::move(maps) : OfferMaps();
  }

  // The same maps, made by the definition.
  static log::v1::EditionMade Expected(const Offer& offer) {
    std::vector<log::MapEntry> entries;
    std::map<std::string, std::vector<std::string>> naming;
    for (const auto& [id, listed] : offer.entries) {
      entries.push_back(log::EntryLeaf(id, listed.content_sequence));
      const std::set<std::string> once(listed.providers.begin(),
                                       listed.providers.end());
      for (const std::string& provider : once) naming[provider].push_back(id);
    }
    std::vector<log::MapEntry> providers;
    for (const auto& [provider, ids] : naming) {
      providers.push_back(
          log::ProviderLeaf(provider, {ids.size(), log::WordsRoot(ids)}));
    }
    const auto entry_map = *log::MerkleMap::Create(entries);
    const auto provider_map = *log::MerkleMap::Create(providers);
    log::v1::EditionMade made;
    made.set_title("an edition");
    made.set_entries_root(std::string(log::HashBytes(entry_map.root())));
    made.set_entries_count(entry_map.size());
    made.set_providers_root(std::string(log::HashBytes(provider_map.root())));
    made.set_providers_count(provider_map.size());
    return made;
  }

  EditionVerdict Verdict(uint64_t at, const log::v1::EditionMade& edition) {
    return Compare(edition, MapsAt(at)).verdict;
  }

  // At every size of the log that there has been.
  std::vector<Offer> offers_;

 private:
  TemporaryFolder folder_;
  FakeClock clock_;

 protected:
  std::unique_ptr<Store> store_;
};

TEST_F(OfferMapsTest, AreThoseOfTheDefinitionAtEverySize) {
  std::mt19937 random(1);
  for (int round = 0; round < 150; ++round) {
    const int number = static_cast<int>(random() % 12);
    if (random() % 4 == 0 && offers_.back().entries.contains(IdOf(number))) {
      Withdraw(number);
      continue;
    }
    std::vector<int> charities;
    for (uint32_t count = random() % 4; count > 0; --count) {
      charities.push_back(9900000 + static_cast<int>(random() % 9));
    }
    Publish(number, charities);
  }
  for (uint64_t at = 0; at < offers_.size(); ++at) {
    const OfferMaps maps = MapsAt(at);
    EXPECT_TRUE(maps.providers_are_known());
    EXPECT_EQ(maps.ToEdition("an edition").SerializeAsString(),
              Expected(offers_[at]).SerializeAsString())
        << at;
    EXPECT_EQ(Verdict(at, Expected(offers_[at])), EditionVerdict::kTrue);
  }
}

TEST_F(OfferMapsTest, AnEditionThatContradictsTheLogIsFound) {
  Publish(1, {9900001});
  Publish(2, {9900001, 9900002});
  Withdraw(1);
  log::v1::EditionMade edition = Expected(offers_.back());
  EXPECT_EQ(Verdict(3, edition), EditionVerdict::kTrue);
  // Of the offer one change earlier.
  EXPECT_EQ(Verdict(2, edition), EditionVerdict::kFalse);
  edition.set_providers_count(7);
  EXPECT_EQ(Verdict(3, edition), EditionVerdict::kFalse);
  edition = Expected(offers_.back());
  edition.mutable_providers_root()->at(3) ^= 1;
  EXPECT_EQ(Verdict(3, edition), EditionVerdict::kFalse);
  edition = Expected(offers_.back());
  edition.set_entries_count(0);
  EXPECT_EQ(Verdict(3, edition), EditionVerdict::kFalse);
  edition = Expected(offers_.back());
  edition.mutable_entries_root()->clear();
  EXPECT_EQ(Verdict(3, edition), EditionVerdict::kFalse);
}

TEST_F(OfferMapsTest, ErasedContentNamesNobodyFromThenOn) {
  Publish(1, {9900001});
  Publish(2, {9900002});
  const log::v1::EditionMade before = Expected(offers_.back());
  Erase(0);
  // What the offer was can't be said any more, as far as it is about providers.
  EXPECT_FALSE(MapsAt(2).providers_are_known());
  EXPECT_EQ(MapsAt(2).providers().size(), 0);
  EXPECT_EQ(MapsAt(2).entries().size(), 2);
  EXPECT_EQ(Verdict(2, before), EditionVerdict::kUnknown);
  // But that its entries are others can.
  log::v1::EditionMade other = before;
  other.set_entries_count(3);
  EXPECT_EQ(Verdict(2, other), EditionVerdict::kFalse);
  // What it is, can.
  const OfferMaps now = MapsAt(3);
  EXPECT_TRUE(now.providers_are_known());
  EXPECT_EQ(now.ToEdition("an edition").SerializeAsString(),
            Expected(offers_.back()).SerializeAsString());
  EXPECT_EQ(now.providers().size(), 1);
  EXPECT_EQ(now.entries().size(), 2);
  EXPECT_TRUE(now.EntriesNaming("GB-CHC-9900001").empty());
}

TEST_F(OfferMapsTest, ContentThatTheOfferHadNoMoreMayBeErased) {
  Publish(1, {9900001});
  Publish(1, {9900002});
  Erase(0);
  EXPECT_FALSE(MapsAt(1).providers_are_known());
  EXPECT_TRUE(MapsAt(2).providers_are_known());
}

// Of two changes that make an edition of one id the first counts, however they
// came.
TEST_F(OfferMapsTest, AnEditionIsMadeOnce) {
  Publish(1, {});
  for (int i = 0; i < 2; ++i) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_EDITION_MADE;
    change.subject = "2026-09-01";
    *change.body.mutable_edition_made() = Expected(offers_.back());
    Commit(std::move(change), offers_.back());
  }
  ProposedChange change;
  change.kind = log::v1::CHANGE_KIND_EDITION_MADE;
  change.subject = "2026-08-01";
  *change.body.mutable_edition_made() = Expected(offers_.back());
  Commit(std::move(change), offers_.back());
  const Editions& editions = store_->editions();
  EXPECT_EQ(editions.MadeBy(kBristol, 0, 4)->size(), 3);
  EXPECT_EQ(editions.MadeBy(kBristol, 2, 3)->front().id, "2026-09-01");
  EXPECT_EQ((*editions.At(kBristol, "2026-09-01", 4))->sequence, 1);
  EXPECT_FALSE((*editions.At(kBristol, "2026-09-01", 1)).has_value());
  EXPECT_EQ((*editions.Last(kBristol, 4))->id, "2026-08-01");
  EXPECT_EQ((*editions.Last(kBristol, 3))->id, "2026-09-01");
  EXPECT_FALSE((*editions.Last(kBristol, 1)).has_value());
  std::vector<std::string> ids;
  ASSERT_TRUE(editions
                  .ForEach(kBristol, 4, "",
                           [&ids](const Edition& edition) {
                             ids.push_back(edition.id);
                             return true;
                           })
                  .ok());
  EXPECT_EQ(ids, (std::vector<std::string>{"2026-08-01", "2026-09-01"}));
}

}  // namespace
}  // namespace localoffer::storage
