#include "services/catalogue/packed_ids.h"

#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer::catalogue {
namespace {

constexpr char kUuid[] = "01234567-89ab-4def-8123-456789abcdef";

// Ids of every shape, some of them nearly UUIDs.
std::string AnyId(std::mt19937_64& random) {
  if (random() % 3 == 0) return absl::StrCat("id", random() % 20);
  std::string id = kUuid;
  const size_t place = random() % id.size();
  id[place] = "0aAfFgz-8bc"[random() % 11];
  if (random() % 8 == 0) id.resize(random() % id.size());
  if (random() % 8 == 0) id += "0";
  return id;
}

std::vector<std::string> AnyIds() {
  std::mt19937_64 random(4);
  std::vector<std::string> ids = {"", kUuid,
                                  "ffffffff-ffff-ffff-bfff-ffffffffffff",
                                  "00000000-0000-0000-0000-000000000000"};
  while (ids.size() < 3000) ids.push_back(AnyId(random));
  return ids;
}

TEST(PackedIdsTest, AnIdIsAsItWasAdded) {
  const std::vector<std::string> ids = AnyIds();
  PackedIds packed;
  for (const std::string& id : ids) packed.Add(id);
  packed.ShrinkToFit();
  PackedIds again;
  for (size_t i = ids.size(); i-- > 0;) again.Add(packed, i);
  ASSERT_EQ(packed.size(), ids.size());
  ASSERT_EQ(again.size(), ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(packed[i], ids[i]);
    EXPECT_EQ(again[ids.size() - 1 - i], ids[i]);
  }
}

TEST(IdIndexTest, FindsWhatALookAtEachFinds) {
  const std::vector<std::string> ids = AnyIds();
  PackedIds packed;
  for (const std::string& id : ids) packed.Add(id);
  const IdIndex index(packed);
  std::mt19937_64 random(5);
  for (int i = 0; i < 500; ++i) {
    const std::string wanted = AnyId(random);
    std::vector<uint32_t> places;
    index.ForEach(packed, wanted, [&](uint32_t place) {
      places.push_back(place);
      return true;
    });
    std::vector<uint32_t> expected;
    for (uint32_t place = 0; place < ids.size(); ++place) {
      if (absl::EqualsIgnoreCase(ids[place], wanted)) expected.push_back(place);
    }
    EXPECT_EQ(places, expected) << wanted;
  }
}

TEST(IdIndexTest, OfPlacesAlikeItKnowsTheFirst) {
  const std::vector<std::string> ids = AnyIds();
  PackedIds packed;
  for (const std::string& id : ids) packed.Add(id);
  const auto kind_of = [](uint32_t place) { return place * 7 % 4; };
  const IdIndex index(packed, kind_of);
  std::mt19937_64 random(6);
  for (int i = 0; i < 500; ++i) {
    const std::string wanted = AnyId(random);
    std::vector<uint32_t> places;
    index.ForEach(packed, wanted, [&](uint32_t place) {
      places.push_back(place);
      return true;
    });
    std::vector<uint32_t> expected;
    std::set<uint32_t> kinds;
    for (uint32_t place = 0; place < ids.size(); ++place) {
      if (absl::EqualsIgnoreCase(ids[place], wanted) &&
          kinds.insert(kind_of(place)).second) {
        expected.push_back(place);
      }
    }
    EXPECT_EQ(places, expected) << wanted;
  }
}

TEST(IdIndexTest, StopsWhenToldTo) {
  PackedIds packed;
  for (const char* id : {"a", "b", "A"}) packed.Add(id);
  std::vector<uint32_t> places;
  IdIndex(packed).ForEach(packed, "a", [&](uint32_t place) {
    places.push_back(place);
    return false;
  });
  EXPECT_EQ(places, std::vector<uint32_t>{0});
}

}  // namespace
}  // namespace localoffer::catalogue
