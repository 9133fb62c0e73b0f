#include "clients/localoffer/terminal_text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace localoffer::command {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kEscape = 0x1B;

struct Range {
  char32_t first;
  char32_t last;
};

// Formatting marks that reorder, hide or join what a reader sees.
constexpr Range kInvisible[] = {
    {0x00AD, 0x00AD}, {0x061C, 0x061C},  {0x180E, 0x180E}, {0x200B, 0x200B},
    {0x200E, 0x200F}, {0x202A, 0x202E},  {0x2060, 0x206F}, {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};

constexpr Range kZeroWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0900, 0x0902}, {0x093C, 0x093C}, {0x094D, 0x094D},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200C, 0x200D}, {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};

constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2E80, 0x303E},
    {0x3041, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <size_t kSize>
bool IsIn(const Range (&ranges)[kSize], char32_t c) {
  return std::any_of(
      std::begin(ranges), std::end(ranges),
      [c](const Range& range) { return range.first <= c && c <= range.last; });
}

// Takes one character off the front of `text`; kReplacement, and one byte, for
// what is not UTF-8 as RFC 3629 has it: overlong, surrogate, cut off.
char32_t TakeCharacter(absl::string_view& text) {
  const auto byte = [&text](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  const size_t size = lead < 0x80             ? 1
                      : (lead & 0xE0) == 0xC0 ? 2
                      : (lead & 0xF0) == 0xE0 ? 3
                      : (lead & 0xF8) == 0xF0 ? 4
                                              : 0;
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  char32_t c = size == 1 ? lead : lead & (0x7F >> size);
  bool is_valid = size > 0 && size <= text.size();
  for (size_t i = 1; is_valid && i < size; ++i) {
    is_valid = (byte(i) & 0xC0) == 0x80;
    c = (c << 6) | (byte(i) & 0x3F);
  }
  is_valid = is_valid && c >= kSmallest[size] && c <= 0x10FFFF &&
             (c < 0xD800 || c > 0xDFFF);
  text.remove_prefix(is_valid ? size : 1);
  return is_valid ? c : kReplacement;
}

void Append(char32_t c, std::string& text) {
  if (c < 0x80) {
    text.push_back(static_cast<char>(c));
    return;
  }
  const int extra = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr uint8_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  text.push_back(static_cast<char>(kLead[extra] | (c >> (6 * extra))));
  for (int i = extra - 1; i >= 0; --i) {
    text.push_back(static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3F)));
  }
}

bool IsSpace(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 ||
         c == 0x2028 || c == 0x2029;
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

// Drops the rest of a control sequence, `[` parameters final byte (ECMA-48,
// 5.4), so that its parameters don't stay behind as text.
void DropControlSequence(absl::string_view& text) {
  if (!absl::StartsWith(text, "[")) return;
  size_t end = 1;
  while (end < text.size() && text[end] >= 0x20 && text[end] <= 0x3F) ++end;
  if (end < text.size() && text[end] >= 0x40 && text[end] <= 0x7E) ++end;
  text.remove_prefix(end);
}

int WidthOf(char32_t c) {
  if (IsIn(kZeroWidth, c)) return 0;
  return IsIn(kWide, c) ? 2 : 1;
}

struct Reference {
  absl::string_view name;
  absl::string_view text;
};

constexpr Reference kReferences[] = {
    {"&amp;", "&"},   {"&lt;", "<"},    {"&gt;", ">"},    {"&quot;", "\""},
    {"&#39;", "'"},   {"&apos;", "'"},  {"&nbsp;", " "},  {"&#160;", " "},
    {"&pound;", "£"}, {"&ndash;", "–"}, {"&mdash;", "—"}, {"&rsquo;", "’"},
    {"&lsquo;", "‘"}, {"&ldquo;", "“"}, {"&rdquo;", "”"}, {"&hellip;", "…"}};

}  // namespace

std::string SafeText(absl::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const char32_t c = TakeCharacter(text);
    if (IsSpace(c)) {
      safe.push_back(' ');
    } else if (c == kEscape) {
      DropControlSequence(text);
    } else if (!IsControl(c) && !IsIn(kInvisible, c)) {
      Append(c, safe);
    }
  }
  return safe;
}

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) width += WidthOf(TakeCharacter(text));
  return width;
}

std::string CutToWidth(absl::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  if (width <= 0) return "";
  std::string cut;
  int used = 0;
  while (!text.empty()) {
    const char32_t c = TakeCharacter(text);
    if (used + WidthOf(c) > width - 1) break;
    used += WidthOf(c);
    Append(c, cut);
  }
  return cut + "…";
}

std::string WithoutMarkup(absl::string_view html) {
  std::string text;
  while (!html.empty()) {
    const size_t end = html.find('>');
    const bool is_tag =
        html[0] == '<' && html.size() > 1 && end != absl::string_view::npos &&
        (absl::ascii_isalpha(html[1]) || html[1] == '/' || html[1] == '!');
    if (is_tag) {
      text.push_back(' ');
      html.remove_prefix(end + 1);
      continue;
    }
    const auto* found = std::find_if(
        std::begin(kReferences), std::end(kReferences),
        [&](const Reference& r) { return absl::StartsWith(html, r.name); });
    if (html[0] == '&' && found != std::end(kReferences)) {
      text.append(found->text.data(), found->text.size());
      html.remove_prefix(found->name.size());
      continue;
    }
    text.push_back(html[0]);
    html.remove_prefix(1);
  }
  absl::RemoveExtraAsciiWhitespace(&text);
  return text;
}

}  // namespace localoffer::command
