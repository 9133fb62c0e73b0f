#include "storage/log/merkle_map.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/log/merkle.h"
#include "storage/log/merkle_oracle.h"

namespace localoffer::log {
namespace {

MerkleMap Make(std::vector<MapEntry> entries) {
  auto map = MerkleMap::Create(std::move(entries));
  EXPECT_TRUE(map.ok()) << map.status();
  return map.ok() ? *std::move(map) : MerkleMap();
}

// Keys of one to three letters out of four, so that many are neighbours, begin
// alike, or are there already.
std::string RandomKey(std::mt19937& random) {
  std::string key;
  for (size_t length = 1 + random() % 3; key.size() < length;) {
    key.push_back(
        "\x01"
        "az\xFF"[random() % 4]);
  }
  return key;
}

// A map of at most `size` entries.
MerkleMap RandomMap(std::mt19937& random, size_t size) {
  std::set<std::string> keys;
  for (size_t i = 0; i < size; ++i) keys.insert(RandomKey(random));
  std::vector<MapEntry> entries;
  for (const std::string& key : keys) {
    entries.push_back({key, absl::StrCat(random() % 3)});
  }
  return Make(std::move(entries));
}

bool Holds(const MapPlace& place, const MerkleMap& map) {
  return VerifyPlace(place, map.size(), map.root()).ok();
}

bool Holds(const std::string& key, const MapGap& gap, const MerkleMap& map) {
  return VerifyGap(key, gap, map.size(), map.root()).ok();
}

// The definition, from all entries: is there one?
bool IsIn(const std::string& key, const MerkleMap& map) {
  return std::any_of(
      map.entries().begin(), map.entries().end(),
      [&key](const MapEntry& entry) { return entry.key == key; });
}

TEST(MerkleMap, HasTheseHashes) {
  EXPECT_EQ(HashHex(MapLeaf({"a", "1"})),
            "df31ef5789d730d0af7cd60406b4ed6a3941abd292464aa781cdf528b4f648dd");
  EXPECT_EQ(HashHex(Make({{"a", "1"}, {"bb", ""}, {"c", "33"}}).root()),
            "968e2ae13e98d05911fb586f8af86ca11abc93b43a3fcaa5f514e41a610004dc");
  EXPECT_EQ(HashHex(WordsRoot({"e1", "e2"})),
            "1ae210a506da2f0264c59f2041fe70fe9bfceda1cbb394471e9587e44b430216");
  EXPECT_EQ(MerkleMap().root(), EmptyRoot());
  EXPECT_EQ(Make({}).root(), EmptyRoot());
}

TEST(MerkleMap, KeyAndValueHaveOneBoundary) {
  EXPECT_NE(MapLeaf({"ab", "c"}), MapLeaf({"a", "bc"}));
}

TEST(MerkleMap, RefusesKeysThatDoNotRise) {
  const auto code = [](std::vector<MapEntry> entries) {
    return MerkleMap::Create(std::move(entries)).status().code();
  };
  EXPECT_EQ(code({{"a", ""}, {"b", ""}}), absl::StatusCode::kOk);
  EXPECT_EQ(code({{"b", ""}, {"a", ""}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{"a", "1"}, {"a", "2"}}), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code({{"", ""}}), absl::StatusCode::kInvalidArgument);
  // Bytes are without sign.
  EXPECT_EQ(code({{"\x7F", ""}, {"\x80", ""}}), absl::StatusCode::kOk);
}

TEST(MerkleMap, HasTheRootThatTheStandardDefines) {
  std::mt19937 random(1);
  for (size_t size = 0; size < 70; ++size) {
    const MerkleMap map = RandomMap(random, size);
    std::vector<Hash> leaves;
    for (const MapEntry& entry : map.entries()) {
      leaves.push_back(MapLeaf(entry));
    }
    DefinedTree tree(leaves);
    EXPECT_EQ(map.root(), tree.Root(leaves.size()));
    for (uint64_t i = 0; i < leaves.size(); ++i) {
      EXPECT_EQ(map.Find(map.entries()[i].key)->path,
                tree.Path(i, 0, leaves.size()));
    }
  }
}

TEST(MerkleMap, ProvesOfEveryKeyWhetherItIsThere) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    const MerkleMap map = RandomMap(random, random() % 40);
    for (int i = 0; i < 20; ++i) {
      const std::string key = RandomKey(random);
      const std::optional<MapPlace> place = map.Find(key);
      const std::optional<MapGap> gap = map.GapAround(key);
      ASSERT_EQ(place.has_value(), IsIn(key, map));
      ASSERT_EQ(gap.has_value(), !IsIn(key, map));
      if (place) {
        EXPECT_TRUE(Holds(*place, map));
      } else {
        EXPECT_TRUE(Holds(key, *gap, map));
      }
    }
  }
}

// Whatever two leaves of the map are shown as neighbours: a key that is in it
// is never shown to be absent.
TEST(MerkleMap, NothingProvesThatAKeyIsAbsentThatIsThere) {
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    const MerkleMap map = RandomMap(random, 1 + random() % 12);
    std::vector<std::optional<MapPlace>> places = {std::nullopt};
    for (const MapEntry& entry : map.entries()) {
      places.push_back(map.Find(entry.key));
    }
    for (const MapEntry& entry : map.entries()) {
      for (const auto& before : places) {
        for (const auto& after : places) {
          EXPECT_FALSE(Holds(entry.key, {before, after}, map));
        }
      }
    }
    // The same for keys that are absent: one pair shows it.
    const std::string key = RandomKey(random);
    if (IsIn(key, map)) continue;
    int shown = 0;
    for (const auto& before : places) {
      for (const auto& after : places) {
        shown += Holds(key, {before, after}, map) ? 1 : 0;
      }
    }
    EXPECT_EQ(shown, 1);
  }
}

TEST(MerkleMap, AProofThatIsChangedAnywhereDoesNotHold) {
  std::mt19937 random(4);
  const MerkleMap map = RandomMap(random, 30);
  for (const MapEntry& entry : map.entries()) {
    const MapPlace place = *map.Find(entry.key);
    MapPlace changed = place;
    changed.entry.key += "x";
    EXPECT_FALSE(Holds(changed, map));
    changed = place;
    changed.entry.value += "x";
    EXPECT_FALSE(Holds(changed, map));
    for (uint64_t index = 0; index < map.size() + 2; ++index) {
      changed = place;
      changed.index = index;
      EXPECT_EQ(Holds(changed, map), index == place.index);
    }
    for (Hash& hash : (changed = place).path) {
      hash[random() % kHashBytes] ^= 1 << random() % 8;
      EXPECT_FALSE(Holds(changed, map));
      changed = place;
    }
    changed.path.pop_back();
    EXPECT_FALSE(Holds(changed, map));
  }
}

TEST(MerkleMap, AnEmptyMapHasNothing) {
  EXPECT_TRUE(Holds("a", {}, MerkleMap()));
  EXPECT_FALSE(Holds("a", {}, Make({{"b", ""}})));
  // A size without the root for it.
  EXPECT_FALSE(VerifyGap("a", {}, 0, Make({{"b", ""}}).root()).ok());
  EXPECT_FALSE(VerifyPlace({0, {"a", ""}, {}}, 0, EmptyRoot()).ok());
}

TEST(Words, AreProvedOneByOne) {
  std::vector<std::string> words;
  for (int size = 1; size < 40; ++size) {
    words.push_back(absl::StrCat("word ", 1000 + size));
    const Hash root = WordsRoot(words);
    for (size_t i = 0; i < words.size(); ++i) {
      EXPECT_TRUE(VerifyInclusion(LeafHash(words[i]), i, words.size(),
                                  WordPath(words, i), root)
                      .ok());
    }
  }
}

}  // namespace
}  // namespace localoffer::log
