#include "storage/index/html_entities.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace localoffer {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
// The longest that is known, `&thetasym;`, has ten bytes; numbers may have
// leading zeros.
constexpr size_t kMaxLength = 16;

// U+00A0 to U+00FF in order.
constexpr std::array<absl::string_view, 96> kLatin1 = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar",
    "sect",   "uml",    "copy",   "ordf",   "laquo",  "not",    "shy",
    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",
    "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",
    "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute",
    "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",
    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
    "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute",
    "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

struct NamedCharacter {
  absl::string_view name;
  char32_t character;
};

constexpr std::array<NamedCharacter, 38> kNamed = {{
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},
    {"quot", '"'},      {"apos", '\''},     {"Wcirc", 0x174},
    {"wcirc", 0x175},   {"Ycirc", 0x176},   {"ycirc", 0x177},
    {"OElig", 0x152},   {"oelig", 0x153},   {"Scaron", 0x160},
    {"scaron", 0x161},  {"Yuml", 0x178},    {"circ", 0x2C6},
    {"tilde", 0x2DC},   {"ensp", 0x2002},   {"emsp", 0x2003},
    {"thinsp", 0x2009}, {"zwnj", 0x200C},   {"zwj", 0x200D},
    {"ndash", 0x2013},  {"mdash", 0x2014},  {"lsquo", 0x2018},
    {"rsquo", 0x2019},  {"sbquo", 0x201A},  {"ldquo", 0x201C},
    {"rdquo", 0x201D},  {"bdquo", 0x201E},  {"dagger", 0x2020},
    {"bull", 0x2022},   {"hellip", 0x2026}, {"prime", 0x2032},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC},
    {"trade", 0x2122},  {"rarr", 0x2192},
}};

// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17D,  0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178};

char32_t CharacterOfNumber(uint32_t number) {
  if (number >= 0x80 && number <= 0x9F && kWindows1252[number - 0x80] != 0) {
    return kWindows1252[number - 0x80];
  }
  const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
  if (number == 0 || surrogate || number > 0x10FFFF) return kReplacement;
  return number;
}

absl::optional<char32_t> CharacterNumbered(absl::string_view digits) {
  const bool hexadecimal = absl::StartsWithIgnoreCase(digits, "x");
  if (hexadecimal) digits.remove_prefix(1);
  if (digits.empty()) return absl::nullopt;
  uint32_t number = 0;
  for (const char digit : digits) {
    const bool valid =
        hexadecimal ? absl::ascii_isxdigit(digit) : absl::ascii_isdigit(digit);
    if (!valid) return absl::nullopt;
    const int value = absl::ascii_isdigit(digit)
                          ? digit - '0'
                          : absl::ascii_tolower(digit) - 'a' + 10;
    // Stays above every character once it is, and never overflows.
    number =
        std::min<uint32_t>(number * (hexadecimal ? 16 : 10) + value, 0x110000);
  }
  return CharacterOfNumber(number);
}

absl::optional<char32_t> CharacterNamed(absl::string_view name) {
  for (const NamedCharacter& named : kNamed) {
    if (named.name == name) return named.character;
  }
  const auto latin1 = std::find(kLatin1.begin(), kLatin1.end(), name);
  if (latin1 == kLatin1.end()) return absl::nullopt;
  return 0xA0 + (latin1 - kLatin1.begin());
}

}  // namespace

absl::optional<CharacterReference> ReadCharacterReference(
    absl::string_view text) {
  if (text.empty() || text[0] != '&') return absl::nullopt;
  const size_t end = text.substr(0, kMaxLength).find(';');
  if (end == absl::string_view::npos) return absl::nullopt;
  const absl::string_view name = text.substr(1, end - 1);
  const absl::optional<char32_t> character =
      absl::StartsWith(name, "#") ? CharacterNumbered(name.substr(1))
                                  : CharacterNamed(name);
  if (!character.has_value()) return absl::nullopt;
  return CharacterReference{*character, end + 1};
}

}  // namespace localoffer
