#include "storage/log/hash.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace localoffer::log {
namespace {

TEST(Hash, OfNothingAndOfAbcAreThoseOfFips180) {
  EXPECT_EQ(HashHex(Sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb924"
            "27ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HashHex(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223"
            "b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, OfTwoPartsIsThatOfTheirConcatenation) {
  EXPECT_EQ(Sha256("ab", "c"), Sha256("abc"));
  EXPECT_EQ(Sha256("", "abc"), Sha256("abc"));
}

TEST(Hash, OfALeafHasThePrefixZero) {
  EXPECT_EQ(LeafHash("abc"), Sha256(std::string("\0abc", 4)));
  EXPECT_EQ(HashHex(LeafHash("")),
            "6e340b9cffb37a989ca544e6bb780a2c"
            "78901d3fb33738768511a30617afa01d");
}

TEST(Hash, OfANodeHasThePrefixOne) {
  const Hash left = LeafHash("left");
  const Hash right = LeafHash("right");
  EXPECT_EQ(NodeHash(left, right),
            Sha256("\x01" + std::string(HashBytes(left)) +
                   std::string(HashBytes(right))));
  EXPECT_NE(NodeHash(left, right), NodeHash(right, left));
}

TEST(Hash, OfABodyBeginsWithTheSalt) {
  const std::string salt(kSaltBytes, 's');
  EXPECT_EQ(BodyHash(salt, "body"), Sha256(salt + "body"));
}

TEST(Hash, GoesToBytesAndBack) {
  const Hash hash = Sha256("abc");
  const auto again = HashFromBytes(HashBytes(hash));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, hash);
}

TEST(Hash, HasThirtyTwoBytesAndNoOtherNumber) {
  EXPECT_EQ(HashFromBytes(std::string(31, 'x')).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(HashFromBytes(std::string(33, 'x')).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(Hash, CanBeAKeyOfAHashTable) {
  absl::flat_hash_set<Hash> seen = {Sha256("a"), Sha256("b"), Sha256("a")};
  EXPECT_EQ(seen.size(), 2);
}

}  // namespace
}  // namespace localoffer::log
