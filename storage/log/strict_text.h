// Readings of the text that keys, notes and checkpoints are made of. Each
// takes exactly one spelling of a value, so that nothing signed has two.
//
// All functions are pure and thread-safe.
#ifndef LOCALOFFER_STORAGE_LOG_STRICT_TEXT_H_
#define LOCALOFFER_STORAGE_LOG_STRICT_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::log {

// Takes the first code point off `text`. Nothing if `text` is empty or does
// not begin with a well-formed one (RFC 3629: no surrogates, none above
// U+10FFFF, none longer than needed); `text` is then as it was.
std::optional<char32_t> TakeCodePoint(absl::string_view& text);

bool IsUtf8(absl::string_view text);

// Whether `text` is UTF-8 without control characters (below U+0020) other
// than newlines: what a C2SP signed note may consist of.
bool IsNoteText(absl::string_view text);

// Whether `text` may name a key in a C2SP signed note: UTF-8, not empty, at
// most 255 bytes, no Unicode space, plus sign or control character.
bool IsKeyName(absl::string_view text);

// Longest authority id, in bytes. DURABLE: the heads file has room for it.
inline constexpr size_t kMaxAuthorityBytes = 48;

// Whether `text` may be an authority id, such as E06000023: 1 to 48 ASCII
// letters, digits and hyphens. So it can stand in a key name and a file name.
bool IsAuthorityId(absl::string_view text);

// Base64 of RFC 4648 section 4: padded, no spaces, unused bits zero.
std::optional<std::string> DecodeBase64(absl::string_view text);

// Decimal without sign or leading zeros, `0` itself apart.
std::optional<uint64_t> DecodeDecimal(absl::string_view text);

// Eight lower-case hexadecimal digits.
std::optional<uint32_t> DecodeHex32(absl::string_view text);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_STRICT_TEXT_H_
