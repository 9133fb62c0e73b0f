#include "storage/index/spellings.h"

#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "storage/index/analyzer.h"

namespace localoffer {
namespace {

// Words of which abbreviations have no letter.
constexpr absl::string_view kUnabbreviated[] = {"a",  "an", "and", "for",
                                                "of", "or", "the"};

bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalnum(byte) || byte >= 0x80;
}

// Letters and digits alone, folded. What has no letters is no name, but
// perhaps a code, of which the punctuation counts.
std::string PlainName(absl::string_view name) {
  std::string plain = FoldText(absl::StrReplaceAll(name, {{"&", "and"}}));
  plain.erase(std::remove_if(plain.begin(), plain.end(),
                             [](char c) { return !IsPlain(c); }),
              plain.end());
  const bool has_letters =
      !std::all_of(plain.begin(), plain.end(), absl::ascii_isdigit);
  return has_letters ? plain : FoldText(name);
}

std::vector<absl::string_view> WordsOf(absl::string_view name) {
  std::vector<absl::string_view> words;
  for (size_t begin = 0; begin < name.size();) {
    size_t end = begin;
    while (end < name.size() && IsPlain(name[end])) ++end;
    if (end > begin) words.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool IsAbbreviation(absl::string_view word) {
  return word.size() > 1 &&
         std::all_of(word.begin(), word.end(), absl::ascii_isupper);
}

// "EHC plan" and "education, health and care plan" are both "ehcp".
std::string InitialsOf(absl::string_view name) {
  std::string initials;
  for (const absl::string_view word : WordsOf(name)) {
    if (std::find(std::begin(kUnabbreviated), std::end(kUnabbreviated), word) !=
        std::end(kUnabbreviated)) {
      continue;
    }
    absl::StrAppend(&initials, IsAbbreviation(word) ? word : word.substr(0, 1));
  }
  absl::AsciiStrToLower(&initials);
  return initials;
}

// The English name of a code such as "cy"; nothing for what is no code.
std::string LanguageOf(const std::string& code) {
  constexpr size_t kShortestCode = 2;
  constexpr size_t kLongestCode = 3;
  if (code.size() < kShortestCode || code.size() > kLongestCode ||
      !std::all_of(code.begin(), code.end(), absl::ascii_isalpha)) {
    return "";
  }
  std::array<UChar, 100> name;
  UErrorCode error = U_ZERO_ERROR;
  const int32_t length =
      uloc_getDisplayLanguage(code.c_str(), "en", name.data(),
                              static_cast<int32_t>(name.size()), &error);
  // Of an unknown code it gives the code itself, with a warning.
  if (error != U_ZERO_ERROR) return "";
  std::string text;
  icu::UnicodeString(name.data(), length).toUTF8String(text);
  return text;
}

}  // namespace

Spellings::Spellings(const Thesaurus& thesaurus) {
  const auto key_of = [&thesaurus](const ConceptPhrase& phrase) {
    return absl::StrCat(thesaurus.concepts()[phrase.number].term, "\x01",
                        InitialsOf(phrase.wording));
  };
  absl::flat_hash_set<std::string> abbreviated;
  for (const bool is_reading : {true, false}) {
    for (const ConceptPhrase& phrase : thesaurus.phrases()) {
      if (!phrase.is_name || phrase.factor < Thesaurus::kNameWord) continue;
      const std::vector<absl::string_view> words = WordsOf(phrase.wording);
      if (is_reading) {
        if (std::any_of(words.begin(), words.end(), IsAbbreviation)) {
          abbreviated.insert(key_of(phrase));
        }
      } else if (std::string key = key_of(phrase); abbreviated.contains(key)) {
        abbreviated_.emplace(PlainName(phrase.wording), std::move(key));
      }
    }
  }
}

const Spellings& Spellings::BuiltIn() {
  static const Spellings* const kBuiltIn = new Spellings(Thesaurus::BuiltIn());
  return *kBuiltIn;
}

std::string Spellings::KeyOf(const PropertyValue& value) const {
  if (value.property == Property::kLanguage) {
    const std::string language = LanguageOf(value.value);
    return PlainName(language.empty() ? value.value : language);
  }
  if (value.property != Property::kTaxonomyTerm || IsCoded(value)) {
    return FoldText(value.value);
  }
  std::string name = PlainName(value.value);
  const auto found = abbreviated_.find(name);
  return found == abbreviated_.end() ? name : found->second;
}

bool Spellings::IsCoded(const PropertyValue& value) {
  return value.property == Property::kTaxonomyTerm && !value.title.empty() &&
         value.title != value.value;
}

std::string Spellings::KeyOfName(const PropertyValue& coded) const {
  return KeyOf({coded.property, coded.title, coded.title, {}});
}

}  // namespace localoffer
