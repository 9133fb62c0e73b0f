#include "storage/log/proof.h"

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::log {
namespace {

using ::testing::HasSubstr;

Hash HashOf(uint8_t byte) {
  Hash hash;
  hash.fill(byte);
  return hash;
}

// One with every member that a document may have of its kind. What it says is
// made up: writing and reading do not ask.
Proof Example() {
  Proof proof;
  proof.claim = {ProofKind::kProviderInEdition, "E06000023", "2026-09-01",
                 "GB-CHC-9900001", "entry \"1\""};
  proof.checkpoint = "localoffer/E06000023\n5\nAAAA\n\n\xE2\x80\x94 key AAAA\n";
  proof.rotations = {{"rotation", {HashOf(7)}, "its note\n"},
                     {"another", {}, "another note\n"}};
  proof.earlier = EarlierCheckpoint{"an earlier note\n", {HashOf(9)}};
  proof.edition =
      ProvenChange{4, {"header", "salt", "body"}, {HashOf(1), HashOf(2)}};
  proof.provider =
      ProviderPlace{"GB-CHC-9900001", {2, HashOf(3)}, {1, {HashOf(4)}}};
  proof.entry_of_provider = TreePlace{0, {HashOf(5)}};
  proof.entry = TreePlace{2, {}};
  proof.publication = ProvenChange{3, {"header", "", ""}, {HashOf(6)}};
  proof.erasure = ProvenChange{7, {"header", "salt", "body"}, {}};
  return proof;
}

Proof Absence() {
  Proof proof;
  proof.claim = {ProofKind::kProviderNotInEdition, "E06000023", "2026-09-01",
                 "GB-CHC-9900001", ""};
  proof.checkpoint = "note\n";
  proof.edition = ProvenChange{4, {"header", "salt", "body"}, {}};
  proof.before = ProviderPlace{"GB-CHC-1", {1, HashOf(1)}, {0, {HashOf(2)}}};
  proof.after = ProviderPlace{"GB-CHC-991", {1, HashOf(1)}, {1, {}}};
  return proof;
}

std::string Written(const Proof& proof) {
  auto document = WriteProof(proof);
  EXPECT_TRUE(document.ok()) << document.status();
  return document.value_or("");
}

// What is wrong with a document whose digest is right.
std::string Problem(absl::string_view members) {
  return std::string(ReadProof(WithDigest(members)).status().message());
}

std::string MembersOf(const Proof& proof) {
  const std::string document = Written(proof);
  return document.substr(0, document.rfind("  \"sha256\""));
}

TEST(Proof, HasThisText) {
  EXPECT_EQ(Written(Absence()), R"({
  "format": "localoffer-proof/1",
  "claim": {
    "kind": "provider-not-in-edition",
    "authority": "E06000023",
    "edition": "2026-09-01",
    "provider": "GB-CHC-9900001"
  },
  "checkpoint": "note\n",
  "edition": {
    "sequence": 4,
    "header": "aGVhZGVy",
    "salt": "c2FsdA==",
    "body": "Ym9keQ==",
    "path": []
  },
  "before": {
    "provider": "GB-CHC-1",
    "entries_count": 1,
    "entries_root": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    "index": 0,
    "path": [
      "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="
    ]
  },
  "after": {
    "provider": "GB-CHC-991",
    "entries_count": 1,
    "entries_root": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
    "index": 1,
    "path": []
  },
  "sha256": "def1d3cf2a5ade3c1d66d317177a25935ffa5dbed2f290f5924e8aa21f9653a7"
}
)");
}

TEST(Proof, IsReadAsItWasWritten) {
  for (const Proof& proof : {Example(), Absence()}) {
    const auto read = ReadProof(Written(proof));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, proof);
  }
}

TEST(Proof, IsNotWrittenWithPartsOfAnotherKind) {
  const auto refuses = [](auto edit) {
    Proof proof = Example();
    edit(proof);
    return absl::IsInvalidArgument(WriteProof(proof).status());
  };
  EXPECT_FALSE(refuses([](Proof&) {}));
  EXPECT_TRUE(refuses([](Proof& p) { p.edition.reset(); }));
  EXPECT_TRUE(refuses([](Proof& p) { p.provider.reset(); }));
  EXPECT_TRUE(refuses([](Proof& p) { p.entry_of_provider.reset(); }));
  EXPECT_TRUE(refuses([](Proof& p) { p.entry.reset(); }));
  EXPECT_TRUE(refuses([](Proof& p) { p.publication.reset(); }));
  EXPECT_TRUE(refuses([](Proof& p) { p.before = p.provider; }));
  EXPECT_TRUE(refuses([](Proof& p) { p.claim.edition.clear(); }));
  EXPECT_TRUE(refuses([](Proof& p) { p.claim.provider.clear(); }));
  EXPECT_TRUE(refuses([](Proof& p) { p.claim.entry.clear(); }));
  EXPECT_TRUE(refuses([](Proof& p) { p.provider->provider = "other"; }));
  EXPECT_TRUE(
      refuses([](Proof& p) { p.publication->change = p.edition->change; }));
  for (const auto kind :
       {ProofKind::kEntryInEdition, ProofKind::kProviderNotInEdition,
        ProofKind::kEntryPublished, ProofKind::kProviderPublished}) {
    EXPECT_TRUE(refuses([kind](Proof& p) { p.claim.kind = kind; }));
  }
}

TEST(Proof, EachOneHasOneSpelling) {
  const std::string members = MembersOf(Example());
  ASSERT_EQ(Problem(members), "");
  const auto with = [&members](absl::string_view from, absl::string_view to) {
    const std::string changed = absl::StrReplaceAll(members, {{from, to}});
    EXPECT_NE(changed, members) << from;
    return Problem(changed);
  };
  EXPECT_THAT(with("  \"claim\"", " \"claim\""), HasSubstr("otherwise"));
  EXPECT_THAT(with("\n", "\r\n"), HasSubstr("line ends"));
  EXPECT_THAT(with("E06000023\"", "\\u004506000023\""), HasSubstr("otherwise"));
  EXPECT_THAT(with("\"sequence\": 4", "\"sequence\": 4.0"),
              HasSubstr("whole number"));
  EXPECT_THAT(with("\"sequence\": 4", "\"sequence\": 4e0"),
              HasSubstr("whole number"));
  EXPECT_NE(with("\"sequence\": 4", "\"sequence\": -0"), "");
  EXPECT_NE(with("\"sequence\": 4", "\"sequence\": 04"), "");
  EXPECT_NE(with("\"sequence\": 4", "\"sequence\": \"4\""), "");
  EXPECT_NE(with("\"sequence\": 4", "\"sequence\": 18446744073709551616"), "");
  // "salt" ends in bits that mean nothing.
  EXPECT_THAT(with("c2FsdA==", "c2FsdB=="), HasSubstr("base64"));
  EXPECT_THAT(with("c2FsdA==", "c2FsdA"), HasSubstr("base64"));
  EXPECT_THAT(with("c2FsdA==", "c2Fs dA=="), HasSubstr("base64"));
}

TEST(Proof, HasEveryMemberOnceAndNoOther) {
  const std::string members = MembersOf(Absence());
  const auto with = [&members](absl::string_view from, absl::string_view to) {
    return Problem(absl::StrReplaceAll(members, {{from, to}}));
  };
  EXPECT_THAT(with("  \"checkpoint\"", "  \"note\": 1,\n  \"checkpoint\""),
              HasSubstr("\"note\" is unknown here"));
  EXPECT_THAT(with("    \"sequence\": 4,\n",
                   "    \"sequence\": 4,\n    \"sequence\": 4,\n"),
              HasSubstr("\"edition.sequence\" is unknown here, or there "
                        "twice"));
  EXPECT_THAT(with("    \"sequence\": 4,\n", ""),
              HasSubstr("in \"edition.sequence\""));
  EXPECT_THAT(with("localoffer-proof/1", "localoffer-proof/one"),
              HasSubstr("no number"));
  EXPECT_THAT(with("provider-not-in-edition", "provider-in-heaven"),
              HasSubstr("claim.kind"));
  EXPECT_THAT(with("\"index\": 1,", "\"index\": 1,\n    \"provider\": \"x\","),
              HasSubstr("after.provider"));
  // Parts of another kind.
  EXPECT_THAT(with("provider-not-in-edition", "provider-published"),
              HasSubstr("not those of its kind"));
}

// Whatever else is new in it, its digest perhaps.
TEST(Proof, OfANewerFormatIsSaidToBeThat) {
  const std::string newer =
      absl::StrReplaceAll(Written(Absence()), {{"proof/1", "proof/2"}});
  for (const std::string& document :
       {newer, newer.substr(0, 100), WithDigest(newer)}) {
    const absl::Status status = ReadProof(document).status();
    EXPECT_TRUE(absl::IsUnimplemented(status)) << status;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("format 2, and this program reads 1"));
  }
}

TEST(Proof, WithRotationsHasThisText) {
  Proof proof = Absence();
  proof.rotations = {{"rotation", {HashOf(7)}, "its note\n"},
                     {"another", {}, "another note\n"}};
  EXPECT_THAT(Written(proof), HasSubstr(R"(
  "checkpoint": "note\n",
  "rotations": [
    {
      "checkpoint": "its note\n",
      "header": "cm90YXRpb24=",
      "path": [
        "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="
      ]
    },
    {
      "checkpoint": "another note\n",
      "header": "YW5vdGhlcg==",
      "path": []
    }
  ],
  "edition": {
)"));
}

TEST(Proof, HasRotationsOrNoListOfThem) {
  const std::string members = MembersOf(Absence());
  for (const char* list : {"[]", "{}", "[[]]", "[{}]", "[1]"}) {
    EXPECT_THAT(Problem(absl::StrReplaceAll(
                    members, {{"  \"edition\": {",
                               absl::StrCat("  \"rotations\": ", list,
                                            ",\n  \"edition\": {")}})),
                HasSubstr("rotations"))
        << list;
  }
  Proof proof = Absence();
  proof.rotations.resize(kMostRotations);
  EXPECT_TRUE(WriteProof(proof).ok());
  proof.rotations.resize(kMostRotations + 1);
  EXPECT_FALSE(WriteProof(proof).ok());
}

TEST(Proof, OfAnythingElseIsRefused) {
  for (const char* members :
       {"", "{\n", "[\n", "{}\n", "null\n", "{\n  \"format\": 1,\n",
        "{\n  \"format\": \"localoffer-proof/1\",\n", "\"\\", "\xFF\xFE"}) {
    EXPECT_FALSE(ReadProof(WithDigest(members)).ok()) << members;
    EXPECT_FALSE(ReadProof(members).ok()) << members;
  }
}

TEST(Proof, HasLimits) {
  const std::string deep(1 << 20, '[');
  EXPECT_THAT(Problem(absl::StrCat(MembersOf(Absence()), deep)),
              HasSubstr("nested too deeply"));
  EXPECT_THAT(
      std::string(
          ReadProof(std::string(kMaxProofBytes + 1, ' ')).status().message()),
      HasSubstr("more than 4 MiB"));
  Proof proof = Example();
  proof.edition->path.assign(129, HashOf(1));
  EXPECT_THAT(Problem(MembersOf(proof)), HasSubstr("at most 128"));
  // A body as large as a change may have.
  proof = Example();
  proof.edition->change.body_bytes.assign(kMaxBodyBytes, 'b');
  EXPECT_TRUE(ReadProof(Written(proof)).ok());
}

// Whatever comes is read or refused; what is read is what was written.
TEST(Proof, RandomChangesNeverCrashTheReader) {
  std::mt19937 random(1);
  const std::vector<std::string> seeds = {MembersOf(Example()),
                                          MembersOf(Absence())};
  for (int round = 0; round < 20000; ++round) {
    std::string members = seeds[round % 2];
    for (uint32_t edits = 1 + random() % 3; edits > 0; --edits) {
      const size_t at = random() % members.size();
      switch (random() % 3) {
        case 0:
          members[at] = static_cast<char>(random());
          break;
        case 1:
          members.erase(at, 1 + random() % 20);
          break;
        default:
          members.insert(at, members.substr(random() % members.size(), 20));
      }
      if (members.empty()) members = "{";
    }
    const std::string document = WithDigest(members);
    const auto proof = ReadProof(document);
    if (proof.ok()) {
      EXPECT_EQ(Written(*proof), document);
    }
  }
}

}  // namespace
}  // namespace localoffer::log
