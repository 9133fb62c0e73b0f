#include "storage/log/checkpoint.h"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "storage/log/hash.h"
#include "storage/log/note.h"
#include "storage/log/signing_key.h"

namespace localoffer::log {
namespace {

constexpr char kBody[] =
    "localoffer/E06000023\n"
    "3\n"
    "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n";

Checkpoint Example() {
  return {.origin = "localoffer/E06000023", .size = 3, .root = Sha256("abc")};
}

SigningKey KeyOf(std::string name, uint8_t seed) {
  const std::vector<uint8_t> bytes(kSeedBytes, seed);
  return *SigningKey::FromSeed(std::move(name), bytes);
}

TEST(Checkpoint, HasTheseBytes) {
  EXPECT_EQ(CheckpointOrigin("E06000023"), "localoffer/E06000023");
  EXPECT_EQ(CheckpointBody(Example()), kBody);
}

TEST(Checkpoint, SignedHasTheseBytes) {
  const SigningKey key = KeyOf("localoffer/E06000023", 1);
  const auto note = SignCheckpoint(Example(), key);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(*note,
            absl::StrCat(kBody, "\n",
                         "\xE2\x80\x94 localoffer/E06000023 "
                         "TmJHPYi0H1qEesDKc2GjQC7U85q9mNnduRqmhG1Z2PcNI6tYpC"
                         "RZ5q4EWWzrg7Xwz2GHgxJsP2dxF13YRT0/bpjTKAo=\n"));
  EXPECT_EQ(key.verifier_key().ToString(),
            "localoffer/E06000023+4e62473d+"
            "AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c");
}

TEST(Checkpoint, ComesBackFromItsText) {
  for (const uint64_t size : {uint64_t{0}, uint64_t{1}, UINT64_MAX}) {
    Checkpoint checkpoint = Example();
    checkpoint.size = size;
    const auto parsed = ParseCheckpointBody(CheckpointBody(checkpoint));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, checkpoint);
  }
}

TEST(Checkpoint, OfTheStandardIsRead) {
  const auto parsed = ParseCheckpointBody(
      "example.com/behind-the-sofa\n20852163\n"
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(parsed->size, 20852163);
  EXPECT_EQ(HashHex(parsed->root),
            "0ac5186a91863e8e1d90c808014aa89b"
            "f5da8e3ee1d9f07630f0378f68f1ab62");
}

TEST(Checkpoint, LinesThatFollowMeanNothing) {
  const auto parsed = ParseCheckpointBody(absl::StrCat(kBody, "more\nlines\n"));
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(*parsed, Example());
}

TEST(Checkpoint, MalformedOnesAreRefused) {
  const std::string good = kBody;
  const auto with = [&](absl::string_view from, absl::string_view to) {
    return absl::StrReplaceAll(good, {{from, to}});
  };
  for (const std::string& bad : {
           std::string(),
           std::string("\n"),
           std::string("\n\n\n"),
           good.substr(0, good.size() - 1),  // no newline at the end
           good + "\n",                      // two of them
           good + "\nmore\n",                // an empty line
           with("localoffer/E06000023", ""),
           with("localoffer/E06000023\n", ""),
           with("localoffer/", "local offer/"),
           with("localoffer/", "local+offer/"),
           with("localoffer/", "local\toffer/"),
           with("localoffer/", std::string(250, 'a')),
           with("\n3\n", "\n03\n"),
           with("\n3\n", "\n+3\n"),
           with("\n3\n", "\n-3\n"),
           with("\n3\n", "\n3 \n"),
           with("\n3\n", "\n 3\n"),
           with("\n3\n", "\n\n"),
           with("\n3\n", "\n"),
           with("\n3\n", "\n0x3\n"),
           with("\n3\n", "\n18446744073709551616\n"),
           with("\n3\n", "\r\n3\r\n"),
           with("AFa0=", "AFa0"),
           with("AFa0=", "AFa1="),
           with("AFa0=", "AFa0=="),
           with("IAFa0=", "IAF="),
           with("ungWv", "ungWvungW"),
           with("/YfI", "_YfI"),
       }) {
    EXPECT_EQ(ParseCheckpointBody(bad).status().code(),
              absl::StatusCode::kInvalidArgument)
        << bad;
  }
}

TEST(Checkpoint, HasOneSpelling) {
  std::mt19937 random(1);
  int read = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text = kBody;
    text[random() % text.size()] = static_cast<char>(random());
    const auto parsed = ParseCheckpointBody(text);
    if (!parsed.ok()) continue;
    ++read;
    EXPECT_EQ(CheckpointBody(*parsed), text);
  }
  EXPECT_GT(read, 100);
}

TEST(Checkpoint, IsSignedByTheKeyOfItsLogAlone) {
  EXPECT_EQ(SignCheckpoint(Example(), KeyOf("localoffer/E08000025", 1))
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

class OpenCheckpointTest : public ::testing::Test {
 protected:
  const std::string origin_ = "localoffer/E06000023";
  const SigningKey key_ = KeyOf(origin_, 1);
  const SigningKey next_key_ = KeyOf(origin_, 2);
  const SigningKey foreign_key_ = KeyOf("localoffer/E08000025", 3);

  absl::StatusCode CodeOf(absl::string_view note,
                          const std::vector<VerifierKey>& keys) {
    return OpenCheckpoint(note, origin_, keys).status().code();
  }
};

TEST_F(OpenCheckpointTest, BelievesEachOfTheKeys) {
  const std::vector<VerifierKey> keys = {key_.verifier_key(),
                                         next_key_.verifier_key()};
  for (const SigningKey* key : {&key_, &next_key_}) {
    const auto opened =
        OpenCheckpoint(*SignCheckpoint(Example(), *key), origin_, keys);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, Example());
  }
}

TEST_F(OpenCheckpointTest, BelievesNoOtherKey) {
  const std::string note = *SignCheckpoint(Example(), key_);
  EXPECT_EQ(CodeOf(note, {next_key_.verifier_key()}),
            absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(CodeOf(note, {}), absl::StatusCode::kUnauthenticated);
}

TEST_F(OpenCheckpointTest, BelievesNoOtherLog) {
  Checkpoint foreign = Example();
  foreign.origin = foreign_key_.name();
  EXPECT_EQ(CodeOf(*SignCheckpoint(foreign, foreign_key_),
                   {key_.verifier_key(), foreign_key_.verifier_key()}),
            absl::StatusCode::kUnauthenticated);
}

TEST_F(OpenCheckpointTest, AcceptsSignaturesOfWitnesses) {
  const std::string witness = absl::StrCat(
      *SignCheckpoint(Example(), key_),
      SignatureLine({.key_name = "witness.example", .signature = "other"}));
  EXPECT_EQ(CodeOf(witness, {key_.verifier_key()}), absl::StatusCode::kOk);
}

TEST_F(OpenCheckpointTest, RefusesAnyChangedByte) {
  const std::string note = *SignCheckpoint(Example(), key_);
  for (size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] ^= 1;
    EXPECT_NE(CodeOf(changed, {key_.verifier_key()}), absl::StatusCode::kOk)
        << i;
  }
}

TEST_F(OpenCheckpointTest, RefusesANoteThatIsNoCheckpoint) {
  EXPECT_EQ(CodeOf(*key_.Sign("hello\n"), {key_.verifier_key()}),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace localoffer::log
