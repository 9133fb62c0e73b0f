// Proofs: made by a server, checked without it.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/verify/verify.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/v1/editions.grpc.pb.h"
#include "localoffer/v1/proofs.grpc.pb.h"
#include "storage/log/proof.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::HasSubstr;

constexpr size_t kSmallBytes = size_t{64} * 1024;
constexpr char kHospice[] = "providers/GB-CHC-9900001";
constexpr char kStranger[] = "providers/GB-CHC-9900007";

class ProofsTest : public ::testing::Test {
 protected:
  void MakeEdition(const std::string& title,
                   const std::string& authority = kBristol) {
    v1::CreateEditionRequest request;
    request.set_parent(absl::StrCat("authorities/", authority));
    request.set_title(title);
    v1::CreateEditionResponse response;
    const grpc::Status status = node_.editions().CreateEdition(
        With(node_.Token(authority)).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  grpc::Status Listed(const v1::ProveListedRequest& request,
                      std::string& proof) {
    v1::ProveListedResponse response;
    grpc::Status status =
        node_.proofs().ProveListed(With("").get(), request, &response);
    proof = response.proof();
    return status;
  }

  grpc::Status Absent(const v1::ProveAbsentRequest& request,
                      std::string& proof) {
    v1::ProveAbsentResponse response;
    grpc::Status status =
        node_.proofs().ProveAbsent(With("").get(), request, &response);
    proof = response.proof();
    return status;
  }

  // Questions about Bristol.
  static v1::ProveListedRequest AboutEntry(int number,
                                           const std::string& edition) {
    v1::ProveListedRequest request;
    request.set_parent("authorities/E06000023");
    request.set_entry(TestEntryName(kBristol, number));
    request.set_edition(edition);
    return request;
  }
  static v1::ProveListedRequest AboutProvider(const std::string& provider,
                                              const std::string& edition) {
    v1::ProveListedRequest request;
    request.set_parent("authorities/E06000023");
    request.set_provider(provider);
    request.set_edition(edition);
    return request;
  }
  static v1::ProveAbsentRequest AboutAbsence(const std::string& provider,
                                             const std::string& edition = "") {
    v1::ProveAbsentRequest request;
    request.set_parent("authorities/E06000023");
    request.set_provider(provider);
    request.set_edition(edition);
    return request;
  }

  std::string MustProve(const v1::ProveListedRequest& request) {
    std::string proof;
    const grpc::Status status = Listed(request, proof);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return proof;
  }
  std::string MustProve(const v1::ProveAbsentRequest& request) {
    std::string proof;
    const grpc::Status status = Absent(request, proof);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return proof;
  }

  log::VerifierKey KeyOf(const std::string& authority) {
    v1::GetAuthorityRequest request;
    request.set_name(absl::StrCat("authorities/", authority));
    v1::GetAuthorityResponse response;
    EXPECT_TRUE(node_.authorities()
                    .GetAuthority(With("").get(), request, &response)
                    .ok());
    return *log::VerifierKey::Parse(response.authority().verifier_key());
  }

  absl::StatusOr<verify::Shown> Verify(const std::string& proof) {
    return verify::VerifyDocument(proof, {KeyOf(kBristol)});
  }

  verify::Shown MustVerify(const std::string& proof) {
    auto shown = Verify(proof);
    EXPECT_TRUE(shown.ok()) << shown.status() << "\n" << proof;
    return shown.ok() ? *std::move(shown) : verify::Shown();
  }

  // Flips a bit at some hundred places.
  void ExpectAnyOfSomeFlipsFails(std::string proof) {
    const log::VerifierKey key = KeyOf(kBristol);
    ASSERT_TRUE(verify::VerifyDocument(proof, {key}).ok());
    for (size_t at = 0; at < proof.size(); at += 1 + proof.size() / 300) {
      const char flip = static_cast<char>(1 << at % 8);
      proof[at] ^= flip;
      EXPECT_FALSE(verify::VerifyDocument(proof, {key}).ok()) << at;
      proof[at] ^= flip;
    }
  }

  void PublishThree() {
    node_.MustPublish(kBristol, {TestEntry(1, "Short breaks", "9900001"),
                                 TestEntry(2, "Play", "9900003"),
                                 TestEntry(3, "Respite", "9900001")});
  }

  TestNode node_;
};

TEST_F(ProofsTest, AnEntryIsInAnEdition) {
  PublishThree();
  MakeEdition("1 September 2026");
  const verify::Shown shown =
      MustVerify(MustProve(AboutEntry(2, "2026-09-01")));
  EXPECT_EQ(shown.edition->title, "1 September 2026");
  EXPECT_EQ(shown.edition->entries_count, 3);
  EXPECT_EQ(shown.content->service, "Play");
  EXPECT_EQ(shown.publication->sequence, 1);
}

TEST_F(ProofsTest, AProviderIsInAnEdition) {
  PublishThree();
  MakeEdition("1 September 2026");
  const verify::Shown shown =
      MustVerify(MustProve(AboutProvider(kHospice, "2026-09-01")));
  EXPECT_EQ(shown.naming_entries, 2);
  EXPECT_EQ(shown.content->service, "Short breaks");
  EXPECT_THAT(shown.content->providers,
              ::testing::ElementsAre("GB-CHC-9900001"));
}

TEST_F(ProofsTest, AProviderIsInNoEntryOfAnEdition) {
  PublishThree();
  MakeEdition("1 September 2026");
  for (const char* provider : {kStranger, "providers/GB-CHC-9900002",
                               "providers/GB-CHC-1000000", "GB-COH-99000001"}) {
    const verify::Shown shown = MustVerify(MustProve(AboutAbsence(provider)));
    EXPECT_EQ(shown.claim.edition, "2026-09-01");
    EXPECT_EQ(shown.edition->providers_count, 2);
  }
}

// An edition stands, whatever happens to the offer afterwards.
TEST_F(ProofsTest, AnEditionIsProvedAsItWas) {
  PublishThree();
  MakeEdition("1 September 2026");
  const std::string then = MustProve(AboutProvider(kHospice, "2026-09-01"));
  v1::PublicationHeader header =
      TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_FULL);
  header.set_confirm_withdrawals(3);
  const Published published = node_.Publish(
      header, {TestEntry(7, "Other", "9900007")}, node_.Token(kBristol));
  ASSERT_TRUE(published.status.ok()) << published.status.error_message();
  MakeEdition("1 September 2027");
  node_.Restart();

  MustVerify(then);
  EXPECT_EQ(MustVerify(MustProve(AboutProvider(kHospice, "2026-09-01")))
                .checkpoint.checkpoint.size,
            9);
  MustVerify(MustProve(AboutAbsence(kStranger, "2026-09-01")));
  MustVerify(MustProve(AboutAbsence(kHospice)));
  std::string proof;
  EXPECT_EQ(Reason(Listed(AboutProvider(kHospice, "2027-09-01"), proof)),
            "NOT_LISTED");
  EXPECT_EQ(Reason(Listed(AboutEntry(1, "2027-09-01"), proof)), "NOT_LISTED");
  EXPECT_EQ(Reason(Absent(AboutAbsence(kStranger), proof)), "LISTED");
}

// "At an edition" without its id is the last one by then.
TEST_F(ProofsTest, TheLastEditionAtATime) {
  PublishThree();
  std::string proof;
  EXPECT_EQ(Reason(Absent(AboutAbsence(kStranger), proof)),
            "EDITION_NOT_FOUND");
  MakeEdition("1 September 2026");
  const absl::Time between = node_.clock().now() + absl::Hours(1);
  node_.clock().Advance(absl::Hours(2));
  MakeEdition("2 September 2026");
  v1::ProveAbsentRequest request = AboutAbsence(kStranger);
  EXPECT_EQ(MustVerify(MustProve(request)).claim.edition, "2026-09-02");
  request.mutable_read_time()->set_seconds(absl::ToUnixSeconds(between));
  EXPECT_EQ(MustVerify(MustProve(request)).claim.edition, "2026-09-01");
}

TEST_F(ProofsTest, WithoutAnEditionPublicationIsShownAndNoMore) {
  PublishThree();
  const absl::Time then = node_.clock().now() + absl::Hours(1);
  node_.clock().Advance(absl::Hours(2));
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks for all")});
  v1::ProveListedRequest request = AboutEntry(1, "");
  verify::Shown shown = MustVerify(MustProve(request));
  EXPECT_EQ(shown.claim.kind, log::ProofKind::kEntryPublished);
  EXPECT_EQ(shown.content->service, "Short breaks for all");
  request.mutable_read_time()->set_seconds(absl::ToUnixSeconds(then));
  EXPECT_EQ(MustVerify(MustProve(request)).content->service, "Short breaks");
  // The third entry still names the hospice, the first no more.
  shown = MustVerify(MustProve(AboutProvider(kHospice, "")));
  EXPECT_EQ(shown.claim.kind, log::ProofKind::kProviderPublished);
  EXPECT_EQ(shown.content->service, "Respite");
  std::string proof;
  EXPECT_EQ(Reason(Listed(AboutProvider(kStranger, ""), proof)), "NOT_LISTED");
  EXPECT_EQ(Reason(Listed(AboutEntry(9, ""), proof)), "NOT_LISTED");
}

TEST_F(ProofsTest, AnEarlierCheckpointIsShownToBeTheBeginningOfTheLog) {
  PublishThree();
  MakeEdition("1 September 2026");
  const log::Proof old = *log::ReadProof(MustProve(AboutAbsence(kStranger)));
  node_.MustPublish(kBristol, {TestEntry(4, "More")});
  v1::ProveListedRequest request = AboutEntry(4, "");
  request.set_earlier_checkpoint(old.checkpoint);
  const verify::Shown shown = MustVerify(MustProve(request));
  EXPECT_EQ(shown.earlier->checkpoint.size, 4);
  EXPECT_EQ(shown.checkpoint.checkpoint.size, 5);

  std::string proof;
  request.set_earlier_checkpoint("nonsense");
  EXPECT_EQ(Listed(request, proof).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  // The same size with another root, which is what a fork looks like.
  std::string forged = old.checkpoint;
  const size_t root = forged.find("\n4\n") + 3;
  forged[root] = forged[root] == 'A' ? 'B' : 'A';
  request.set_earlier_checkpoint(forged);
  EXPECT_EQ(Reason(Listed(request, proof)), "CHECKPOINT_FOREIGN");
}

TEST_F(ProofsTest, TheContentCanStayOut) {
  PublishThree();
  MakeEdition("1 September 2026");
  v1::ProveListedRequest request = AboutProvider(kHospice, "2026-09-01");
  request.set_without_content(true);
  const std::string proof = MustProve(request);
  EXPECT_FALSE(MustVerify(proof).content.has_value());
  EXPECT_THAT(proof, ::testing::Not(HasSubstr("\"erasure\"")));
}

TEST_F(ProofsTest, AProofOfOneAuthorityIsNoneOfAnother) {
  PublishThree();
  MakeEdition("1 September 2026");
  node_.MustPublish(kLeeds, {TestEntry(1, "Short breaks")});
  MakeEdition("1 September 2026", kLeeds);
  const std::string proof = MustProve(AboutAbsence(kStranger));
  EXPECT_THAT(verify::VerifyDocument(proof, {KeyOf(kLeeds)}).status().message(),
              HasSubstr("the key given is of localoffer/E08000035"));
  v1::ProveListedRequest request = AboutEntry(1, "2026-09-01");
  request.set_parent("authorities/E08000035");
  std::string none;
  EXPECT_EQ(Listed(request, none).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ProofsTest, WhatIsWrongIsSaidAtOnce) {
  std::string proof;
  v1::ProveListedRequest listed;
  listed.set_edition("Not An Id");
  const grpc::Status status = Listed(listed, proof);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("parent"));
  EXPECT_THAT(status.error_message(), HasSubstr("entry"));
  EXPECT_EQ(Reason(Listed(AboutEntry(1, ""), proof)), "NOT_LISTED");
  PublishThree();
  EXPECT_EQ(Reason(Listed(AboutEntry(1, "2026-09-01"), proof)),
            "EDITION_NOT_FOUND");
  EXPECT_EQ(Absent(AboutAbsence("nobody"), proof).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

// An offer of 5,000 entries with content of a usual size; one provider is in
// all of them, and its leaf is a neighbour of one that is absent.
TEST_F(ProofsTest, ProofsOfALargeOfferAreSmall) {
  std::vector<v1::Entry> entries;
  for (int i = 1; i <= 5000; ++i) {
    entries.push_back(TestEntry(i, absl::StrCat("Service ", i), "9900001"));
    v1::Service& service = *entries.back().mutable_service();
    service.set_description(std::string(2000, 'd'));
    auto& other =
        *service.mutable_organization()->add_organization_identifiers();
    other.set_identifier_scheme("GB-COH");
    other.set_identifier(absl::StrCat(10000000 + i));
  }
  node_.MustPublish(kBristol, entries);
  MakeEdition("1 September 2026");
  const std::string entry = MustProve(AboutEntry(2500, "2026-09-01"));
  const std::string listed = MustProve(AboutProvider(kHospice, "2026-09-01"));
  const std::string absent = MustProve(AboutAbsence(kStranger));
  v1::ProveListedRequest lean_request = AboutEntry(2500, "2026-09-01");
  lean_request.set_without_content(true);
  const std::string lean = MustProve(lean_request);
  const std::string published = MustProve(AboutEntry(2500, ""));
  const std::string named = MustProve(AboutProvider(kHospice, ""));
  EXPECT_EQ(MustVerify(listed).naming_entries, 5000);
  EXPECT_EQ(MustVerify(entry).edition->entries_count, 5000);
  EXPECT_EQ(MustVerify(absent).edition->providers_count, 5001);
  RecordProperty("entry_bytes", static_cast<int>(entry.size()));
  RecordProperty("listed_bytes", static_cast<int>(listed.size()));
  RecordProperty("absent_bytes", static_cast<int>(absent.size()));
  RecordProperty("entry_without_content_bytes", static_cast<int>(lean.size()));
  RecordProperty("published_bytes", static_cast<int>(published.size()));
  RecordProperty("provider_published_bytes", static_cast<int>(named.size()));
  for (const std::string& proof :
       {entry, listed, absent, lean, published, named}) {
    EXPECT_LT(proof.size(), kSmallBytes);
    ExpectAnyOfSomeFlipsFails(proof);
  }
  // Content so large that it would not fit is left out.
  v1::Entry large = TestEntry(1, "Large", "9900001");
  large.mutable_service()->set_description(std::string(200000, 'd'));
  node_.MustPublish(kBristol, {large});
  MakeEdition("1 September 2027");
  const std::string without = MustProve(AboutEntry(1, "2027-09-01"));
  EXPECT_LT(without.size(), kSmallBytes);
  EXPECT_FALSE(MustVerify(without).content.has_value());
}

TEST_F(ProofsTest, AnyChangedByteFails) {
  PublishThree();
  MakeEdition("1 September 2026");
  const log::VerifierKey key = KeyOf(kBristol);
  for (std::string proof : {MustProve(AboutProvider(kHospice, "2026-09-01")),
                            MustProve(AboutAbsence(kStranger))}) {
    for (char& byte : proof) {
      byte ^= 1;
      EXPECT_FALSE(verify::VerifyDocument(proof, {key}).ok());
      byte ^= 1;
    }
    EXPECT_TRUE(verify::VerifyDocument(proof, {key}).ok());
  }
}

}  // namespace
}  // namespace localoffer::testing
