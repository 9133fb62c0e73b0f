#include "services/openreferral/repair.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "services/openreferral/date_text.h"
#include "services/openreferral/web_address.h"

namespace localoffer::openreferral {
namespace {

using google::protobuf::FieldDescriptor;

constexpr size_t kExcerptBytes = 200;
constexpr double kOldestAge = 130;

// What the text of fields of a name must be; others by the end of the name.
struct NamedKind {
  absl::string_view name;
  TextKind kind;
};

constexpr NamedKind kKinds[] = {
    {"id", TextKind::kId},
    {"tax_id", TextKind::kPlain},
    {"url", TextKind::kUrl},
    {"website", TextKind::kUrl},
    {"schedule_link", TextKind::kUrl},
    {"complaints_url", TextKind::kUrl},
    {"mediation_url", TextKind::kUrl},
    {"uri", TextKind::kUri},
    {"term_uri", TextKind::kUri},
    {"email", TextKind::kEmail},
    {"assurer_email", TextKind::kEmail},
    {"assured_date", TextKind::kDate},
    {"valid_from", TextKind::kDate},
    {"valid_to", TextKind::kDate},
    {"last_modified", TextKind::kDateTime},
    {"dtstart", TextKind::kDateOrDateTime},
    {"until", TextKind::kDateOrDateTime},
    {"opens_at", TextKind::kTime},
    {"closes_at", TextKind::kTime},
};

// White space beyond ASCII, as UTF-8: no-break space, the spaces
// of U+2000 to U+200B, line and paragraph separator, narrow no-break space,
// ideographic space, byte order mark.
constexpr absl::string_view kWideSpaces[] = {
    "\u00a0", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005",
    "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u200b", "\u2028",
    "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"};

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool IsAsciiSpace(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c));
}

bool ConsumeLeadingSpace(absl::string_view* text) {
  if (text->empty()) return false;
  if (IsAscii(text->front())) {
    if (!IsAsciiSpace(text->front())) return false;
    text->remove_prefix(1);
    return true;
  }
  return std::any_of(std::begin(kWideSpaces), std::end(kWideSpaces),
                     [text](absl::string_view space) {
                       return absl::ConsumePrefix(text, space);
                     });
}

bool ConsumeTrailingSpace(absl::string_view* text) {
  if (text->empty()) return false;
  if (IsAscii(text->back())) {
    if (!IsAsciiSpace(text->back())) return false;
    text->remove_suffix(1);
    return true;
  }
  return std::any_of(std::begin(kWideSpaces), std::end(kWideSpaces),
                     [text](absl::string_view space) {
                       return absl::ConsumeSuffix(text, space);
                     });
}

// Length in bytes of the control character at `i`, 0 if there is none:
// U+0000 to U+001F but for \t, \n and \r, and U+007F to U+009F.
size_t ControlLength(absl::string_view text, size_t i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte == '\t' || byte == '\n' || byte == '\r') return 0;
  if (byte < 0x20 || byte == 0x7f) return 1;
  if (byte != 0xc2 || i + 1 == text.size()) return 0;
  const auto next = static_cast<unsigned char>(text[i + 1]);
  return next >= 0x80 && next <= 0x9f ? 2 : 0;
}

bool HasControls(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (ControlLength(text, i) > 0) return true;
  }
  return false;
}

std::string WithoutControls(absl::string_view text) {
  if (!HasControls(text)) return std::string(text);
  std::string kept;
  kept.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t length = ControlLength(text, i);
    if (length == 0) kept.push_back(text[i]);
    i += length == 0 ? 1 : length;
  }
  return kept;
}

Repaired RepairOfKind(TextKind kind, absl::string_view text) {
  switch (kind) {
    case TextKind::kUrl:
      return RepairUrl(text);
    case TextKind::kUri:
      return RepairUri(text);
    case TextKind::kEmail:
      return RepairEmail(text);
    case TextKind::kDate:
      return RepairDate(text);
    case TextKind::kDateTime:
      return RepairDateTime(text);
    case TextKind::kDateOrDateTime:
      return RepairDateOrDateTime(text);
    case TextKind::kTime:
      return RepairTime(text);
    case TextKind::kPlain:
    case TextKind::kId:
      break;
  }
  return Unchanged(std::string(text));
}

// A decimal number as digits without zeros at the ends and a power of ten.
struct Decimal {
  std::string digits;
  int64_t exponent = 0;
  bool operator==(const Decimal& other) const {
    return digits == other.digits && exponent == other.exponent;
  }
};

// Of a number that strtod reads; the sign is left out.
Decimal ToDecimal(absl::string_view text) {
  Decimal decimal;
  const size_t mark = text.find_first_of("eE");
  if (mark != absl::string_view::npos) {
    absl::string_view power = text.substr(mark + 1);
    absl::ConsumePrefix(&power, "+");
    if (!absl::SimpleAtoi(power, &decimal.exponent)) decimal.exponent = 0;
    text = text.substr(0, mark);
  }
  bool fraction = false;
  for (const char c : text) {
    if (c == '.') {
      fraction = true;
    } else if (c >= '0' && c <= '9') {
      if (c != '0' || !decimal.digits.empty()) decimal.digits.push_back(c);
      if (fraction) --decimal.exponent;
    }
  }
  while (!decimal.digits.empty() && decimal.digits.back() == '0') {
    decimal.digits.pop_back();
    ++decimal.exponent;
  }
  if (decimal.digits.empty()) decimal.exponent = 0;
  return decimal;
}

RepairedNumber SetNumberAside(absl::string_view rule,
                              absl::string_view explanation) {
  return SetAside<double>(rule, explanation);
}

std::optional<RepairedNumber> OutOfRange(absl::string_view field,
                                         double number) {
  if (absl::EndsWith(field, "_age")) {
    if (number < 0) {
      return SetNumberAside("AGE_SENTINEL",
                            "A negative age stands for no limit, so the field "
                            "was left empty.");
    }
    if (number > kOldestAge) {
      return SetNumberAside("AGE_INVALID",
                            "Nobody is that old, so the field was left empty.");
    }
  }
  const bool latitude = field == "latitude";
  if ((latitude && std::abs(number) > 90) ||
      (field == "longitude" && std::abs(number) > 180)) {
    return SetNumberAside("COORDINATE_INVALID",
                          "Latitudes are between -90 and 90, longitudes "
                          "between -180 and 180; the field was left empty.");
  }
  return std::nullopt;
}

}  // namespace

TextKind TextKindOf(const FieldDescriptor& field) {
  const absl::string_view name = field.name();
  for (const NamedKind& named : kKinds) {
    if (named.name == name) return named.kind;
  }
  const bool is_id = absl::EndsWith(name, "_id");
  return is_id ? TextKind::kId : TextKind::kPlain;
}

absl::string_view Trimmed(absl::string_view supplied) {
  while (ConsumeLeadingSpace(&supplied)) {
  }
  while (ConsumeTrailingSpace(&supplied)) {
  }
  return supplied;
}

Repaired RepairText(absl::string_view supplied) {
  const absl::string_view trimmed = Trimmed(supplied);
  const std::string clean = WithoutControls(trimmed);
  std::string text(Trimmed(clean));
  if (text.empty()) return {};
  if (clean.size() != trimmed.size()) {
    return Changed(std::move(text), "CONTROL_REMOVED",
                   "Control characters cannot be shown and were removed.");
  }
  if (trimmed.size() != supplied.size()) {
    return Changed(std::move(text), "TRIMMED",
                   "White space at the ends was removed.");
  }
  return Unchanged(std::move(text));
}

Repaired RepairString(const FieldDescriptor& field,
                      absl::string_view supplied) {
  Repaired text = RepairText(supplied);
  if (!text.value.has_value()) return text;
  Repaired repaired = RepairOfKind(TextKindOf(field), *text.value);
  if (!repaired.changed()) {
    repaired.rule = text.rule;
    repaired.explanation = text.explanation;
  }
  return repaired;
}

RepairedNumber RepairNumber(const FieldDescriptor& field,
                            absl::string_view supplied) {
  const absl::string_view text = Trimmed(supplied);
  double number = 0;
  // SimpleAtod also reads "inf", "nan" and hexadecimal.
  if (text.find_first_not_of("+-.0123456789eE") != absl::string_view::npos ||
      !absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
    return SetNumberAside("TYPE_SET_ASIDE",
                          "This is no number, so the field was left empty.");
  }
  if (auto out_of_range = OutOfRange(field.name(), number)) {
    return *out_of_range;
  }
  if (!(ToDecimal(text) == ToDecimal(NumberText(number)))) {
    return Changed(number, "NUMBER_ROUNDED",
                   "The number has more digits than can be computed with.");
  }
  return Unchanged(number);
}

std::string NumberText(double number) {
  char buffer[32];
  const bool whole = std::trunc(number) == number && std::abs(number) < 1e15;
  // Adding zero turns -0 into 0.
  if (whole) return absl::StrCat(static_cast<int64_t>(number + 0.0));
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), number).ptr;
  return std::string(buffer, end);
}

std::string Excerpt(absl::string_view text) {
  absl::string_view beginning = text.substr(0, kExcerptBytes);
  if (beginning.size() < text.size()) {
    while (!beginning.empty() &&
           (static_cast<unsigned char>(text[beginning.size()]) & 0xc0) ==
               0x80) {
      beginning.remove_suffix(1);
    }
  }
  std::string excerpt;
  excerpt.reserve(beginning.size());
  for (size_t i = 0; i < beginning.size();) {
    const size_t control = ControlLength(beginning, i);
    excerpt.push_back(control == 0 ? beginning[i] : ' ');
    i += control == 0 ? 1 : control;
  }
  return excerpt;
}

}  // namespace localoffer::openreferral
