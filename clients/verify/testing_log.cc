#include "clients/verify/testing_log.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/log/checkpoint.h"
#include "storage/log/merkle_oracle.h"

namespace localoffer::verify {
namespace {

using log::Proof;
using log::ProofKind;

constexpr int64_t kFirstTimeMicros = 1'788'220'800'000'000;

log::TreePlace ToPlace(const log::MapPlace& place) {
  return {place.index, place.path};
}

log::NamingEntries Naming(const std::vector<std::string>& entries) {
  return {entries.size(), log::WordsRoot(entries)};
}

}  // namespace

log::SigningKey KeyOf(const std::string& authority, uint8_t seed) {
  const std::vector<uint8_t> bytes(log::kSeedBytes, seed);
  return *log::SigningKey::FromSeed(log::CheckpointOrigin(authority), bytes);
}

TestingLog::TestingLog(std::string authority, uint8_t seed)
    : authority_(std::move(authority)) {
  keys_.emplace(0, KeyOf(authority_, seed));
}

const log::SigningKey& TestingLog::KeyAt(uint64_t size) const {
  return std::prev(keys_.lower_bound(std::max<uint64_t>(size, 1)))->second;
}

uint64_t TestingLog::Rotate(uint8_t seed) {
  log::SigningKey next = KeyOf(authority_, seed);
  log::v1::ChangeBody body;
  body.mutable_key_rotated()->set_reason("yearly");
  const uint64_t sequence = Append(log::v1::CHANGE_KIND_KEY_ROTATED,
                                   next.verifier_key().ToString(), body);
  keys_.emplace(size(), std::move(next));
  return sequence;
}

log::ChangeProof TestingLog::ProveAtEnd(uint64_t sequence) const {
  const uint64_t end = sequence + 1;
  log::DefinedTree tree(Leaves(end));
  return {changes_[sequence].header_bytes, tree.Path(sequence, 0, end),
          CheckpointAt(end)};
}

uint64_t TestingLog::Append(log::v1::ChangeKind kind,
                            const std::string& subject,
                            const log::v1::ChangeBody& body) {
  const uint64_t sequence = changes_.size();
  log::v1::ChangeHeader header;
  header.set_authority(authority_);
  header.set_sequence(sequence);
  header.set_commit_time_micros(kFirstTimeMicros +
                                static_cast<int64_t>(sequence) * 1'000'000);
  header.set_kind(kind);
  header.set_subject(subject);
  changes_.push_back(*log::MakeChange(
      header, std::string(log::kSaltBytes, static_cast<char>('a' + sequence)),
      body.SerializeAsString()));
  return sequence;
}

uint64_t TestingLog::Publish(const std::string& entry, const std::string& name,
                             const std::vector<std::string>& charities) {
  log::v1::ChangeBody body;
  localoffer::v1::Service& service =
      *body.mutable_entry_published()->mutable_service();
  service.set_id(entry);
  service.set_name(name);
  providers_[entry].clear();
  for (const std::string& charity : charities) {
    auto& identifier =
        *service.mutable_organization()->add_organization_identifiers();
    identifier.set_identifier_scheme("GB-CHC");
    identifier.set_identifier(charity);
    providers_[entry].push_back(absl::StrCat("GB-CHC-", charity));
  }
  entries_[entry] = Append(log::v1::CHANGE_KIND_ENTRY_PUBLISHED, entry, body);
  return entries_[entry];
}

uint64_t TestingLog::Withdraw(const std::string& entry) {
  log::v1::ChangeBody body;
  body.mutable_entry_withdrawn()->set_reason("closed");
  entries_.erase(entry);
  providers_.erase(entry);
  return Append(log::v1::CHANGE_KIND_ENTRY_WITHDRAWN, entry, body);
}

uint64_t TestingLog::Erase(uint64_t sequence) {
  log::v1::ChangeBody body;
  body.mutable_body_erased()->set_reason("a person's name");
  return Append(log::v1::CHANGE_KIND_BODY_ERASED, absl::StrCat(sequence), body);
}

uint64_t TestingLog::MakeEdition(const std::string& id) {
  Offer& offer = editions_[id];
  std::vector<log::MapEntry> entry_leaves;
  offer.entries = entries_;
  for (const auto& [entry, sequence] : entries_) {
    entry_leaves.push_back(log::EntryLeaf(entry, sequence));
    for (const std::string& provider : providers_[entry]) {
      offer.naming[provider].push_back(entry);
    }
  }
  std::vector<log::MapEntry> provider_leaves;
  for (const auto& [provider, ids] : offer.naming) {
    provider_leaves.push_back(log::ProviderLeaf(provider, Naming(ids)));
  }
  offer.entry_map = *log::MerkleMap::Create(entry_leaves);
  offer.provider_map = *log::MerkleMap::Create(provider_leaves);
  log::v1::ChangeBody body;
  log::v1::EditionMade& made = *body.mutable_edition_made();
  made.set_title(absl::StrCat("The offer of ", id));
  made.set_entries_root(std::string(log::HashBytes(offer.entry_map.root())));
  made.set_entries_count(offer.entry_map.size());
  made.set_providers_root(
      std::string(log::HashBytes(offer.provider_map.root())));
  made.set_providers_count(offer.provider_map.size());
  offer.sequence = Append(log::v1::CHANGE_KIND_EDITION_MADE, id, body);
  return offer.sequence;
}

std::vector<log::Hash> TestingLog::Leaves(uint64_t size) const {
  std::vector<log::Hash> leaves;
  for (uint64_t i = 0; i < size; ++i) leaves.push_back(changes_[i].Leaf());
  return leaves;
}

std::string TestingLog::CheckpointAt(uint64_t size) const {
  log::Checkpoint checkpoint;
  checkpoint.origin = log::CheckpointOrigin(authority_);
  checkpoint.size = size;
  checkpoint.root = log::DefinedTree(Leaves(size)).Root(size);
  return *log::SignCheckpoint(checkpoint, KeyAt(size));
}

log::ProvenChange TestingLog::Prove(uint64_t sequence) const {
  log::DefinedTree tree(Leaves(changes_.size()));
  return {sequence, changes_[sequence],
          tree.Path(sequence, 0, changes_.size())};
}

Proof TestingLog::Begin(ProofKind kind, const std::string& edition) const {
  Proof proof;
  proof.claim.kind = kind;
  proof.claim.authority = authority_;
  proof.claim.edition = edition;
  proof.checkpoint = Checkpoint();
  for (const auto& [begin, key] : keys_) {
    if (begin > 0) proof.rotations.push_back(ProveAtEnd(begin - 1));
  }
  if (!edition.empty()) {
    proof.edition = Prove(editions_.at(edition).sequence);
  }
  return proof;
}

void TestingLog::AddEntry(const std::string& entry, Proof& proof) const {
  proof.claim.entry = entry;
  const Offer& offer = editions_.at(proof.claim.edition);
  proof.entry = ToPlace(*offer.entry_map.Find(entry));
  proof.publication = Prove(offer.entries.at(entry));
}

Proof TestingLog::EntryInEdition(const std::string& entry,
                                 const std::string& edition) const {
  Proof proof = Begin(ProofKind::kEntryInEdition, edition);
  AddEntry(entry, proof);
  return proof;
}

log::ProviderPlace TestingLog::PlaceOf(const std::string& provider,
                                       const std::string& edition) const {
  const Offer& offer = editions_.at(edition);
  return {provider, Naming(offer.naming.at(provider)),
          ToPlace(*offer.provider_map.Find(provider))};
}

Proof TestingLog::ProviderInEdition(const std::string& provider,
                                    const std::string& edition) const {
  Proof proof = Begin(ProofKind::kProviderInEdition, edition);
  const auto& naming = editions_.at(edition).naming.at(provider);
  proof.claim.provider = provider;
  proof.provider = PlaceOf(provider, edition);
  proof.entry_of_provider = log::TreePlace{0, log::WordPath(naming, 0)};
  AddEntry(naming.front(), proof);
  return proof;
}

Proof TestingLog::ProviderNotInEdition(const std::string& provider,
                                       const std::string& edition) const {
  Proof proof = Begin(ProofKind::kProviderNotInEdition, edition);
  proof.claim.provider = provider;
  const log::MapGap gap =
      *editions_.at(edition).provider_map.GapAround(provider);
  if (gap.before) proof.before = PlaceOf(gap.before->entry.key, edition);
  if (gap.after) proof.after = PlaceOf(gap.after->entry.key, edition);
  return proof;
}

Proof TestingLog::EntryPublished(const std::string& entry) const {
  Proof proof = Begin(ProofKind::kEntryPublished, "");
  proof.claim.entry = entry;
  proof.publication = Prove(entries_.at(entry));
  return proof;
}

Proof TestingLog::ProviderPublished(const std::string& provider,
                                    const std::string& entry) const {
  Proof proof = EntryPublished(entry);
  proof.claim.kind = ProofKind::kProviderPublished;
  proof.claim.provider = provider;
  return proof;
}

Proof TestingLog::Since(Proof proof, uint64_t size) const {
  log::DefinedTree tree(Leaves(changes_.size()));
  proof.earlier = log::EarlierCheckpoint{
      CheckpointAt(size), tree.Subproof(size, 0, changes_.size(), true)};
  return proof;
}

std::vector<Proof> TestingLog::OneOfEach() const {
  return {EntryInEdition(kEntryTwo, kEdition),
          ProviderInEdition(kHospice, kEdition),
          ProviderNotInEdition(kStranger, kEdition),
          EntryPublished(kEntryOne),
          ProviderPublished(kHospice, kEntryOne),
          Since(EntryInEdition(kEntryTwo, kEdition), 3)};
}

TestingLog ExampleLog(const std::string& authority, uint8_t seed) {
  TestingLog log(authority, seed);
  log.Publish(kEntryOne, "Short breaks", {"9900001"});
  log.Publish(kEntryTwo, "Bereavement support", {"9900001", "9900009"});
  log.Publish("00000000-0000-4000-8000-000000000003", "Play", {"9900003"});
  log.Publish(kEntryTwo, "Bereavement support for families",
              {"9900001", "9900009"});
  log.MakeEdition(kEdition);
  log.Publish("00000000-0000-4000-8000-000000000004", "Wheelchairs",
              {"9900005"});
  log.Withdraw("00000000-0000-4000-8000-000000000003");
  log.MakeEdition(kLaterEdition);
  log.Publish("00000000-0000-4000-8000-000000000005", "Swimming", {});
  return log;
}

std::string Written(const Proof& proof) {
  auto document = log::WriteProof(proof);
  EXPECT_TRUE(document.ok()) << document.status();
  return document.value_or("");
}

}  // namespace localoffer::verify
