#include "clients/verify/speakers.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/verify/testing_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/checkpoint.h"

namespace localoffer::verify {
namespace {

using ::testing::HasSubstr;

log::VerifierKey Key(uint8_t seed) {
  return KeyOf(kBristol, seed).verifier_key();
}

std::string Text(uint8_t seed) { return Key(seed).ToString(); }

// Key 1 speaks up to a size of 10, key 2 up to 12, key 3 from then on.
class SpeakersTest : public ::testing::Test {
 protected:
  SpeakersTest() : log_(ExampleLog()) {
    log_.Rotate(2);
    log_.Publish(kEntryOne, "Short breaks", {});
    log_.Rotate(3);
    log_.Publish(kEntryOne, "Short breaks for all", {});
    proof_ = log_.EntryPublished(kEntryOne);
  }

  Speakers Of(const std::vector<log::VerifierKey>& keys) {
    auto speakers = Speakers::Of(proof_, keys);
    EXPECT_TRUE(speakers.ok()) << speakers.status();
    return *std::move(speakers);
  }

  // Who signed the note, or why it is not believed.
  std::string Signer(const std::vector<log::VerifierKey>& keys,
                     const std::string& note) {
    const auto opened = Of(keys).Open(note);
    return opened.ok() ? opened->key : std::string(opened.status().message());
  }

  // A checkpoint of the log that another key of the authority's signs.
  std::string SignedBy(uint8_t seed, uint64_t size) const {
    log::Checkpoint checkpoint;
    checkpoint.origin = log::CheckpointOrigin(kBristol);
    checkpoint.size = size;
    return *log::SignCheckpoint(checkpoint, KeyOf(kBristol, seed));
  }

  TestingLog log_;
  log::Proof proof_;
};

TEST_F(SpeakersTest, AnyKeySinceTheProofsFirstRotationLeadsToTheLast) {
  ASSERT_EQ(log_.size(), 13);
  for (const uint8_t seed : {1, 2, 3}) {
    const auto opened = Of({Key(seed)}).Open(log_.Checkpoint());
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->key, Text(3));
    EXPECT_EQ(opened->given_key, Text(seed));
  }
  // The one that needs no rotation goes before.
  EXPECT_EQ(Of({Key(1), Key(3)}).Open(log_.Checkpoint())->given_key, Text(3));
}

TEST_F(SpeakersTest, OneKeySpeaksAtEachSize) {
  EXPECT_EQ(Signer({Key(1)}, log_.CheckpointAt(10)), Text(1));
  EXPECT_EQ(Signer({Key(1)}, log_.CheckpointAt(11)), Text(2));
  EXPECT_EQ(Signer({Key(1)}, log_.CheckpointAt(12)), Text(2));
  // A key that was retired, or stolen, signs nothing that came afterwards.
  EXPECT_THAT(Signer({Key(1)}, SignedBy(1, 13)),
              HasSubstr("does not speak for the log of 13 changes"));
  EXPECT_THAT(Signer({Key(1)}, SignedBy(3, 11)),
              HasSubstr("does not speak for the log of 11 changes"));
  EXPECT_THAT(Signer({Key(1)}, SignedBy(4, 13)), HasSubstr("neither a key"));
}

TEST_F(SpeakersTest, AKeyDoesNotSpeakForThoseBeforeIt) {
  EXPECT_EQ(Signer({Key(2)}, log_.CheckpointAt(11)), Text(2));
  EXPECT_THAT(Signer({Key(3)}, log_.CheckpointAt(10)),
              HasSubstr("neither a key that was given"));
}

TEST_F(SpeakersTest, ARotationHasToBeOne) {
  const auto refuses = [this](auto edit) {
    log::Proof proof = proof_;
    edit(proof);
    const auto speakers = Speakers::Of(proof, {Key(1)});
    if (!speakers.ok()) return true;
    return !speakers->Open(log_.Checkpoint()).ok();
  };
  EXPECT_FALSE(refuses([](log::Proof&) {}));
  EXPECT_TRUE(refuses([](log::Proof& p) { p.rotations.clear(); }));
  EXPECT_TRUE(refuses([](log::Proof& p) { p.rotations.pop_back(); }));
  EXPECT_TRUE(
      refuses([](log::Proof& p) { p.rotations.erase(p.rotations.begin()); }));
  EXPECT_TRUE(refuses(
      [](log::Proof& p) { std::swap(p.rotations[0], p.rotations[1]); }));
  EXPECT_TRUE(refuses(
      [](log::Proof& p) { p.rotations[1].path = p.rotations[0].path; }));
  EXPECT_TRUE(refuses([](log::Proof& p) {
    p.rotations[1].header_bytes = p.rotations[0].header_bytes;
  }));
  // A change that is no rotation.
  EXPECT_TRUE(
      refuses([this](log::Proof& p) { p.rotations[0] = log_.ProveAtEnd(8); }));
  // Signed by somebody who is nobody yet.
  EXPECT_TRUE(refuses(
      [this](log::Proof& p) { p.rotations[0].checkpoint = SignedBy(2, 10); }));
}

TEST_F(SpeakersTest, RotationsComeInTheOrderOfTheLog) {
  TestingLog other = ExampleLog();
  other.Rotate(4);
  proof_.rotations = {proof_.rotations[0],
                      other.EntryPublished(kEntryOne).rotations[0]};
  EXPECT_TRUE(absl::IsDataLoss(Speakers::Of(proof_, {Key(1)}).status()));
}

TEST_F(SpeakersTest, OfAnotherAuthorityProveNothing) {
  const auto speakers = Speakers::Of(proof_, {KeyOf(kLeeds, 1).verifier_key()});
  EXPECT_TRUE(absl::IsUnauthenticated(speakers.status()));
  EXPECT_THAT(std::string(speakers.status().message()),
              HasSubstr("is of localoffer/E08000035"));
  EXPECT_THAT(std::string(Speakers::Of(proof_, {}).status().message()),
              HasSubstr("no key was given"));
}

}  // namespace
}  // namespace localoffer::verify
