#include "storage/geography/area_list.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/geography/gazetteer.h"
#include "storage/geography/postcode.h"

namespace localoffer::geography {
namespace {

// "Bath and North East Somerset, Swindon and Wiltshire" is one name.
constexpr size_t kMostPartsOfAName = 6;
// Of a range of outcodes.
constexpr int kHighestNumber = 99;

// Where a part of the text begins and ends.
struct Part {
  size_t begin = 0;
  size_t end = 0;
};

size_t SeparatorAt(absl::string_view text, size_t at) {
  constexpr absl::string_view kMarks = ",;|/\n\r\t&+";
  if (kMarks.find(text[at]) != absl::string_view::npos) return 1;
  for (const absl::string_view words : {" and ", " or ", " plus "}) {
    if (absl::EqualsIgnoreCase(text.substr(at, words.size()), words)) {
      return words.size();
    }
  }
  constexpr absl::string_view kBullet = "\xE2\x80\xA2";
  return absl::StartsWith(text.substr(at), kBullet) ? kBullet.size() : 0;
}

std::vector<Part> PartsOf(absl::string_view text, size_t most_parts) {
  std::vector<Part> parts;
  const auto add = [&](size_t begin, size_t end) {
    if (absl::StripAsciiWhitespace(text.substr(begin, end - begin)).empty()) {
      return;
    }
    parts.push_back({begin, end});
  };
  size_t begin = 0;
  for (size_t at = 0; at < text.size() && parts.size() < most_parts;) {
    const size_t separator = SeparatorAt(text, at);
    if (separator == 0) {
      ++at;
      continue;
    }
    add(begin, at);
    at += separator;
    begin = at;
  }
  if (parts.size() < most_parts) add(begin, text.size());
  return parts;
}

// What is left of "and" at the ends of a part, in lists such as "A, and B".
absl::string_view Trimmed(absl::string_view part) {
  part = absl::StripAsciiWhitespace(part);
  if (absl::StartsWithIgnoreCase(part, "and ")) part.remove_prefix(4);
  absl::ConsumeSuffix(&part, ".");
  return absl::StripAsciiWhitespace(part);
}

void AddOnce(std::string area, std::vector<std::string>& areas) {
  if (std::find(areas.begin(), areas.end(), area) == areas.end()) {
    areas.push_back(std::move(area));
  }
}

// "BS" of "BS1"; its number in `number`. Nothing for W1A and the like.
std::optional<std::string> LettersOf(const std::string& outcode, int& number) {
  const auto digit =
      std::find_if(outcode.begin(), outcode.end(), absl::ascii_isdigit);
  if (!absl::SimpleAtoi(std::string(digit, outcode.end()), &number)) {
    return std::nullopt;
  }
  return std::string(outcode.begin(), digit);
}

// "BS1 to BS5", "BS1-BS5", "BS1-5".
std::vector<std::string> FindRange(const Outcodes& outcodes,
                                   absl::string_view text) {
  const std::string plain = absl::StrReplaceAll(
      text, {{"\xE2\x80\x93", "-"}, {" to ", "-"}, {" TO ", "-"}});
  const std::vector<absl::string_view> ends = absl::StrSplit(plain, '-');
  if (ends.size() != 2) return {};
  const std::optional<std::string> first = ParseOutcode(ends[0]);
  if (!first) return {};
  int low = 0;
  int high = 0;
  const std::optional<std::string> letters = LettersOf(*first, low);
  if (!letters) return {};
  if (!absl::SimpleAtoi(ends[1], &high)) {
    const std::optional<std::string> last = ParseOutcode(ends[1]);
    if (!last || LettersOf(*last, high) != letters) return {};
  }
  std::vector<std::string> ids;
  for (int number = low; number <= std::min(high, kHighestNumber); ++number) {
    const std::string outcode = absl::StrCat(*letters, number);
    if (outcodes.Find(outcode) != nullptr) ids.push_back(OutcodeId(outcode));
  }
  return ids;
}

// "BS1 BS2 BS3", "BS1 4DJ BS1 4DK".
std::vector<std::string> FindSpaced(const Outcodes& outcodes,
                                    absl::string_view text) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, ' ', absl::SkipWhitespace());
  std::vector<std::string> ids;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::optional<std::string> outcode = ParseOutcode(words[i]);
    if (!outcode || outcodes.Find(*outcode) == nullptr) return {};
    const std::optional<std::string> postcode =
        i + 1 < words.size()
            ? ParsePostcode(absl::StrCat(words[i], words[i + 1]))
            : std::nullopt;
    // "BS1 4DJ", but not "BS1 BS2": no inward code begins with a letter.
    if (postcode && OutcodeOf(*postcode) == *outcode) {
      AddOnce(PostcodeId(*postcode), ids);
      ++i;
    } else {
      AddOnce(OutcodeId(*outcode), ids);
    }
  }
  return ids;
}

}  // namespace

std::vector<std::string> FindOutcodes(const Outcodes& outcodes,
                                      absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  for (const absl::string_view word :
       {" postcode areas", " postcode area", " postcodes", " postcode"}) {
    if (absl::EndsWithIgnoreCase(text, word)) text.remove_suffix(word.size());
  }
  // As capitals only: "in" and "so" are words.
  if (!text.empty() && text.size() <= 2 &&
      std::all_of(text.begin(), text.end(), absl::ascii_isupper)) {
    std::vector<std::string> ids;
    for (const std::string& outcode : outcodes.InPostcodeArea(text)) {
      ids.push_back(OutcodeId(outcode));
    }
    return ids;
  }
  std::vector<std::string> ids = FindRange(outcodes, text);
  return ids.empty() ? FindSpaced(outcodes, text) : ids;
}

NamedAreas ReadAreaList(absl::string_view text, size_t most_parts,
                        AreaFinder find) {
  const std::vector<Part> parts = PartsOf(text, most_parts);
  NamedAreas named;
  for (size_t first = 0; first < parts.size();) {
    size_t count = std::min(kMostPartsOfAName, parts.size() - first);
    for (; count > 0; --count) {
      const size_t begin = parts[first].begin;
      const size_t end = parts[first + count - 1].end;
      std::vector<std::string> found =
          find(Trimmed(text.substr(begin, end - begin)));
      if (found.empty()) continue;
      for (std::string& area : found) AddOnce(std::move(area), named.areas);
      break;
    }
    if (count == 0) {
      const Part& part = parts[first];
      named.unrecognised.emplace_back(
          Trimmed(text.substr(part.begin, part.end - part.begin)));
      count = 1;
    }
    first += count;
  }
  return named;
}

}  // namespace localoffer::geography
