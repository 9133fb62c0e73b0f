#include "services/openreferral/csv_text.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/entry/forms.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kSaveAs =
    "save the sheet as \"CSV UTF-8 (comma delimited)\" and send that file";

// Code points of the bytes 0x80 to 0x9f in Windows-1252; 0 is unassigned.
// Below and above, byte and code point are the same.
constexpr uint16_t kWindows1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
    0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

void AppendCharacter(uint32_t code, std::string* text) {
  auto byte = [text](uint32_t value) {
    text->push_back(static_cast<char>(value));
  };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xc0 | code >> 6);
    byte(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    byte(0xe0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3f));
    byte(0x80 | (code & 0x3f));
  } else {
    byte(0xf0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3f));
    byte(0x80 | (code >> 6 & 0x3f));
    byte(0x80 | (code & 0x3f));
  }
}

bool IsLeadSurrogate(uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool IsTrailSurrogate(uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

// RFC 2781, 2.2; absent when a surrogate stands alone or half a unit is left.
std::optional<std::string> FromUtf16(absl::string_view bytes, bool big_endian) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  auto unit_at = [&](size_t i) -> uint32_t {
    const uint32_t first = static_cast<unsigned char>(bytes[i]);
    const uint32_t second = static_cast<unsigned char>(bytes[i + 1]);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  std::string text;
  text.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size(); i += 2) {
    uint32_t code = unit_at(i);
    if (IsTrailSurrogate(code)) return std::nullopt;
    if (IsLeadSurrogate(code)) {
      i += 2;
      if (i >= bytes.size() || !IsTrailSurrogate(unit_at(i))) {
        return std::nullopt;
      }
      code = 0x10000 + ((code - 0xd800) << 10) + (unit_at(i) - 0xdc00);
    }
    AppendCharacter(code, &text);
  }
  return text;
}

std::optional<std::string> FromWindows1252(absl::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 16);
  for (unsigned char c : bytes) {
    uint32_t code = c;
    if (c >= 0x80 && c < 0xa0) code = kWindows1252[c - 0x80];
    if (c >= 0x80 && code == 0) return std::nullopt;
    AppendCharacter(code, &text);
  }
  return text;
}

absl::StatusOr<CsvText> Decoded(std::optional<std::string> text,
                                absl::string_view encoding) {
  if (!text.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a file in UTF-8; this one looks like ", encoding,
                     " but has bytes that are no character in it: ", kSaveAs));
  }
  return CsvText{*std::move(text), std::string(encoding)};
}

}  // namespace

absl::StatusOr<CsvText> DecodeCsv(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "PK\x03\x04") ||
      absl::StartsWith(bytes, "\xd0\xcf\x11\xe0")) {
    return absl::InvalidArgumentError(
        absl::StrCat("a CSV file; this is a spreadsheet workbook: ", kSaveAs));
  }
  if (absl::StartsWith(bytes, "\xff\xfe") ||
      absl::StartsWith(bytes, "\xfe\xff")) {
    const bool big_endian = bytes[0] == '\xfe';
    return Decoded(FromUtf16(bytes.substr(2), big_endian), "utf-16");
  }
  if (bytes.find('\0') != bytes.npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("a CSV file; this one is not text: ", kSaveAs));
  }
  absl::ConsumePrefix(&bytes, "\xef\xbb\xbf");
  if (entry::IsUtf8(bytes)) return CsvText{std::string(bytes), "utf-8"};
  return Decoded(FromWindows1252(bytes), "windows-1252");
}

}  // namespace localoffer::openreferral
