#include "storage/directory/instant.h"

#include <random>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/log/hash.h"

namespace localoffer::storage {
namespace {

// As many as England has, in the ranges of their codes.
Instant England() {
  struct Range {
    int first;
    int last;
  };
  Instant::Sizes sizes;
  for (const Range& range :
       {Range{6000001, 6000062}, Range{8000001, 8000036},
        Range{9000001, 9000033}, Range{10000003, 10000024}}) {
    for (int number = range.first; number <= range.last; ++number) {
      sizes.emplace(absl::StrCat("E", absl::Dec(number, absl::kZeroPad8)),
                    2000 + static_cast<uint64_t>(number) % 97);
    }
  }
  EXPECT_EQ(sizes.size(), 153u);
  return Instant(std::move(sizes));
}

// A token with a right checksum around any bytes.
std::string Token(absl::string_view bytes) {
  const log::Hash hash = log::Sha256(bytes);
  return absl::WebSafeBase64Escape(
      absl::StrCat("s", log::HashBytes(hash).substr(0, 4), bytes));
}

std::string Token(const v1::RevisionToken& token) {
  return Token(token.SerializeAsString());
}

bool IsRefused(absl::string_view revision) {
  return absl::IsInvalidArgument(Instant::FromRevision(revision).status());
}

TEST(Instant, IsWrittenAndReadBack) {
  const Instant instant({{"E06000023", 7}, {"E08000035", 1}, {"E1", 0}});
  const auto read = Instant::FromRevision(instant.ToRevision());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, instant);
  EXPECT_EQ(read->SizeOf("E06000023"), 7u);
  EXPECT_EQ(read->SizeOf("E1"), 0u);
  EXPECT_TRUE(Instant::FromRevision(Instant().ToRevision()).ok());
}

TEST(Instant, TokensHaveTheirGoldenBytes) {
  EXPECT_EQ(Instant().ToRevision(), "c-OwxEI");
  const Instant instant({{"E06000022", 2000},
                         {"E06000023", 1},
                         {"E08000035", 300},
                         {"S12000033", 5},
                         {"harvest-E06000022", 9}});
  EXPECT_EQ(
      instant.ToRevision(),
      "cw4l3pIKCJab7gIBjIl6EgXQDwGsAhoJUzEyMDAwMDMzGhFoYXJ2ZXN0LUUwNjAwMDAyMi"
      "ICBQk");
}

TEST(Instant, TheTokenOfAllOfEnglandIsShort) {
  const Instant england = England();
  EXPECT_LT(england.ToRevision().size(), 700u);
  const auto read = Instant::FromRevision(england.ToRevision());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, england);
}

TEST(Instant, CopiesShareWhatTheyHold) {
  const Instant england = England();
  Instant copy;
  copy = england;
  EXPECT_EQ(&copy.sizes(), &england.sizes());
  EXPECT_EQ(copy.ToRevision().data(), england.ToRevision().data());
}

TEST(Instant, AnyIdsAndSizesAreWrittenAndReadBack) {
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    std::mt19937_64 random(seed);
    Instant::Sizes sizes;
    for (int i = static_cast<int>(random() % 20); i > 0; --i) {
      const uint64_t number = random() >> (random() % 64);
      const std::string digits =
          absl::StrCat(absl::Dec(number % 100000000, absl::kZeroPad8));
      const std::string id = random() % 4 > 0   ? absl::StrCat("E", digits)
                             : random() % 2 > 0 ? absl::StrCat("W", digits)
                                                : absl::StrCat("E", number);
      sizes[id] = random() >> (random() % 64);
    }
    const Instant instant(std::move(sizes));
    const auto read = Instant::FromRevision(instant.ToRevision());
    ASSERT_TRUE(read.ok()) << "seed " << seed;
    EXPECT_EQ(*read, instant) << "seed " << seed;
  }
}

TEST(Instant, ADamagedTokenIsRefused) {
  const std::string good = England().ToRevision();
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_TRUE(IsRefused(good.substr(0, size))) << size;
  }
  for (uint32_t seed = 1; seed <= 5000; ++seed) {
    std::mt19937_64 random(seed);
    std::string bytes;
    ASSERT_TRUE(absl::WebSafeBase64Unescape(good, &bytes));
    for (int i = 1 + static_cast<int>(random() % 4); i > 0; --i) {
      const size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = static_cast<char>(bytes[at] ^ (1 + random() % 255));
          break;
        case 1:
          bytes.erase(at, 1);
          break;
        default:
          bytes.insert(at, 1, static_cast<char>(random()));
      }
    }
    const std::string damaged = absl::WebSafeBase64Escape(bytes);
    EXPECT_EQ(IsRefused(damaged), damaged != good) << "seed " << seed;
  }
}

TEST(Instant, ArbitraryBytesBehindARightChecksumAreReadOrRefused) {
  for (uint32_t seed = 1; seed <= 20000; ++seed) {
    std::mt19937_64 random(seed);
    std::string bytes(random() % 40, '\0');
    for (char& byte : bytes) {
      // Mostly tags and lengths that mean something.
      byte = static_cast<char>(random() % 3 == 0 ? random() : random() % 40);
    }
    const std::string token = Token(bytes);
    const auto read = Instant::FromRevision(token);
    if (read.ok()) {
      EXPECT_EQ(read->ToRevision(), token) << "seed " << seed;
    } else {
      EXPECT_TRUE(absl::IsInvalidArgument(read.status())) << "seed " << seed;
    }
  }
}

TEST(Instant, ATokenThatNobodyMadeIsRefused) {
  EXPECT_TRUE(IsRefused(""));
  EXPECT_TRUE(IsRefused("nonsense!"));
  v1::RevisionToken good;
  good.add_gss_steps(6000023);
  good.add_gss_sizes(1);
  ASSERT_FALSE(IsRefused(Token(good)));

  v1::RevisionToken uneven = good;
  uneven.add_gss_steps(1);
  EXPECT_TRUE(IsRefused(Token(uneven)));
  v1::RevisionToken twice = good;
  twice.add_gss_steps(0);
  twice.add_gss_sizes(2);
  EXPECT_TRUE(IsRefused(Token(twice)));
  v1::RevisionToken empty_log = good;
  empty_log.add_gss_steps(1);
  empty_log.add_gss_sizes(0);
  EXPECT_TRUE(IsRefused(Token(empty_log)));
  v1::RevisionToken too_far = good;
  too_far.add_gss_steps(0xffffffff);
  too_far.add_gss_sizes(1);
  EXPECT_TRUE(IsRefused(Token(too_far)));
  v1::RevisionToken other_form = good;
  other_form.add_other_ids("E06000024");
  other_form.add_other_sizes(1);
  EXPECT_TRUE(IsRefused(Token(other_form)));
  v1::RevisionToken zero_byte = good;
  zero_byte.add_other_ids(std::string("a\0b", 3));
  zero_byte.add_other_sizes(1);
  EXPECT_TRUE(IsRefused(Token(zero_byte)));
}

TEST(Instant, ATokenOfAnyLengthCostsNoMoreThanTheLongest) {
  v1::RevisionToken token;
  for (int i = 0; i < 1'000'000; ++i) {
    token.add_gss_steps(1);
    token.add_gss_sizes(1);
  }
  EXPECT_TRUE(IsRefused(Token(token)));
}

}  // namespace
}  // namespace localoffer::storage
