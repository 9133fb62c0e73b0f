#include "tests/generator/vocabulary.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/generator/data.h"

namespace localoffer::generator {
namespace {

constexpr int kOwnTownPercent = 67;
// A prime above the length of every list, so that multiplying by it permutes.
constexpr size_t kStride = 7919;

}  // namespace

Vocabulary::Vocabulary() : lists_(ReadWordLists(kWordsTxt)) {
  sums_.reserve(kTowns);
  uint64_t sum = 0;
  for (size_t rank = 1; rank <= kTowns; ++rank) {
    sum += (uint64_t{1} << 32) / rank;
    sums_.push_back(sum);
  }
}

const std::vector<std::string>& Vocabulary::List(absl::string_view list) const {
  return lists_.find(list)->second;
}

size_t Vocabulary::DrawRank(size_t count, Random& random) const {
  const uint64_t total = sums_[count - 1];
  // `total` has more than 32 bits, more than Below draws.
  const uint64_t drawn = random.Next() % total;
  return std::upper_bound(sums_.begin(), sums_.begin() + count, drawn) -
         sums_.begin();
}

const std::string& Vocabulary::Draw(absl::string_view list,
                                    Random& random) const {
  const std::vector<std::string>& items = List(list);
  return items[DrawRank(items.size(), random)];
}

std::string Vocabulary::Town(size_t number) const {
  const auto& first = List("town-first");
  const auto& middle = List("town-middle");
  const auto& last = List("town-last");
  const size_t names = first.size() * middle.size() * last.size();
  const size_t place = number * kStride % names;
  return absl::StrCat(first[place % first.size()],
                      middle[place / first.size() % middle.size()],
                      last[place / first.size() / middle.size()]);
}

std::string Vocabulary::DrawTown(size_t authority, Random& random) const {
  if (!random.Chance(kOwnTownPercent)) return Town(DrawRank(kTowns, random));
  return Town((authority * kTownsOfAnAuthority +
               DrawRank(kTownsOfAnAuthority, random)) %
              kTowns);
}

}  // namespace localoffer::generator
