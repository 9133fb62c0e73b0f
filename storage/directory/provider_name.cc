#include "storage/directory/provider_name.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "storage/index/analyzer.h"
#include "storage/index/word_scanner.h"

namespace localoffer {
namespace {

constexpr size_t kShortestWordWithTypo = 4;
constexpr size_t kFewestSharedWords = 2;

using Words = std::vector<std::string>;

// Behind any name. The longer ones first.
constexpr absl::string_view kLegalForms[] = {
    "charitable incorporated organisation",
    "community interest company",
    "limited by guarantee",
    "limited",
    "ltd",
    "plc",
    "llp",
    "cic",
    "cio",
    "inc"};

// Behind the names of hospices.
constexpr absl::string_view kHospiceForms[] = {"charitable trust", "charity",
                                               "trust"};

Words WordsOf(absl::string_view name) {
  Words words;
  WordScanner scanner(name);
  std::string word;
  bool joins = false;  // the last word is made of single letters
  while (scanner.Next(kLongestNormalName, word)) {
    if (scanner.needs_folding()) word = FoldText(word);
    word = absl::StrReplaceAll(word, {{"'", ""}, {"&", ""}});
    if (word.empty() || word == "and") continue;
    const bool single = word.size() == 1;
    if (single && joins) {
      words.back() += word;
    } else {
      words.push_back(word == "saint" ? "st" : word);
    }
    joins = single;
  }
  return words;
}

// Drops `ending` if something is left before it.
bool DropEnding(absl::string_view ending, Words& words) {
  const Words last = absl::StrSplit(ending, ' ');
  if (words.size() <= last.size() ||
      !std::equal(last.rbegin(), last.rend(), words.rbegin())) {
    return false;
  }
  words.resize(words.size() - last.size());
  return true;
}

bool DropLegalForm(Words& words) {
  return std::any_of(
      std::begin(kLegalForms), std::end(kLegalForms),
      [&words](absl::string_view form) { return DropEnding(form, words); });
}

void DropHospiceForm(Words& words) {
  for (const absl::string_view form : kHospiceForms) {
    Words shorter = words;
    if (DropEnding(form, shorter) &&
        (shorter.back() == "hospice" || shorter.back() == "hospices")) {
      words = std::move(shorter);
      return;
    }
  }
}

bool IsOneTypingError(absl::string_view a, absl::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < kShortestWordWithTypo || b.size() - a.size() > 1) return false;
  const size_t same =
      std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin();
  const absl::string_view rest = a.substr(same);
  const absl::string_view other = b.substr(same);
  if (a.size() < b.size()) return rest == other.substr(1);
  if (rest.empty()) return false;
  if (rest.substr(1) == other.substr(1)) return true;
  return rest.size() >= 2 && rest[0] == other[1] && rest[1] == other[0] &&
         rest.substr(2) == other.substr(2);
}

Words Sorted(absl::string_view normal) {
  Words words = absl::StrSplit(normal, ' ', absl::SkipEmpty());
  std::sort(words.begin(), words.end());
  return words;
}

Words Without(const Words& words, const Words& others) {
  Words left;
  std::set_difference(words.begin(), words.end(), others.begin(), others.end(),
                      std::back_inserter(left));
  return left;
}

}  // namespace

std::string NormalName(absl::string_view name) {
  Words words = WordsOf(name);
  if (words.size() > 1 && words.front() == "the") words.erase(words.begin());
  while (DropLegalForm(words)) {
  }
  DropHospiceForm(words);
  std::string normal;
  for (const std::string& word : words) {
    if (normal.size() + 1 + word.size() > kLongestNormalName) break;
    absl::StrAppend(&normal, normal.empty() ? "" : " ", word);
  }
  return normal;
}

bool IsNearName(absl::string_view normal, absl::string_view other) {
  if (normal.empty() || other.empty() || normal == other) return false;
  if (absl::StrReplaceAll(normal, {{" ", ""}}) ==
      absl::StrReplaceAll(other, {{" ", ""}})) {
    return true;
  }
  const Words words = Sorted(normal);
  const Words others = Sorted(other);
  const Words more = Without(words, others);
  const Words less = Without(others, words);
  if (more.empty() && less.empty()) return true;
  if (more.size() + less.size() == 1) {
    return words.size() - more.size() >= kFewestSharedWords;
  }
  return more.size() == 1 && less.size() == 1 &&
         IsOneTypingError(more[0], less[0]);
}

}  // namespace localoffer
