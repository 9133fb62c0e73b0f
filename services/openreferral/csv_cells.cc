#include "services/openreferral/csv_cells.h"

#include <cmath>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/entry/field_rules.h"
#include "services/entry/forms.h"
#include "services/entry/json_text.h"
#include "services/entry/statutory_items.h"
#include "storage/geography/postcode.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kNoBreakSpace = "\xc2\xa0";

CellReading Understood(absl::string_view value) {
  CellReading reading;
  reading.value = std::string(value);
  return reading;
}

CellReading Repaired(std::string value, absl::string_view rule,
                     absl::string_view explanation) {
  CellReading reading;
  reading.value = std::move(value);
  reading.rule = rule;
  reading.explanation = explanation;
  return reading;
}

CellReading Refused(absl::string_view reason, std::string wanted) {
  CellReading reading;
  reading.reason = reason;
  reading.wanted = std::move(wanted);
  return reading;
}

// By the rule that every record is checked with later, so that the two can't
// disagree.
CellReading CheckedAs(absl::string_view field, absl::string_view cell) {
  if (auto finding = entry::CheckText(field, cell)) {
    return Refused(finding->reason, std::move(finding->wanted));
  }
  return Understood(cell);
}

// Day/month/year as YYYY-MM-DD; empty when it is not that.
std::string FromBritishDate(absl::string_view cell) {
  const std::vector<absl::string_view> parts = absl::StrSplit(cell, '/');
  int numbers[3];
  if (parts.size() != 3 || parts[2].size() != 4) return "";
  for (size_t i = 0; i < 3; ++i) {
    const bool digits =
        !parts[i].empty() && parts[i].size() <= 4 &&
        parts[i].find_first_not_of("0123456789") == absl::string_view::npos;
    if (!digits || !absl::SimpleAtoi(parts[i], &numbers[i])) return "";
  }
  const std::string date =
      absl::StrFormat("%04d-%02d-%02d", numbers[2], numbers[1], numbers[0]);
  return entry::DateOf(date).has_value() ? date : "";
}

// A postcode or its first half.
std::string Postcode(absl::string_view cell) {
  const auto outcode = geography::ParseOutcode(cell);
  return outcode ? *outcode : geography::ParsePostcode(cell).value_or("");
}

bool IsPlainNumber(absl::string_view text) {
  absl::ConsumePrefix(&text, "-");
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view rest =
      point == text.npos ? "0" : text.substr(point + 1);
  auto digits = [](absl::string_view part) {
    return !part.empty() && part.size() <= 30 &&
           part.find_first_not_of("0123456789") == part.npos;
  };
  return digits(whole) && digits(rest);
}

}  // namespace

absl::string_view TrimmedCell(absl::string_view cell) {
  for (;;) {
    const size_t before = cell.size();
    cell = absl::StripAsciiWhitespace(cell);
    absl::ConsumePrefix(&cell, kNoBreakSpace);
    absl::ConsumeSuffix(&cell, kNoBreakSpace);
    if (cell.size() == before) return cell;
  }
}

CellReading ReadText(absl::string_view cell) {
  if (!entry::HasControlCharacter(cell)) return Understood(cell);
  std::string text;
  for (const char c : cell) {
    if (c == '\v' || c == '\f') {
      text.push_back('\n');
    } else if (!entry::HasControlCharacter(absl::string_view(&c, 1))) {
      text.push_back(c);
    }
  }
  // What was between them and the cell's ends may be spaces.
  return Repaired(std::string(TrimmedCell(text)), "CONTROL_CHARACTERS_REMOVED",
                  "Characters that cannot be seen were taken away.");
}

CellReading ReadWebAddress(absl::string_view cell) {
  if (entry::IsWebAddress(cell)) return Understood(cell);
  const std::string with_scheme = absl::StrCat("https://", cell);
  const absl::string_view host = cell.substr(0, cell.find_first_of("/?#"));
  // An e-mail address or a word is no web address that lacks its scheme.
  const bool names_host = host.find('.') != host.npos &&
                          host.find_first_of("@:") == host.npos &&
                          host.front() != '.' && host.back() != '.';
  if (!names_host || !entry::IsWebAddress(with_scheme)) {
    return CheckedAs("url", cell);
  }
  return Repaired(with_scheme, "URL_SCHEME_ADDED",
                  "A web address begins with https:// or http://; https:// was "
                  "put in front.");
}

CellReading ReadEmailAddress(absl::string_view cell) {
  return CheckedAs("email", cell);
}

CellReading ReadDate(absl::string_view cell) {
  if (entry::DateOf(cell).has_value()) return Understood(cell);
  std::string date = FromBritishDate(cell);
  if (!date.empty()) {
    return Repaired(std::move(date), "DATE_REWRITTEN",
                    "The date was read as day/month/year and written as "
                    "year-month-day.");
  }
  return Refused("NOT_A_DATE",
                 "a real date as year-month-day, such as 2025-04-30, or as "
                 "day/month/year, such as 30/04/2025");
}

CellReading ReadPostcode(absl::string_view cell) {
  std::string postcode = Postcode(cell);
  if (postcode.empty()) {
    return Refused("NOT_A_POSTCODE",
                   "a postcode such as BS1 5TR, or its first half");
  }
  if (postcode == cell) return Understood(cell);
  return Repaired(std::move(postcode), "POSTCODE_REWRITTEN",
                  "The postcode was written in capitals with one space.");
}

CellReading ReadNumber(absl::string_view cell) {
  double number = 0;
  if (IsPlainNumber(cell) && absl::SimpleAtod(cell, &number)) {
    return Understood(cell);
  }
  return Refused("NOT_A_NUMBER", "a number in digits, such as 5 or 17.5");
}

CellReading ReadYesNo(absl::string_view cell) {
  for (absl::string_view word : {"yes", "y", "true"}) {
    if (absl::EqualsIgnoreCase(cell, word)) return Understood("yes");
  }
  for (absl::string_view word : {"no", "n", "false"}) {
    if (absl::EqualsIgnoreCase(cell, word)) return Understood("no");
  }
  return Refused("NOT_YES_OR_NO", "yes or no");
}

CellReading ReadWord(const google::protobuf::EnumDescriptor& type,
                     absl::string_view cell) {
  if (const std::optional<int> number = entry::EnumNumber(type, cell)) {
    return Understood(entry::EnumWord(type, *number));
  }
  return Refused(
      "UNKNOWN_VALUE",
      absl::StrCat("one of: ", absl::StrJoin(entry::EnumWords(type), ", ")));
}

CellReading ReadStatutoryItem(absl::string_view cell) {
  const entry::StatutoryItem* item = entry::StatutoryItemFromText(cell);
  if (item != nullptr) return Understood(item->id);
  return Refused("UNKNOWN_STATUTORY_ITEM",
                 "ids of statutory items, such as LO-C9, separated by "
                 "semicolons");
}

std::optional<double> AmountOf(absl::string_view cell) {
  absl::ConsumePrefix(&cell, "\xc2\xa3");  // £
  cell = absl::StripLeadingAsciiWhitespace(cell);
  std::string digits(cell);
  // Thousands: a comma with three digits behind it.
  for (size_t comma = digits.find(','); comma != digits.npos;
       comma = digits.find(',', comma)) {
    if (comma == 0 || comma + 4 > digits.size()) return std::nullopt;
    digits.erase(comma, 1);
    const size_t next = digits.find_first_not_of("0123456789", comma);
    const size_t group = (next == digits.npos ? digits.size() : next) - comma;
    if (group != 3) return std::nullopt;
  }
  double amount = 0;
  if (absl::StartsWith(digits, "-") || !IsPlainNumber(digits) ||
      !absl::SimpleAtod(digits, &amount)) {
    return std::nullopt;
  }
  return amount;
}

std::vector<absl::string_view> ItemsOf(absl::string_view cell) {
  std::vector<absl::string_view> items;
  for (absl::string_view item : absl::StrSplit(cell, ';')) {
    item = TrimmedCell(item);
    if (!item.empty()) items.push_back(item);
  }
  return items;
}

}  // namespace localoffer::openreferral
