#include "storage/log/strict_text.h"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace localoffer::log {
namespace {

constexpr size_t kMaxKeyNameBytes = 255;

// Least code point that needs a sequence of 1, 2, 3 or 4 bytes.
constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};

bool IsScalar(char32_t code_point, int bytes) {
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  return code_point >= kLeast[bytes - 1] && code_point <= 0x10FFFF &&
         !is_surrogate;
}

// Unicode's property White_Space.
bool IsSpace(char32_t code_point) {
  switch (code_point) {
    case 0x20:
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return true;
    default:
      return (code_point >= 0x09 && code_point <= 0x0D) ||
             (code_point >= 0x2000 && code_point <= 0x200A);
  }
}

// Whether `text` is UTF-8 and all its code points are `allowed`.
template <typename Predicate>
bool Consists(absl::string_view text, Predicate allowed) {
  while (!text.empty()) {
    const std::optional<char32_t> code_point = TakeCodePoint(text);
    if (!code_point || !allowed(*code_point)) return false;
  }
  return true;
}

}  // namespace

std::optional<char32_t> TakeCodePoint(absl::string_view& text) {
  if (text.empty()) return std::nullopt;
  const auto first = static_cast<uint8_t>(text.front());
  const int ones = std::countl_one(first);
  if (ones == 1 || ones > 4) return std::nullopt;
  const int bytes = std::max(ones, 1);
  if (text.size() < bytes) return std::nullopt;
  char32_t code_point = first & (0xFF >> ones);
  for (int i = 1; i < bytes; ++i) {
    const auto next = static_cast<uint8_t>(text[i]);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    code_point = code_point << 6 | (next & 0x3F);
  }
  if (!IsScalar(code_point, bytes)) return std::nullopt;
  text.remove_prefix(bytes);
  return code_point;
}

bool IsUtf8(absl::string_view text) {
  return Consists(text, [](char32_t) { return true; });
}

bool IsNoteText(absl::string_view text) {
  return Consists(text, [](char32_t c) { return c >= 0x20 || c == '\n'; });
}

bool IsKeyName(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxKeyNameBytes &&
         Consists(text, [](char32_t c) {
           return c >= 0x20 && c != '+' && !IsSpace(c);
         });
}

bool IsAuthorityId(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxAuthorityBytes &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

std::optional<std::string> DecodeBase64(absl::string_view text) {
  // Abseil's overlooks spaces, missing padding and unused bits. libsodium's
  // does not, and leaves no copy of a secret behind; but 1.0.18 takes some
  // bytes above 0x7F for digits.
  if (!std::all_of(text.begin(), text.end(), absl::ascii_isascii)) {
    return std::nullopt;
  }
  std::string bytes(text.size() / 4 * 3, '\0');
  size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                        bytes.size(), text.data(), text.size(),
                        /*ignore=*/nullptr, &length, /*b64_end=*/nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

std::optional<uint64_t> DecodeDecimal(absl::string_view text) {
  uint64_t number = 0;
  // The library overlooks spaces, signs and leading zeros.
  if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
  if (absl::StrCat(number) != text) return std::nullopt;
  return number;
}

std::optional<uint32_t> DecodeHex32(absl::string_view text) {
  uint32_t number = 0;
  if (text.size() != 8 || !absl::SimpleHexAtoi(text, &number) ||
      absl::StrCat(absl::Hex(number, absl::kZeroPad8)) != text) {
    return std::nullopt;
  }
  return number;
}

}  // namespace localoffer::log
