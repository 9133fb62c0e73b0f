#include "clients/verify/verify.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/verify/testing_log.h"
#include "gmock/gmock.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"

namespace localoffer::verify {
namespace {

using log::Proof;
using log::ProofKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What is wrong with the proof, with this key; "" when it holds.
std::string Problem(const Proof& proof, const log::VerifierKey& key) {
  return std::string(VerifyDocument(Written(proof), {key}).status().message());
}

std::string Problem(const Proof& proof) {
  return Problem(proof, KeyOf(kBristol, 1).verifier_key());
}

absl::StatusOr<Shown> Read(const std::string& document) {
  return VerifyDocument(document, {KeyOf(kBristol, 1).verifier_key()});
}

TEST(Verify, AnEntryOfAnEdition) {
  const TestingLog log = ExampleLog();
  const auto shown = Read(Written(log.EntryInEdition(kEntryTwo, kEdition)));
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->claim.entry, kEntryTwo);
  EXPECT_EQ(shown->checkpoint.checkpoint.size, 9);
  EXPECT_EQ(shown->checkpoint.key, log.key().ToString());
  EXPECT_EQ(shown->edition->title, "The offer of 2026-09-01");
  EXPECT_EQ(shown->edition->change.sequence, 4);
  EXPECT_EQ(shown->edition->entries_count, 3);
  EXPECT_EQ(shown->edition->providers_count, 3);
  EXPECT_EQ(shown->publication->sequence, 3);
  EXPECT_EQ(shown->content->service, "Bereavement support for families");
  EXPECT_THAT(shown->content->providers,
              ElementsAre("GB-CHC-9900001", "GB-CHC-9900009"));
}

TEST(Verify, AProviderInAnEdition) {
  const auto shown =
      Read(Written(ExampleLog().ProviderInEdition(kHospice, kEdition)));
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->naming_entries, 2);
  EXPECT_EQ(shown->claim.entry, kEntryOne);
}

TEST(Verify, AProviderThatIsInNoEntry) {
  const TestingLog log = ExampleLog();
  // In between, before the first, behind the last.
  for (const char* provider :
       {kStranger, "GB-CHC-9900002", "GB-CHC-1000001", "GB-COH-12345678"}) {
    EXPECT_EQ(Problem(log.ProviderNotInEdition(provider, kEdition)), "");
  }
  TestingLog empty(kBristol);
  empty.MakeEdition(kEdition);
  EXPECT_EQ(Problem(empty.ProviderNotInEdition(kStranger, kEdition)), "");
}

TEST(Verify, WhatAChangePublished) {
  const TestingLog log = ExampleLog();
  EXPECT_EQ(Problem(log.EntryPublished(kEntryOne)), "");
  EXPECT_EQ(Problem(log.ProviderPublished(kHospice, kEntryOne)), "");
  EXPECT_THAT(Problem(log.ProviderPublished(kStranger, kEntryOne)),
              HasSubstr("names other providers"));
}

TEST(Verify, ThatAnEarlierLogIsTheBeginningOfThisOne) {
  const TestingLog log = ExampleLog();
  for (uint64_t size = 1; size <= 9; ++size) {
    const Proof proof =
        log.Since(log.EntryInEdition(kEntryTwo, kEdition), size);
    const auto shown = Read(Written(proof));
    ASSERT_TRUE(shown.ok()) << size << shown.status();
    EXPECT_EQ(shown->earlier->checkpoint.size, size);
  }
  TestingLog fork(kBristol);
  fork.Publish(kEntryOne, "Another history", {});
  Proof proof = log.Since(log.EntryInEdition(kEntryTwo, kEdition), 1);
  proof.earlier->note = fork.Checkpoint();
  EXPECT_THAT(Problem(proof), HasSubstr("earlier checkpoint"));
}

// With the key of its day, and, made anew, with any key since.
TEST(Verify, AProofHoldsHoweverLongTheLogGrows) {
  TestingLog log = ExampleLog();
  const log::VerifierKey first = log.key();
  const std::vector<Proof> old = log.OneOfEach();
  for (int i = 0; i < 1000; ++i) {
    log.MakeEdition(absl::StrCat("edition-", i));
    if (i == 300) log.Rotate(2);
    if (i == 600) log.Rotate(3);
  }
  ASSERT_NE(log.key().ToString(), first.ToString());
  for (const Proof& proof : old) EXPECT_EQ(Problem(proof, first), "");
  for (const Proof& proof : log.OneOfEach()) {
    for (const uint8_t seed : {1, 2, 3}) {
      // A later key can't say that an earlier one signed.
      if (proof.earlier && seed > 1) continue;
      EXPECT_EQ(Problem(proof, KeyOf(kBristol, seed).verifier_key()), "");
    }
    EXPECT_EQ(proof.rotations.size(), 2);
  }
  const auto shown = VerifyDocument(
      Written(log.Since(log.EntryInEdition(kEntryTwo, kEdition), 9)), {first});
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->checkpoint.checkpoint.size, 1011);
  EXPECT_EQ(shown->checkpoint.key, log.key().ToString());
  EXPECT_EQ(shown->checkpoint.given_key, first.ToString());
  EXPECT_EQ(shown->earlier->key, first.ToString());
}

TEST(Verify, WithoutTheContent) {
  const TestingLog log = ExampleLog();
  for (Proof proof : {log.EntryInEdition(kEntryTwo, kEdition),
                      log.ProviderInEdition(kHospice, kEdition),
                      log.EntryPublished(kEntryOne)}) {
    proof.publication->change.salt.clear();
    proof.publication->change.body_bytes.clear();
    const auto shown = Read(Written(proof));
    ASSERT_TRUE(shown.ok()) << shown.status();
    EXPECT_FALSE(shown->content.has_value());
  }
  Proof proof = log.ProviderPublished(kHospice, kEntryOne);
  proof.publication->change.salt.clear();
  proof.publication->change.body_bytes.clear();
  EXPECT_THAT(Problem(proof), HasSubstr("nothing names the provider"));
}

TEST(Verify, ThatTheContentWasErased) {
  TestingLog log = ExampleLog();
  const uint64_t erasure = log.Erase(3);
  Proof proof = log.EntryInEdition(kEntryTwo, kEdition);
  proof.publication->change.salt.clear();
  proof.publication->change.body_bytes.clear();
  proof.erasure = log.Prove(erasure);
  const auto shown = Read(Written(proof));
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->erasure->sequence, erasure);
  // An erasure of something else shows nothing of this.
  proof.erasure = log.Prove(log.Erase(2));
  EXPECT_NE(Problem(proof), "");
}

TEST(Verify, NeedsTheAuthoritysKey) {
  const TestingLog log = ExampleLog();
  const Proof proof = log.EntryInEdition(kEntryTwo, kEdition);
  EXPECT_THAT(Problem(proof, KeyOf(kBristol, 2).verifier_key()),
              HasSubstr("checkpoint: it is signed by localoffer/E06000023+"));
  EXPECT_THAT(Problem(proof, KeyOf(kLeeds, 1).verifier_key()),
              HasSubstr("the key given is of localoffer/E08000035"));
  EXPECT_THAT(VerifyDocument(Written(proof), {}).status().message(),
              HasSubstr("no key was given"));
  // One of several is enough.
  EXPECT_TRUE(VerifyDocument(Written(proof),
                             {KeyOf(kLeeds, 1).verifier_key(),
                              KeyOf(kBristol, 2).verifier_key(), log.key()})
                  .ok());
}

// What somebody may write who has proofs, and can write any others, but not
// sign. Each is a document in order, with its digest.
TEST(Verify, AProofThatClaimsMoreThanItShowsDoesNotHold) {
  const TestingLog log = ExampleLog();
  const TestingLog leeds = ExampleLog(kLeeds);
  const Proof entry = log.EntryInEdition(kEntryTwo, kEdition);
  const Proof listed = log.ProviderInEdition(kHospice, kEdition);
  const Proof absent = log.ProviderNotInEdition(kStranger, kEdition);
  struct Forgery {
    const char* what;
    Proof proof;
    std::function<void(Proof&)> edit;
  };
  const std::vector<Forgery> forgeries = {
      {"another entry", entry, [](Proof& p) { p.claim.entry = kEntryOne; }},
      {"another edition", entry,
       [](Proof& p) { p.claim.edition = kLaterEdition; }},
      {"another authority", entry,
       [](Proof& p) { p.claim.authority = kLeeds; }},
      {"another log's checkpoint", entry,
       [&](Proof& p) { p.checkpoint = leeds.Checkpoint(); }},
      {"an older checkpoint", entry,
       [&](Proof& p) { p.checkpoint = log.CheckpointAt(8); }},
      {"another edition's change", entry,
       [&](Proof& p) {
         p.edition = log.EntryInEdition(kEntryTwo, kLaterEdition).edition;
       }},
      {"the revision before", entry,
       [&](Proof& p) { p.publication = log.Prove(1); }},
      {"a change that publishes nothing", entry,
       [&](Proof& p) { p.publication = log.Prove(6); }},
      {"a wrong place in the map", entry, [](Proof& p) { p.entry->index = 0; }},
      {"a wrong sequence", entry, [](Proof& p) { ++p.publication->sequence; }},
      {"other content", entry,
       [&](Proof& p) {
         p.publication->change.body_bytes = log.Prove(0).change.body_bytes;
       }},
      {"more entries", listed, [](Proof& p) { ++p.provider->naming.count; }},
      {"another provider", listed,
       [](Proof& p) {
         p.claim.provider = kStranger;
         p.provider->provider = kStranger;
       }},
      {"an entry that does not name it", listed,
       [&](Proof& p) {
         const Proof other = log.EntryInEdition(kEntryTwo, kEdition);
         p.claim.entry = kEntryTwo;
         p.entry = other.entry;
         p.publication = other.publication;
       }},
      {"absence of one that is there", absent,
       [](Proof& p) { p.claim.provider = kHospice; }},
      {"absence of a neighbour", absent,
       [](Proof& p) { p.claim.provider = p.before->provider; }},
      {"a spelling that no map has", absent,
       [](Proof& p) { p.claim.provider = "GB-CHC-09900005"; }},
      {"a small spelling", absent,
       [](Proof& p) { p.claim.provider = "GB-CHC-9900004 "; }},
      {"only one neighbour", absent, [](Proof& p) { p.after.reset(); }},
      {"no neighbours", absent,
       [](Proof& p) {
         p.before.reset();
         p.after.reset();
       }},
      {"neighbours with one between them", absent,
       [&](Proof& p) {
         p.before = log.PlaceOf("GB-CHC-9900001", kEdition);
         p.claim.provider = "GB-CHC-9900003";
       }},
      {"neighbours of another edition", absent,
       [&](Proof& p) {
         p.after = log.PlaceOf("GB-CHC-9900009", kLaterEdition);
       }},
  };
  for (const Forgery& forgery : forgeries) {
    Proof proof = forgery.proof;
    EXPECT_EQ(Problem(proof), "");
    forgery.edit(proof);
    EXPECT_NE(Problem(proof), "") << forgery.what;
  }
}

// Every pair of neighbours that somebody may show, for every provider: of one
// that is listed none shows absence, of one that isn't exactly one does.
TEST(Verify, NobodyWhoIsListedIsAbsent) {
  const std::vector<std::string> charities = {"9900001", "9900003", "9900005",
                                              "9900007"};
  for (size_t listed = 0; listed <= charities.size(); ++listed) {
    TestingLog log(kBristol);
    log.Publish(kEntryOne, "Short breaks",
                {charities.begin(), charities.begin() + listed});
    log.MakeEdition(kEdition);
    std::vector<std::optional<log::ProviderPlace>> places = {std::nullopt};
    for (size_t i = 0; i < listed; ++i) {
      places.emplace_back(
          log.PlaceOf(absl::StrCat("GB-CHC-", charities[i]), kEdition));
    }
    for (int charity = 9900000; charity <= 9900008; ++charity) {
      const std::string provider = absl::StrCat("GB-CHC-", charity);
      const bool is_listed = std::any_of(
          places.begin() + 1, places.end(),
          [&](const auto& place) { return place->provider == provider; });
      int held = 0;
      for (const auto& before : places) {
        for (const auto& after : places) {
          Proof proof = log.ProviderNotInEdition("GB-CHC-1000001", kEdition);
          proof.claim.provider = provider;
          proof.before = before;
          proof.after = after;
          held += Problem(proof).empty() ? 1 : 0;
        }
      }
      EXPECT_EQ(held, is_listed ? 0 : 1) << provider << " of " << listed;
    }
  }
}

// The publication's own place and the edition's: a body of an edition that
// came before the publication must not be proof of it.
TEST(Verify, WhatIsPublishedAfterAnEditionIsNotInIt) {
  TestingLog log(kBristol);
  log.MakeEdition(kEdition);
  log.Publish(kEntryOne, "Short breaks", {});
  Proof proof = log.EntryPublished(kEntryOne);
  proof.claim.kind = ProofKind::kEntryInEdition;
  proof.claim.edition = kEdition;
  proof.edition = log.Prove(0);
  proof.entry = log::TreePlace{0, {}};
  EXPECT_THAT(Problem(proof), HasSubstr("came after the edition"));
}

std::vector<Proof> OneOfEachAndARotatedOne() {
  std::vector<Proof> proofs = ExampleLog().OneOfEach();
  TestingLog rotated = ExampleLog();
  rotated.Rotate(2);
  rotated.Publish(kEntryOne, "Short breaks", {});
  proofs.push_back(rotated.ProviderNotInEdition(kStranger, kEdition));
  return proofs;
}

TEST(Verify, AnyChangedByteOfTheFileFails) {
  for (const Proof& proof : OneOfEachAndARotatedOne()) {
    std::string document = Written(proof);
    ASSERT_TRUE(Read(document).ok());
    for (size_t i = 0; i < document.size(); ++i) {
      const char byte = document[i];
      for (const int flip : {0x01, 0x20, 0x80}) {
        document[i] = static_cast<char>(byte ^ flip);
        EXPECT_FALSE(Read(document).ok()) << i << " in\n" << document;
      }
      document[i] = byte;
    }
  }
}

TEST(Verify, AnyChangedByteOfALargeFileFails) {
  TestingLog log(kBristol);
  log.Publish(kEntryOne, std::string(size_t{1} << 19, 'n'), {"9900001"});
  log.MakeEdition(kEdition);
  std::string document = Written(log.ProviderInEdition(kHospice, kEdition));
  ASSERT_TRUE(Read(document).ok());
  ASSERT_GT(document.size(), 1 << 19);
  std::mt19937 random(1);
  for (int round = 0; round < 150; ++round) {
    // As often in its beginning and end, where all the rest is.
    const size_t near = random() % 2000;
    const size_t at = round % 3 == 0   ? near
                      : round % 3 == 1 ? document.size() - 1 - near
                                       : random() % document.size();
    const char flip = static_cast<char>(1 << random() % 8);
    document[at] ^= flip;
    EXPECT_FALSE(Read(document).ok()) << at;
    document[at] ^= flip;
  }
}

// The same where somebody has put the digest right again: what is then left is
// a proof of something else, if it is one at all.
TEST(Verify, AChangedByteWithANewDigestShowsNothingThatIsNotSo) {
  const google::protobuf::LogSilencer quiet;
  for (const Proof& proof : OneOfEachAndARotatedOne()) {
    const std::string document = Written(proof);
    const std::string members =
        document.substr(0, document.rfind("  \"sha256\""));
    std::mt19937 random(1);
    for (size_t i = 0; i < members.size(); ++i) {
      std::string changed = members;
      changed[i] = static_cast<char>(changed[i] ^ 1 << random() % 8);
      const auto shown = Read(log::WithDigest(changed));
      if (!shown.ok()) continue;
      // The one claim that has neighbours is of a whole gap; a signature by
      // another key is nobody's.
      EXPECT_TRUE(shown->claim == proof.claim ||
                  (shown->claim.kind == ProofKind::kProviderNotInEdition &&
                   shown->claim.provider > "GB-CHC-9900003" &&
                   shown->claim.provider < "GB-CHC-9900009"))
          << changed;
    }
  }
}

TEST(Verify, ATruncatedFileFails) {
  const std::string document =
      Written(ExampleLog().EntryInEdition(kEntryTwo, kEdition));
  for (size_t size = 0; size < document.size(); ++size) {
    EXPECT_FALSE(Read(document.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(Read(document + "\n").ok());
  EXPECT_FALSE(Read(absl::StrCat("\xEF\xBB\xBF", document)).ok());
  EXPECT_THAT(Read(document.substr(0, document.size() / 2)).status().message(),
              HasSubstr("part of it is missing"));
}

}  // namespace
}  // namespace localoffer::verify
