// The maps of editions: what is there can't be shown to be absent, and nothing
// else to be there.
#include "storage/log/merkle_map.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

using log::Hash;
using log::MapGap;
using log::MapPlace;
using log::MerkleMap;

const MerkleMap& TheMap() {
  static const auto* const map = [] {
    std::vector<log::MapEntry> entries;
    for (int i = 10; i < 29; ++i) {
      entries.push_back(
          {absl::StrCat("GB-CHC-", i), absl::StrCat("value ", i)});
    }
    return new MerkleMap(*MerkleMap::Create(std::move(entries)));
  }();
  return *map;
}

std::optional<MapPlace> NextPlace(Pieces& pieces) {
  if (pieces.Number(1) == 0) return std::nullopt;
  MapPlace place;
  place.index = pieces.Number(1);
  place.entry.key = pieces.Next();
  place.entry.value = pieces.Next();
  for (uint64_t left = pieces.Number(1); left > 0 && !pieces.done(); --left) {
    Hash& hash = place.path.emplace_back();
    for (uint8_t& byte : hash) byte = static_cast<uint8_t>(pieces.Number(1));
  }
  return place;
}

std::string Encoded(const std::optional<MapPlace>& place) {
  if (!place) return std::string(1, '\0');
  std::string bytes = {'\1', static_cast<char>(place->index)};
  bytes += Joined({place->entry.key, place->entry.value});
  bytes.push_back(static_cast<char>(place->path.size()));
  for (const Hash& hash : place->path)
    absl::StrAppend(&bytes, log::HashBytes(hash));
  return bytes;
}

}  // namespace

void Run(absl::string_view bytes) {
  const MerkleMap& map = TheMap();
  Pieces pieces(bytes);
  const std::string key = pieces.Next();
  MapGap gap;
  gap.before = NextPlace(pieces);
  gap.after = NextPlace(pieces);
  if (log::VerifyGap(key, gap, map.size(), map.root()).ok()) {
    FUZZ_CHECK(!map.Find(key).has_value());
    FUZZ_CHECK(map.GapAround(key) == gap);
  }
  for (const auto& place : {gap.before, gap.after}) {
    if (place && log::VerifyPlace(*place, map.size(), map.root()).ok()) {
      FUZZ_CHECK(map.Find(place->entry.key) == place);
    }
  }
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (const char* key : {"A", "GB-CHC-105", "GB-CHC-2", "Z"}) {
    const MapGap gap = *TheMap().GapAround(key);
    seeds.push_back(
        absl::StrCat(Joined({key}), Encoded(gap.before), Encoded(gap.after)));
  }
  return seeds;
}

}  // namespace localoffer::fuzz
