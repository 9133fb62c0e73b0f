#include "services/editions/edition_date.h"

#include <array>
#include <optional>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace localoffer::editions {
namespace {

constexpr std::array<absl::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr size_t kShortestMonth = 3;

// Digits alone, as many as there may be.
std::optional<int> Number(absl::string_view text, size_t most_digits) {
  int number = 0;
  if (text.empty() || text.size() > most_digits ||
      !absl::ascii_isdigit(static_cast<unsigned char>(text.front())) ||
      !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

std::optional<int> Month(absl::string_view word) {
  const std::string name = absl::AsciiStrToLower(word);
  if (name.size() < kShortestMonth) return std::nullopt;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (absl::StartsWith(kMonths[i], name)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

std::optional<int> DayOfMonth(absl::string_view word) {
  const std::string text = absl::AsciiStrToLower(word);
  absl::string_view digits = text;
  for (const absl::string_view ending : {"st", "nd", "rd", "th"}) {
    if (absl::ConsumeSuffix(&digits, ending)) break;
  }
  return Number(digits, 2);
}

// The id of a day, if the calendar has it.
std::optional<std::string> Id(std::optional<int> year, std::optional<int> month,
                              std::optional<int> day) {
  if (!year || *year < 1000 || !month || !day) return std::nullopt;
  const absl::CivilDay civil(*year, *month, *day);
  if (civil.month() != *month || civil.day() != *day) return std::nullopt;
  return absl::FormatCivilTime(civil);
}

std::optional<std::string> IsoDate(absl::string_view word) {
  const std::vector<absl::string_view> parts = absl::StrSplit(word, '-');
  if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2 ||
      parts[2].size() != 2) {
    return std::nullopt;
  }
  return Id(Number(parts[0], 4), Number(parts[1], 2), Number(parts[2], 2));
}

}  // namespace

std::string DateInTitle(absl::string_view title) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(title, absl::ByAnyChar(" \t,;:.()"), absl::SkipEmpty());
  std::set<std::string> dates;
  for (size_t i = 0; i < words.size(); ++i) {
    std::optional<std::string> date = IsoDate(words[i]);
    if (!date && i + 2 < words.size()) {
      date = Id(Number(words[i + 2], 4), Month(words[i + 1]),
                DayOfMonth(words[i]));
    }
    if (date) dates.insert(*std::move(date));
  }
  return dates.size() == 1 ? *dates.begin() : "";
}

}  // namespace localoffer::editions
