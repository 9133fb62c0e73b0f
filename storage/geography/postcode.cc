#include "storage/geography/postcode.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace localoffer::geography {
namespace {

constexpr size_t kInwardLetters = 3;
constexpr size_t kLongestText = 32;

// Capital letters and digits of `text`, without its spaces; "" when there is
// anything else in it.
std::string Compact(absl::string_view text) {
  std::string compact;
  if (text.size() > kLongestText) return compact;
  for (const char c : text) {
    if (absl::ascii_isspace(c)) continue;
    if (!absl::ascii_isalnum(c)) return "";
    compact += absl::ascii_toupper(c);
  }
  return compact;
}

// A, AA before a digit, then D, DD or DA.
bool IsOutcode(absl::string_view text) {
  size_t letters = 0;
  while (letters < text.size() && absl::ascii_isupper(text[letters])) {
    ++letters;
  }
  const absl::string_view rest = text.substr(letters);
  if (letters < 1 || letters > 2 || rest.empty() || rest.size() > 2) {
    return false;
  }
  return absl::ascii_isdigit(rest[0]) &&
         (rest.size() == 1 || absl::ascii_isalnum(rest[1]));
}

// The inward code: a digit and two letters, of which C I K M O V are not used.
bool IsInward(absl::string_view text) {
  constexpr absl::string_view kLetters = "ABDEFGHJLNPQRSTUWXYZ";
  return text.size() == kInwardLetters && absl::ascii_isdigit(text[0]) &&
         kLetters.find(text[1]) != absl::string_view::npos &&
         kLetters.find(text[2]) != absl::string_view::npos;
}

}  // namespace

std::optional<std::string> ParsePostcode(absl::string_view text) {
  const std::string compact = Compact(text);
  if (compact.size() <= kInwardLetters) return std::nullopt;
  const std::string outward = compact.substr(0, compact.size() - 3);
  const std::string inward = compact.substr(compact.size() - 3);
  if (!IsOutcode(outward) || !IsInward(inward)) return std::nullopt;
  return outward + " " + inward;
}

std::optional<std::string> ParseOutcode(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  // "BS 1" is BS1, but "BS1 4" is not BS14.
  const auto space =
      std::find_if(text.begin(), text.end(), absl::ascii_isspace);
  if (std::find_if(text.begin(), space, absl::ascii_isdigit) != space &&
      space != text.end()) {
    return std::nullopt;
  }
  std::string compact = Compact(text);
  if (!IsOutcode(compact)) return std::nullopt;
  return compact;
}

std::optional<std::string> ParseSector(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() < 2 || !absl::ascii_isdigit(text.back()) ||
      !absl::ascii_isspace(text[text.size() - 2])) {
    return std::nullopt;
  }
  const std::string compact = Compact(text.substr(0, text.size() - 1));
  if (!IsOutcode(compact)) return std::nullopt;
  return compact + " " + text.back();
}

std::string OutcodeOf(absl::string_view postcode) {
  return std::string(postcode.substr(0, postcode.find(' ')));
}

std::string SectorOf(absl::string_view postcode) {
  return std::string(postcode.substr(0, postcode.find(' ') + 2));
}

}  // namespace localoffer::geography
