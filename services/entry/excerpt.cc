#include "services/entry/excerpt.h"

#include <algorithm>

namespace localoffer::entry {
namespace {

constexpr absl::string_view kReplacement = "\xef\xbf\xbd";

// Lowest and highest second byte that may follow `lead` (RFC 3629, 4).
struct SecondByte {
  unsigned char low;
  unsigned char high;
};

SecondByte SecondByteAfter(unsigned char lead) {
  switch (lead) {
    case 0xe0:
      return {0xa0, 0xbf};
    case 0xed:
      return {0x80, 0x9f};
    case 0xf0:
      return {0x90, 0xbf};
    case 0xf4:
      return {0x80, 0x8f};
    default:
      return {0x80, 0xbf};
  }
}

size_t LengthByLead(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

}  // namespace

size_t CharacterLength(absl::string_view text) {
  if (text.empty()) return 0;
  const unsigned char lead = text[0];
  const size_t length = LengthByLead(lead);
  if (length <= 1) return length;
  if (text.size() < length) return 0;
  const SecondByte range = SecondByteAfter(lead);
  const unsigned char second = text[1];
  if (second < range.low || second > range.high) return 0;
  const bool continued =
      std::all_of(text.begin() + 2, text.begin() + length,
                  [](unsigned char c) { return (c & 0xc0) == 0x80; });
  return continued ? length : 0;
}

std::string Excerpt(absl::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    const absl::string_view character =
        length > 0 ? text.substr(0, length) : kReplacement;
    if (shown.size() + character.size() > kExcerptBytes) break;
    shown.append(character.data(), character.size());
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return shown;
}

}  // namespace localoffer::entry
