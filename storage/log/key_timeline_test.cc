#include "storage/log/key_timeline.h"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/log/signing_key.h"

namespace localoffer::log {
namespace {

constexpr char kBristol[] = "E06000023";

SigningKey KeyOf(uint8_t seed) {
  const std::vector<uint8_t> bytes(kSeedBytes, seed);
  return *SigningKey::FromSeed(CheckpointOrigin(kBristol), bytes);
}

std::string TextAt(const KeyTimeline& keys, uint64_t size) {
  const VerifierKey* key = keys.At(size);
  return key == nullptr ? "" : key->ToString();
}

TEST(KeyTimeline, AKeySignsWhatIsLargerThanWhereItBegins) {
  const VerifierKey first = KeyOf(1).verifier_key();
  const VerifierKey second = KeyOf(2).verifier_key();
  KeyTimeline keys;
  EXPECT_EQ(keys.At(1), nullptr);
  keys.Begin(0, first);
  keys.Begin(5, second);
  EXPECT_EQ(keys.At(0), nullptr);
  EXPECT_EQ(TextAt(keys, 1), first.ToString());
  EXPECT_EQ(TextAt(keys, 5), first.ToString());
  EXPECT_EQ(TextAt(keys, 6), second.ToString());
}

TEST(KeyTimeline, ARevokedKeySignsNothingLarger) {
  const VerifierKey key = KeyOf(1).verifier_key();
  KeyTimeline keys;
  keys.Begin(0, key);
  keys.Revoke(key, 7);
  keys.Revoke(key, 9);  // the stricter one holds
  EXPECT_EQ(TextAt(keys, 7), key.ToString());
  EXPECT_EQ(keys.At(8), nullptr);
}

TEST(KeyTimeline, RetiredKeysAreBelievedAsEvidenceOnly) {
  const SigningKey first = KeyOf(1);
  const SigningKey second = KeyOf(2);
  KeyTimeline keys;
  keys.Begin(0, first.verifier_key());
  keys.Begin(5, second.verifier_key());
  const auto note_by = [](const SigningKey& key, uint64_t size) {
    return *SignCheckpoint({CheckpointOrigin(kBristol), size, Hash{}}, key);
  };
  EXPECT_FALSE(OpenCheckpoint(note_by(first, 6), kBristol, keys).ok());
  EXPECT_TRUE(OpenEvenIfRetired(note_by(first, 6), kBristol, keys).ok());
  EXPECT_TRUE(OpenEvenIfRetired(note_by(second, 6), kBristol, keys).ok());
  // Neither one that had not begun, nor one that was revoked before, nor that
  // of another.
  EXPECT_FALSE(OpenEvenIfRetired(note_by(second, 5), kBristol, keys).ok());
  EXPECT_FALSE(OpenEvenIfRetired(note_by(KeyOf(3), 6), kBristol, keys).ok());
  keys.Revoke(first.verifier_key(), 5);
  EXPECT_FALSE(OpenEvenIfRetired(note_by(first, 6), kBristol, keys).ok());
}

// Against a table of what every size's key is.
TEST(KeyTimeline, IsWhatATableOfSizesSays) {
  constexpr uint64_t kSizes = 30;
  std::mt19937 random(11);
  std::vector<VerifierKey> known;
  for (uint8_t seed = 1; seed <= 4; ++seed) {
    known.push_back(KeyOf(seed).verifier_key());
  }
  for (int round = 0; round < 200; ++round) {
    KeyTimeline own;
    KeyTimeline laid_over;
    std::map<uint64_t, std::string> begins;
    std::map<std::string, uint64_t> revoked;
    for (int i = 0; i < 8; ++i) {
      KeyTimeline& keys = i < 4 ? own : laid_over;
      const VerifierKey& key = known[random() % known.size()];
      const uint64_t size = random() % kSizes;
      if (random() % 3 == 0) {
        keys.Revoke(key, size);
        const auto [found, added] = revoked.emplace(key.ToString(), size);
        if (!added) found->second = std::min(found->second, size);
      } else {
        keys.Begin(size, key);
        begins[size] = key.ToString();
      }
    }
    const KeyTimeline both = own.With(laid_over);
    std::string speaks;
    for (uint64_t size = 0; size < kSizes; ++size) {
      const bool ends = revoked.contains(speaks) && size > revoked.at(speaks);
      EXPECT_EQ(TextAt(both, size), ends ? "" : speaks)
          << "round " << round << ", size " << size;
      if (begins.contains(size)) speaks = begins.at(size);
    }
  }
}

TEST(KeyTimeline, OnlyTheKeyOfACheckpointsSizeIsBelieved) {
  const SigningKey first = KeyOf(1);
  const SigningKey second = KeyOf(2);
  KeyTimeline keys;
  keys.Begin(0, first.verifier_key());
  keys.Begin(3, second.verifier_key());
  for (uint64_t size = 1; size <= 6; ++size) {
    const Checkpoint checkpoint{CheckpointOrigin(kBristol), size,
                                Sha256("root")};
    const auto by_first =
        OpenCheckpoint(*SignCheckpoint(checkpoint, first), kBristol, keys);
    const auto by_second =
        OpenCheckpoint(*SignCheckpoint(checkpoint, second), kBristol, keys);
    EXPECT_EQ(by_first.ok(), size <= 3) << size;
    EXPECT_EQ(by_second.ok(), size > 3) << size;
  }
}

}  // namespace
}  // namespace localoffer::log
