// What a prover refuses, and what it puts into a proof. Whether its proofs hold
// is in tests/e2e.
#include "services/proofs/prover.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/editions/testing_offer.h"
#include "services/rpc/error.h"
#include "storage/log/checkpoint.h"

namespace localoffer::proofs {
namespace {

using editions::kBristolName;
using editions::TestingOffer;
using ::testing::HasSubstr;

class ProverTest : public ::testing::Test {
 protected:
  static v1::ProveListedRequest AboutEntry(int number,
                                           const std::string& edition) {
    v1::ProveListedRequest request;
    request.set_parent(kBristolName);
    request.set_entry(TestingOffer::EntryName(number));
    request.set_edition(edition);
    return request;
  }
  static v1::ProveListedRequest AboutProvider(const std::string& charity,
                                              const std::string& edition) {
    v1::ProveListedRequest request;
    request.set_parent(kBristolName);
    request.set_provider(absl::StrCat("providers/GB-CHC-", charity));
    request.set_edition(edition);
    return request;
  }
  static v1::ProveAbsentRequest AboutAbsence(const std::string& charity,
                                             const std::string& edition = "") {
    v1::ProveAbsentRequest request;
    request.set_parent(kBristolName);
    request.set_provider(absl::StrCat("providers/GB-CHC-", charity));
    request.set_edition(edition);
    return request;
  }

  log::Proof MustProve(const v1::ProveListedRequest& request) {
    const auto document = prover_.Listed(request);
    EXPECT_TRUE(document.ok()) << document.status();
    return document.ok() ? *log::ReadProof(*document) : log::Proof();
  }

  // The reason for a refusal, "" for none.
  std::string Refusal(const v1::ProveListedRequest& request) {
    return rpc::ReasonOf(prover_.Listed(request).status());
  }
  std::string Refusal(const v1::ProveAbsentRequest& request) {
    return rpc::ReasonOf(prover_.Absent(request).status());
  }

  absl::Time Now() { return offer_.clock().now(); }

  template <typename Request>
  static Request At(Request request, absl::Time time) {
    request.mutable_read_time()->set_seconds(absl::ToUnixSeconds(time));
    return request;
  }

  TestingOffer offer_;
  Prover prover_{offer_.store()};
};

TEST_F(ProverTest, TheLastEditionIsPreferredWhereItHasTheSubject) {
  offer_.Publish(1, "Short breaks", {"9900001"});
  const auto kind = [this](v1::ProveListedRequest request) {
    request.set_prefer_last_edition(true);
    return MustProve(request).claim;
  };
  EXPECT_EQ(kind(AboutEntry(1, "")).kind, log::ProofKind::kEntryPublished);
  offer_.MakeEdition("1 September 2026");
  offer_.MakeEdition("2 September 2026");
  offer_.Publish(2, "Play", {"9900002"});
  EXPECT_EQ(kind(AboutEntry(1, "")).edition, "2026-09-02");
  EXPECT_EQ(kind(AboutProvider("9900001", "")).kind,
            log::ProofKind::kProviderInEdition);
  // What was listed since is in the log.
  EXPECT_EQ(kind(AboutEntry(2, "")).kind, log::ProofKind::kEntryPublished);
  EXPECT_EQ(kind(AboutProvider("9900002", "")).kind,
            log::ProofKind::kProviderPublished);
  v1::ProveListedRequest request = AboutEntry(3, "");
  request.set_prefer_last_edition(true);
  EXPECT_EQ(Refusal(request), "NOT_LISTED");
  EXPECT_EQ(Refusal(At(request, Now())), "INVALID_FIELD");
  request.set_edition("2026-09-01");
  EXPECT_EQ(Refusal(request), "INVALID_FIELD");
}

TEST_F(ProverTest, NobodyWhoIsListedIsProvedAbsent) {
  offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-09-01");
  EXPECT_EQ(Refusal(AboutAbsence("9900001")), "");
  offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.Publish(2, "Play", {"9900003", "9900005", "9900007"});
  offer_.MakeEdition("2026-10-01");
  for (const char* charity : {"9900001", "9900003", "9900005", "9900007"}) {
    EXPECT_EQ(Refusal(AboutAbsence(charity)), "LISTED");
    EXPECT_EQ(Refusal(AboutAbsence(charity, "2026-09-01")), "");
    EXPECT_EQ(Refusal(AboutProvider(charity, "2026-10-01")), "");
  }
  for (const char* charity : {"9900000", "9900002", "9900006", "9900008"}) {
    EXPECT_EQ(Refusal(AboutAbsence(charity)), "");
    EXPECT_EQ(Refusal(AboutProvider(charity, "2026-10-01")), "NOT_LISTED");
  }
}

TEST_F(ProverTest, AnEntryStaysProvedWhenItsContentIsErased) {
  const uint64_t published = offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.Publish(2, "Play", {"9900002"});
  offer_.MakeEdition("2026-09-01");
  const absl::Time before = Now();
  const uint64_t erasure = offer_.Erase(published);
  offer_.MakeEdition("2026-10-01");
  for (const auto& request :
       {AboutEntry(1, "2026-09-01"), AboutEntry(1, "2026-10-01"),
        AboutEntry(1, ""), At(AboutEntry(1, ""), before)}) {
    const log::Proof proof = MustProve(request);
    EXPECT_EQ(proof.publication->sequence, published);
    EXPECT_TRUE(proof.publication->change.IsErased());
    EXPECT_EQ(proof.erasure->sequence, erasure);
  }
  EXPECT_FALSE(MustProve(AboutEntry(2, "2026-09-01")).erasure.has_value());
}

TEST_F(ProverTest, WhomErasedContentNamedNobodyCanProve) {
  const uint64_t published = offer_.Publish(1, "Short breaks", {"9900001"});
  offer_.Publish(2, "Play", {"9900002"});
  offer_.MakeEdition("2026-09-01");
  EXPECT_EQ(Refusal(AboutProvider("9900001", "2026-09-01")), "");
  EXPECT_EQ(Refusal(AboutAbsence("9900007")), "");
  const absl::Time before = Now();
  // What the prover still knew would be what nobody else does.
  offer_.Erase(published);
  EXPECT_EQ(Refusal(AboutProvider("9900001", "2026-09-01")), "CONTENT_ERASED");
  EXPECT_EQ(Refusal(AboutProvider("9900002", "2026-09-01")), "CONTENT_ERASED");
  EXPECT_EQ(Refusal(AboutAbsence("9900007")), "CONTENT_ERASED");
  // The next edition knows what it is of.
  offer_.MakeEdition("2026-10-01");
  EXPECT_EQ(Refusal(AboutAbsence("9900007")), "");
  EXPECT_EQ(Refusal(AboutAbsence("9900001")), "");
  EXPECT_EQ(Refusal(AboutProvider("9900002", "2026-10-01")), "");
  EXPECT_EQ(Refusal(AboutProvider("9900001", "2026-10-01")), "NOT_LISTED");
  EXPECT_EQ(Refusal(AboutAbsence("9900007", "2026-09-01")), "CONTENT_ERASED");
  EXPECT_EQ(Refusal(At(AboutAbsence("9900007"), before)), "CONTENT_ERASED");
}

// "It was not listed" must not be said where nobody knows.
TEST_F(ProverTest, WithoutAnEditionErasureIsToldFromAbsence) {
  const uint64_t published = offer_.Publish(1, "Short breaks", {"9900001"});
  const absl::Time first = Now();
  offer_.Publish(2, "Play", {"9900001"});
  const absl::Time second = Now();
  offer_.Erase(published);
  EXPECT_EQ(Refusal(At(AboutProvider("9900001", ""), first)), "CONTENT_ERASED");
  EXPECT_EQ(Refusal(At(AboutProvider("9900007", ""), first)), "CONTENT_ERASED");
  EXPECT_EQ(MustProve(At(AboutProvider("9900001", ""), second)).claim.entry,
            TestingOffer::IdOf(2));
  EXPECT_EQ(Refusal(AboutProvider("9900007", "")), "NOT_LISTED");
  // Content that the offer had no more when it was erased hides nothing.
  const uint64_t replaced = offer_.Publish(3, "Swimming", {"9900003"});
  offer_.Publish(3, "Diving", {"9900003"});
  const absl::Time third = Now();
  offer_.Erase(replaced);
  EXPECT_EQ(Refusal(At(AboutProvider("9900003", ""), third)), "");
}

TEST_F(ProverTest, AnEditionThatContradictsItsLogIsNotProvedFrom) {
  offer_.Publish(1, "Short breaks", {"9900001"});
  log::v1::ChangeBody body;
  log::v1::EditionMade& made = *body.mutable_edition_made();
  made.set_entries_root(std::string(log::kHashBytes, 'e'));
  made.set_providers_root(std::string(log::kHashBytes, 'p'));
  offer_.Commit(log::v1::CHANGE_KIND_EDITION_MADE, "2026-09-01", body);
  EXPECT_TRUE(
      absl::IsDataLoss(prover_.Listed(AboutEntry(1, "2026-09-01")).status()));
}

TEST_F(ProverTest, TheLastRotationsAreShown) {
  offer_.Publish(1, "Short breaks");
  EXPECT_TRUE(MustProve(AboutEntry(1, "")).rotations.empty());
  for (int i = 0; i < 20; ++i) offer_.Rotate();
  offer_.Publish(2, "Play");
  const log::Proof proof = MustProve(AboutEntry(1, ""));
  EXPECT_EQ(proof.rotations.size(), log::kMostRotations);
  log::v1::ChangeHeader last;
  ASSERT_TRUE(last.ParseFromString(proof.rotations.back().header_bytes));
  EXPECT_EQ(last.subject(), offer_.Key().ToString());
  EXPECT_EQ(last.sequence(), offer_.size() - 2);
}

TEST_F(ProverTest, AnEarlierCheckpointIsOfThisLog) {
  offer_.Publish(1, "Short breaks");
  const std::string earlier = MustProve(AboutEntry(1, "")).checkpoint;
  offer_.Publish(2, "Play");
  const std::string later = MustProve(AboutEntry(1, "")).checkpoint;
  v1::ProveListedRequest request = AboutEntry(1, "");
  request.set_earlier_checkpoint(earlier);
  EXPECT_EQ(MustProve(request).earlier->note, earlier);
  request.set_earlier_checkpoint(later);
  EXPECT_TRUE(MustProve(request).earlier->path.empty());

  const auto problem = [&](const log::Checkpoint& checkpoint,
                           uint8_t seed = 1) {
    const std::vector<uint8_t> bytes(log::kSeedBytes, seed);
    request.set_earlier_checkpoint(*log::SignCheckpoint(
        checkpoint, *log::SigningKey::FromSeed(checkpoint.origin, bytes)));
    const absl::Status status = prover_.Listed(request).status();
    return absl::StrCat(rpc::ReasonOf(status), " ", status.message());
  };
  EXPECT_THAT(problem({"localoffer/E06000023", 0, {}}),
              HasSubstr("without changes"));
  EXPECT_THAT(problem({"localoffer/E06000023", 1, {}}),
              HasSubstr("CHECKPOINT_FOREIGN"));
  EXPECT_THAT(problem({"localoffer/E06000023", 3, {}}),
              HasSubstr("CHECKPOINT_FOREIGN"));
  EXPECT_THAT(problem({"localoffer/E08000035", 1, {}}),
              HasSubstr("is of localoffer/E08000035"));
  request.set_earlier_checkpoint(std::string(9000, 'x'));
  EXPECT_TRUE(absl::IsInvalidArgument(prover_.Listed(request).status()));
}

TEST_F(ProverTest, AnEditionAndATimeAreNotAskedForTogether) {
  offer_.Publish(1, "Short breaks");
  offer_.MakeEdition("2026-09-01");
  for (const std::string& problem :
       {std::string(prover_.Listed(At(AboutEntry(1, "2026-09-01"), Now()))
                        .status()
                        .message()),
        std::string(
            prover_.Absent(At(AboutAbsence("9900007", "2026-09-01"), Now()))
                .status()
                .message())}) {
    EXPECT_THAT(problem, HasSubstr("read_time"));
  }
}

}  // namespace
}  // namespace localoffer::proofs
