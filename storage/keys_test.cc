#include "storage/keys.h"

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::storage {
namespace {

using ::testing::Optional;

std::string Hex(const std::string& key) { return absl::BytesToHexString(key); }

// DURABLE: these bytes are on disks.
TEST(Keys, HaveTheirGoldenBytes) {
  EXPECT_EQ(Hex(NumberKey("E06000023", 258)),
            "453036303030303233"
            "00"
            "0000000000000102");
  EXPECT_EQ(Hex(NodeKey("AB1", 3, 5)), "41423100030000000000000005");
  EXPECT_EQ(Hex(RevisionKey("AB1", "x", 0)),
            "4142310078"
            "00ffffffffffffffff");
  EXPECT_EQ(Hex(RevisionKey("AB1", "x", 258)),
            "4142310078"
            "00fffffffffffffefd");
  EXPECT_EQ(Hex(ProviderKey("P-1", "AB1", "x")), "502d31004142310078");
  EXPECT_EQ(Hex(NilKey("LO-C9", "AB1")), "4c4f2d433900414231");
  EXPECT_EQ(Hex(RequestKey("AB1", "r")), "4142310072");
  EXPECT_EQ(Hex(IndexNameKey(2, 258)), "020000000000000102");
}

TEST(Keys, SortRevisionsNewestFirstWithinTheirSubject) {
  EXPECT_LT(RevisionKey("AB1", "x", 2), RevisionKey("AB1", "x", 1));
  EXPECT_LT(RevisionKey("AB1", "x", 0), AfterSubject("AB1", "x"));
  EXPECT_LT(AfterSubject("AB1", "x"), RevisionKey("AB1", "xa", ~uint64_t{0}));
  EXPECT_LT(SubjectPrefix("AB1", "x"), RevisionKey("AB1", "x", ~uint64_t{0}));
}

TEST(Keys, DoNotMixAuthoritiesOfWhichOneBeginsWithTheOther) {
  EXPECT_LT(NumberKey("AB1", ~uint64_t{0}), IdPrefix("AB12"));
}

TEST(Keys, AreParsedBack) {
  const auto revision = ParseRevisionKey(RevisionKey("AB1", "x", 77));
  ASSERT_TRUE(revision.has_value());
  EXPECT_EQ(revision->authority, "AB1");
  EXPECT_EQ(revision->subject, "x");
  EXPECT_EQ(revision->sequence, 77u);
  EXPECT_THAT(SequenceOfRevisionKey(RevisionKey("AB1", "x", 77)),
              Optional(77u));
  EXPECT_EQ(SequenceOfRevisionKey("short"), std::nullopt);
  const auto provider = ParseProviderKey(ProviderKey("P-1", "AB1", "x"));
  ASSERT_TRUE(provider.has_value());
  EXPECT_EQ(provider->entry_id, "x");
  EXPECT_THAT(AuthorityOfNilKey(NilKey("LO-C9", "AB1")),
              Optional(std::string("AB1")));
  EXPECT_THAT(NumberOfKey(NumberKey("AB1", 99)), Optional(99u));
  EXPECT_EQ(AuthorityOfKey(NumberKey("AB1", 99)), "AB1");
  const auto name = ParseIndexNameKey(IndexNameKey(1, 4'000'000'000));
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->kind, 1);
  EXPECT_EQ(name->number, 4'000'000'000);
  EXPECT_FALSE(ParseIndexNameKey("").has_value());
}

TEST(Keys, ThatAreCutShortAreNotParsed) {
  const std::string key = RevisionKey("AB1", "x", 77);
  for (size_t length = 0; length < key.size(); ++length) {
    EXPECT_FALSE(ParseRevisionKey(key.substr(0, length)).has_value()) << length;
  }
}

}  // namespace
}  // namespace localoffer::storage
