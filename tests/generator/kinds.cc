#include "tests/generator/kinds.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/openreferral/csv_table.h"
#include "tests/generator/data.h"

namespace localoffer::generator {
namespace {

int Number(const std::string& cell) {
  int number = 0;
  return absl::SimpleAtoi(cell, &number) ? number : 0;
}

std::vector<std::string> Items(const std::string& cell) {
  return absl::StrSplit(cell, ';', absl::SkipEmpty());
}

// The values whose names are `prefix` and the items in capitals. The tests
// notice a word that is none: it would be 0.
template <typename Enum>
std::vector<Enum> Values(const std::string& cell, absl::string_view prefix,
                         bool (*parse)(const std::string&, Enum*)) {
  std::vector<Enum> values;
  for (const std::string& item : Items(cell)) {
    Enum value{};
    parse(absl::StrCat(prefix, absl::AsciiStrToUpper(item)), &value);
    values.push_back(value);
  }
  return values;
}

bool ParseSetting(const std::string& name, v1::Setting* value) {
  return v1::Setting_Parse(name, value);
}
bool ParseTier(const std::string& name, v1::Tier* value) {
  return v1::Tier_Parse(name, value);
}
bool ParseCommissioner(const std::string& name, v1::Commissioner* value) {
  return v1::Commissioner_Parse(name, value);
}
bool ParseComponent(const std::string& name, v1::PalliativeComponent* value) {
  return v1::PalliativeComponent_Parse(name, value);
}

Kind KindOf(const std::vector<std::string>& cells) {
  Kind kind;
  kind.id = cells[0];
  kind.sentence = cells[1];
  kind.weight = Number(cells[2]);
  kind.sectors = cells[3];
  kind.youngest = Number(cells[4]);
  kind.oldest = Number(cells[5]);
  kind.statutory_items = Items(cells[6]);
  kind.settings = Values<v1::Setting>(cells[7], "SETTING_", ParseSetting);
  kind.tiers = Values<v1::Tier>(cells[8], "TIER_", ParseTier);
  kind.commissioners =
      Values<v1::Commissioner>(cells[9], "COMMISSIONER_", ParseCommissioner);
  kind.lgsl = cells[10];
  kind.open_eligibility = cells[11];
  kind.palliative = Values<v1::PalliativeComponent>(
      cells[12], "PALLIATIVE_COMPONENT_", ParseComponent);
  v1::RoundTheClock_Parse(
      absl::StrCat("ROUND_THE_CLOCK_", absl::AsciiStrToUpper(cells[13])),
      &kind.round_the_clock);
  return kind;
}

// An index, as often as its weight says.
size_t DrawWeighted(const std::vector<int>& weights, int total,
                    Random& random) {
  int left = static_cast<int>(random.Below(total));
  size_t i = 0;
  while (left >= weights[i]) left -= weights[i++];
  return i;
}

}  // namespace

std::vector<Kind> Kinds() {
  std::vector<Kind> kinds;
  openreferral::CsvTable table(kKindsCsv);
  openreferral::CsvRow row;
  table.Next(&row);  // the heading
  while (table.Next(&row)) kinds.push_back(KindOf(row.cells));
  return kinds;
}

bool IsOfHospices(const Kind& kind) { return kind.sectors == "h"; }

KindDraw::KindDraw(const std::vector<Kind>& kinds, bool with_hospices,
                   Random random)
    : random_(random) {
  for (const Kind& kind : kinds) {
    const bool left_out = !with_hospices && IsOfHospices(kind);
    weights_.push_back(left_out ? 0 : kind.weight);
    total_ += weights_.back();
  }
  fresh_ = weights_;
  fresh_total_ = total_;
}

size_t KindDraw::Next() {
  if (fresh_total_ == 0) return DrawWeighted(weights_, total_, random_);
  const size_t kind = DrawWeighted(fresh_, fresh_total_, random_);
  fresh_total_ -= fresh_[kind];
  fresh_[kind] = 0;
  return kind;
}

}  // namespace localoffer::generator
