// Proofs over the life of a log: it grows, its key changes, content is erased,
// another node follows it. Made by a prover, checked by the offline verifier.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/verify/verify.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/editions/testing_offer.h"
#include "services/proofs/prover.h"
#include "services/rpc/error.h"
#include "storage/directory/edition_check.h"
#include "storage/segment_reader.h"

namespace localoffer::testing {
namespace {

using editions::kBristolName;
using editions::TestingOffer;
using ::testing::ElementsAre;

class ProofLifeTest : public ::testing::Test {
 protected:
  static v1::ProveListedRequest Listed(const std::string& edition) {
    v1::ProveListedRequest request;
    request.set_parent(kBristolName);
    request.set_edition(edition);
    return request;
  }

  static std::string Must(const absl::StatusOr<std::string>& proof) {
    EXPECT_TRUE(proof.ok()) << proof.status();
    return proof.value_or("");
  }

  std::string OfEntry(int number, const std::string& edition) {
    v1::ProveListedRequest request = Listed(edition);
    request.set_entry(TestingOffer::EntryName(number));
    return Must(prover_.Listed(request));
  }
  std::string OfProvider(const std::string& charity,
                         const std::string& edition) {
    v1::ProveListedRequest request = Listed(edition);
    request.set_provider(absl::StrCat("GB-CHC-", charity));
    return Must(prover_.Listed(request));
  }
  std::string OfAbsence(const std::string& charity, const std::string& edition,
                        const std::string& earlier = "") {
    v1::ProveAbsentRequest request;
    request.set_parent(kBristolName);
    request.set_provider(absl::StrCat("GB-CHC-", charity));
    request.set_edition(edition);
    request.set_earlier_checkpoint(earlier);
    return Must(prover_.Absent(request));
  }

  // One of each kind that has something to do with an offer of this edition.
  std::vector<std::string> All(const std::string& edition) {
    return {OfEntry(1, edition), OfProvider("9900001", edition),
            OfAbsence("9900007", edition), OfEntry(1, ""),
            OfProvider("9900001", "")};
  }

  static verify::Shown Shown(const std::string& proof,
                             const log::VerifierKey& key) {
    auto shown = verify::VerifyDocument(proof, {key});
    EXPECT_TRUE(shown.ok()) << shown.status();
    return shown.ok() ? *std::move(shown) : verify::Shown();
  }

  TestingOffer offer_;
  proofs::Prover prover_{offer_.store()};
};

TEST_F(ProofLifeTest, AProofHoldsAThousandEditionsAndSomeKeysLater) {
  offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.Publish(2, "Play", {"9900003"});
  offer_.MakeEdition("2026-09-01");
  const log::VerifierKey first = offer_.Key();
  const std::vector<std::string> old = All("2026-09-01");
  const std::string noted = log::ReadProof(old[2])->checkpoint;
  for (int i = 0; i < 1000; ++i) {
    if (i % 2 == 0) offer_.Publish(2, absl::StrCat("Play ", i), {"9900007"});
    offer_.MakeEdition(absl::StrCat("An edition, ", 1000 + i, "-01-01"));
    if (i == 300 || i == 700) offer_.Rotate();
  }
  const log::VerifierKey last = offer_.Key();
  ASSERT_NE(first.ToString(), last.ToString());
  // Those that people have kept.
  for (const std::string& proof : old) {
    EXPECT_EQ(Shown(proof, first).checkpoint.checkpoint.size, 3);
    EXPECT_FALSE(verify::VerifyDocument(proof, {last}).ok());
  }
  // Those that are made of it now, for who has the key of then, or of now.
  const std::vector<std::string> anew = All("2026-09-01");
  for (size_t i = 0; i < anew.size(); ++i) {
    EXPECT_NE(anew[i], old[i]);
    EXPECT_LT(anew[i].size(), 16 << 10);
    for (const log::VerifierKey& key : {first, last}) {
      const verify::Shown shown = Shown(anew[i], key);
      EXPECT_EQ(shown.checkpoint.checkpoint.size, 1505);
      EXPECT_EQ(shown.checkpoint.key, last.ToString());
    }
  }
  const verify::Shown since =
      Shown(OfAbsence("9900007", "2026-09-01", noted), first);
  EXPECT_EQ(since.earlier->checkpoint.size, 3);
  EXPECT_EQ(since.earlier->key, first.ToString());
}

TEST_F(ProofLifeTest, WhatStoodBeforeAnErasureStaysProved) {
  const uint64_t published = offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.Publish(2, "Play", {"9900003"});
  offer_.MakeEdition("2026-09-01");
  const std::vector<std::string> before = All("2026-09-01");
  offer_.Erase(published);
  offer_.MakeEdition("2026-10-01");
  // Whoever keeps a proof keeps what is in it.
  for (const std::string& proof : before) Shown(proof, offer_.Key());
  for (const char* edition : {"2026-09-01", "2026-10-01", ""}) {
    const verify::Shown shown = Shown(OfEntry(1, edition), offer_.Key());
    EXPECT_EQ(shown.publication->sequence, published);
    EXPECT_EQ(shown.erasure->sequence, 3);
    EXPECT_FALSE(shown.content.has_value());
  }
  // Erased before the second edition: there it names nobody.
  EXPECT_EQ(Shown(OfAbsence("9900001", "2026-10-01"), offer_.Key())
                .edition->providers_count,
            1);
  EXPECT_EQ(
      Shown(OfProvider("9900003", "2026-10-01"), offer_.Key()).naming_entries,
      1);
}

// The neighbours are shown, so a wrong answer of the prover could not be one.
TEST_F(ProofLifeTest, AbsenceHoldsBesideEveryNeighbour) {
  offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-01-01");
  const verify::Shown empty =
      Shown(OfAbsence("9900001", "2026-01-01"), offer_.Key());
  EXPECT_EQ(empty.edition->providers_count, 0);
  for (int listed = 1; listed <= 8; ++listed) {
    std::vector<std::string> charities;
    for (int i = 0; i < listed; ++i) {
      charities.push_back(absl::StrCat(9900001 + 2 * i));
    }
    offer_.Publish(1, "Short breaks", charities);
    const std::string edition = absl::StrCat("2026-02-0", listed);
    offer_.MakeEdition(edition);
    for (int i = 0; i <= listed; ++i) {
      const std::string absent = absl::StrCat(9900000 + 2 * i);
      EXPECT_EQ(Shown(OfAbsence(absent, edition), offer_.Key()).claim.provider,
                absl::StrCat("GB-CHC-", absent));
    }
    for (const std::string& charity : charities) {
      v1::ProveAbsentRequest request;
      request.set_parent(kBristolName);
      request.set_provider(absl::StrCat("GB-CHC-", charity));
      EXPECT_EQ(rpc::ReasonOf(prover_.Absent(request).status()), "LISTED");
      Shown(OfProvider(charity, edition), offer_.Key());
    }
  }
}

TEST_F(ProofLifeTest, AFollowerChecksEditionsAndProvesTheSame) {
  offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.MakeEdition("2026-09-01");
  const log::VerifierKey first = offer_.Key();
  offer_.Rotate();
  offer_.Publish(1, "Short breaks for all", {"9900001", "9900003"});
  offer_.MakeEdition("2026-10-01");

  TestingOffer follower;
  follower.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(
      follower.store()
          .trust()
          .Add({log::TrustStatement::Kind::kKey, editions::kBristol, first})
          .ok());
  std::vector<storage::EditionVerdict> verdicts;
  while (follower.size() < offer_.size()) {
    const uint64_t begin = follower.size();
    const auto segment =
        storage::ReadSegment(offer_.store(), editions::kBristol, begin,
                             offer_.size(), size_t{1} << 20);
    ASSERT_TRUE(segment.ok()) << segment.status();
    ASSERT_TRUE(follower.store().committer().Receive(*segment).ok());
    const auto checked = storage::CheckEditions(
        follower.store().engine(), editions::kBristol, begin, follower.size());
    ASSERT_TRUE(checked.ok()) << checked.status();
    for (const auto& one : *checked) verdicts.push_back(one.finding.verdict);
  }
  EXPECT_THAT(verdicts, ElementsAre(storage::EditionVerdict::kTrue,
                                    storage::EditionVerdict::kTrue));
  proofs::Prover prover(follower.store());
  v1::ProveAbsentRequest request;
  request.set_parent(kBristolName);
  request.set_provider("GB-CHC-9900007");
  for (const char* edition : {"2026-09-01", "2026-10-01"}) {
    request.set_edition(edition);
    const std::string theirs = Must(prover.Absent(request));
    EXPECT_EQ(theirs, OfAbsence("9900007", edition));
    Shown(theirs, first);
  }
}

}  // namespace
}  // namespace localoffer::testing
