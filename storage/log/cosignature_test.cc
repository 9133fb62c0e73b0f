// Cosignatures: what a witness adds to a checkpoint.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/log/checkpoint.h"
#include "storage/log/note.h"
#include "storage/log/signing_key.h"
#include "storage/log/verifier_key.h"

namespace localoffer::log {
namespace {

constexpr uint64_t kTime = 1764403200;

SigningKey KeyOf(std::string name, uint8_t seed) {
  const std::vector<uint8_t> bytes(kSeedBytes, seed);
  return *SigningKey::FromSeed(std::move(name), bytes);
}

class CosignatureTest : public ::testing::Test {
 protected:
  Note Cosigned() const {
    const std::string text = CheckpointBody(checkpoint_);
    return *ParseNote(absl::StrCat(*SignCheckpoint(checkpoint_, author_),
                                   witness_.Cosign(text, kTime)));
  }

  const SigningKey author_ = KeyOf("localoffer/E06000023", 1);
  const SigningKey witness_ = KeyOf("localoffer-node/1a2b3c4d", 2);
  const Checkpoint checkpoint_ = {
      .origin = "localoffer/E06000023", .size = 3, .root = Sha256("abc")};
};

TEST_F(CosignatureTest, HasTheseBytes) {
  const Note note = Cosigned();
  ASSERT_EQ(note.signatures.size(), 2);
  EXPECT_EQ(CosignedText("text\n", kTime),
            "cosignature/v1\ntime 1764403200\ntext\n");
  // The time, then what Ed25519 makes of the text.
  EXPECT_EQ(note.signatures[1].signature.substr(0, 8),
            std::string("\0\0\0\0\x69\x2A\xA8\x00", 8));
  EXPECT_EQ(note.signatures[1].signature.size(), 72);
  const std::string key = witness_.cosigner_key().ToString();
  EXPECT_EQ(key.substr(0, 25), "localoffer-node/1a2b3c4d+");
  EXPECT_EQ(VerifierKey::Parse(key, KeyType::kCosigner)->ToString(), key);
}

TEST_F(CosignatureTest, IsVerifiedByTheWitnessesKeyAndNoOther) {
  const Note note = Cosigned();
  EXPECT_TRUE(VerifyNote(note, {witness_.cosigner_key()}).ok());
  EXPECT_TRUE(VerifyNote(note, {author_.verifier_key()}).ok());
  // The same secret as a key that signs what it says is another key.
  EXPECT_FALSE(VerifyNote(note, {witness_.verifier_key()}).ok());
  EXPECT_FALSE(
      VerifyNote(note, {KeyOf(witness_.name(), 3).cosigner_key()}).ok());
}

TEST_F(CosignatureTest, AnyChangedByteOfItFails) {
  Note note = Cosigned();
  std::string& signature = note.signatures[1].signature;
  for (char& byte : signature) {
    byte = static_cast<char>(byte ^ 1);
    EXPECT_FALSE(VerifyNote(note, {witness_.cosigner_key()}).ok());
    byte = static_cast<char>(byte ^ 1);
  }
  for (const size_t size : {size_t{0}, size_t{8}, size_t{64}, size_t{71}}) {
    EXPECT_FALSE(
        witness_.cosigner_key().Verifies(note.text, signature.substr(0, size)));
  }
  note.text[0] = 'L';
  EXPECT_FALSE(VerifyNote(note, {witness_.cosigner_key()}).ok());
}

TEST_F(CosignatureTest, AKeyIsReadAsWhatItIsOnly) {
  EXPECT_FALSE(VerifierKey::Parse(witness_.cosigner_key().ToString()).ok());
  EXPECT_FALSE(
      VerifierKey::Parse(author_.verifier_key().ToString(), KeyType::kCosigner)
          .ok());
}

}  // namespace
}  // namespace localoffer::log
