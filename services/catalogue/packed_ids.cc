#include "services/catalogue/packed_ids.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "services/catalogue/any_case.h"

namespace localoffer::catalogue {
namespace {

constexpr char kUuidForm[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
constexpr size_t kUuidLength = sizeof(kUuidForm) - 1;
constexpr char kDigits[] = "0123456789abcdef";
constexpr int kDigitBits = 4;
constexpr size_t kDigitsOfHalf = 16;

// 16 for what is no digit in lower case.
constexpr uint64_t DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

uint32_t HashOf(absl::string_view id) {
  return static_cast<uint32_t>(HashInAnyCase()(id));
}

}  // namespace

PackedIds::Id PackedIds::UuidOf(absl::string_view text) {
  if (text.size() != kUuidLength) return {};
  uint64_t halves[] = {0, 0};
  size_t digits = 0;
  for (size_t i = 0; i < kUuidLength; ++i) {
    if (kUuidForm[i] == '-') {
      if (text[i] != '-') return {};
      continue;
    }
    const uint64_t digit = DigitOf(text[i]);
    if (digit > 15) return {};
    uint64_t& half = halves[digits++ / kDigitsOfHalf];
    half = half << kDigitBits | digit;
  }
  return {halves[0], halves[1]};
}

void PackedIds::Add(absl::string_view id) {
  Id packed = UuidOf(id);
  if (!IsUuid(packed)) {
    packed = {texts_.size(), id.size()};
    texts_.append(id.data(), id.size());
  }
  ids_.push_back(packed);
}

void PackedIds::Add(const PackedIds& from, size_t place) {
  const Id& id = from.ids_[place];
  if (IsUuid(id)) {
    ids_.push_back(id);
  } else {
    Add(absl::string_view(from.texts_).substr(id.high, id.low));
  }
}

void PackedIds::ShrinkToFit() {
  ids_.shrink_to_fit();
  texts_.shrink_to_fit();
}

std::string PackedIds::operator[](size_t place) const {
  Id id = ids_[place];
  if (!IsUuid(id)) return texts_.substr(id.high, id.low);
  std::string text(kUuidForm, kUuidLength);
  size_t digits = 2 * kDigitsOfHalf;
  for (size_t i = kUuidLength; i-- > 0;) {
    if (text[i] == '-') continue;
    uint64_t& half = --digits < kDigitsOfHalf ? id.high : id.low;
    text[i] = kDigits[half & 15];
    half >>= kDigitBits;
  }
  return text;
}

IdIndex::IdIndex(const PackedIds& ids) {
  places_.reserve(ids.size());
  for (size_t place = 0; place < ids.size(); ++place) {
    places_.emplace_back(HashOf(ids[place]), static_cast<uint32_t>(place));
  }
  std::sort(places_.begin(), places_.end());
}

IdIndex::IdIndex(const PackedIds& ids,
                 absl::FunctionRef<uint32_t(uint32_t place)> kind_of)
    : IdIndex(ids) {
  using Place = std::pair<uint32_t, uint32_t>;
  const auto key = [&](const Place& of) {
    return std::make_tuple(of.first, kind_of(of.second), of.second);
  };
  std::sort(places_.begin(), places_.end(),
            [&](const Place& a, const Place& b) { return key(a) < key(b); });
  const auto is_alike = [&](const Place& a, const Place& b) {
    return a.first == b.first && kind_of(a.second) == kind_of(b.second);
  };
  std::vector<Place> kept;
  // Where those begin that are like the last one: one, unless hashes collide.
  size_t alike = 0;
  for (const Place& place : places_) {
    if (!kept.empty() && !is_alike(kept.back(), place)) alike = kept.size();
    const bool is_known = std::any_of(
        kept.begin() + static_cast<std::ptrdiff_t>(alike), kept.end(),
        [&](const Place& other) {
          return EqualInAnyCase()(ids[other.second], ids[place.second]);
        });
    if (!is_known) kept.push_back(place);
  }
  std::sort(kept.begin(), kept.end());
  kept.shrink_to_fit();
  places_ = std::move(kept);
}

void IdIndex::ForEach(const PackedIds& ids, absl::string_view id,
                      absl::FunctionRef<bool(uint32_t place)> visit) const {
  const uint32_t hash = HashOf(id);
  for (auto at = std::lower_bound(places_.begin(), places_.end(),
                                  std::make_pair(hash, 0U));
       at != places_.end() && at->first == hash; ++at) {
    if (!EqualInAnyCase()(ids[at->second], id)) continue;
    if (!visit(at->second)) return;
  }
}

}  // namespace localoffer::catalogue
