#include "storage/index/thesaurus_parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/index/folded_words.h"
#include "storage/status_macros.h"

namespace localoffer {
namespace {

// No word of a text begins with it.
constexpr char kConceptMark = '\x01';
constexpr size_t kMaxIdSize = 40;

// What phrases may have between their words, or leave out.
constexpr absl::string_view kSkippedWords[] = {"a",    "an",    "the", "and",
                                               "or",   "of",    "my",  "our",
                                               "your", "their", "his", "her"};

// How surely words ask for their concept. One word says less than several,
// and has a term of its own that says it better.
constexpr double kNamePhrase = 1.0;
constexpr double kAskedWord = 0.55;
constexpr double kAskedPhrase = 0.9;

// Shorter words that are joined make words that mean something else.
constexpr size_t kMinJoinedPart = 3;
constexpr size_t kMinJoined = 8;

double DefaultFactor(bool is_name, size_t words) {
  if (is_name) return words == 1 ? Thesaurus::kNameWord : kNamePhrase;
  return words == 1 ? kAskedWord : kAskedPhrase;
}

bool IsId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxIdSize &&
         absl::c_all_of(id, [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

// FNV-1a, because it has to be the same in every run.
uint64_t FingerprintOf(absl::string_view text) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001B3;
  }
  return hash;
}

std::vector<absl::string_view> SplitItems(absl::string_view text) {
  std::vector<absl::string_view> items;
  for (const absl::string_view item : absl::StrSplit(text, ';')) {
    items.push_back(absl::StripAsciiWhitespace(item));
  }
  return items;
}

}  // namespace

ThesaurusParser::ThesaurusParser() {
  thesaurus_.words_ = std::make_unique<WordTable>();
  for (const absl::string_view word : kSkippedWords) {
    analyzer_.Analyze(
        word, [this](absl::string_view term, absl::string_view /*word*/) {
          thesaurus_.numbers_.try_emplace(term, kSkippedWord);
        });
  }
}

absl::StatusOr<Thesaurus> ThesaurusParser::Parse(absl::string_view text) && {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  for (size_t i = 0; i < lines.size();) {
    const size_t number = i + 1;
    std::string line(lines[i++]);
    while (i < lines.size() && absl::StartsWith(lines[i], " ")) {
      absl::StrAppend(&line, lines[i++]);
    }
    absl::RemoveExtraAsciiWhitespace(&line);
    if (line.empty() || line[0] == '#') continue;
    const absl::Status status = ParseLine(line);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, ": ", status.message()));
    }
  }
  RETURN_IF_ERROR(Resolve());
  AddJoinedForms();
  thesaurus_.fingerprint_ = FingerprintOf(text);
  return std::move(thesaurus_);
}

absl::Status ThesaurusParser::ParseLine(absl::string_view line) {
  if (absl::ConsumePrefix(&line, "!")) return AddSilence(line);
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(line, absl::MaxSplits(':', 1));
  return AddConcept(absl::StripAsciiWhitespace(parts.first), parts.second);
}

absl::Status ThesaurusParser::AddConcept(absl::string_view id,
                                         absl::string_view rest) {
  if (!IsId(id)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", id, "\" is no id of lower-case letters and -"));
  }
  if (thesaurus_.concepts_.size() ==
      std::numeric_limits<ConceptNumber>::max()) {
    return absl::InvalidArgumentError("too many concepts");
  }
  const auto number = static_cast<ConceptNumber>(thesaurus_.concepts_.size());
  if (!concepts_.try_emplace(id, number).second) {
    return absl::InvalidArgumentError(absl::StrCat(id, " is there already"));
  }
  Concept concept_of_line;
  concept_of_line.term = absl::StrCat(std::string(1, kConceptMark), id);
  thesaurus_.concepts_.push_back(std::move(concept_of_line));
  for (const absl::string_view section : absl::StrSplit(rest, '|')) {
    RETURN_IF_ERROR(AddSection(number, absl::StripAsciiWhitespace(section)));
  }
  if (thesaurus_.concepts_.back().label.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(id, " has no name"));
  }
  return absl::OkStatus();
}

absl::Status ThesaurusParser::AddSection(ConceptNumber number,
                                         absl::string_view section) {
  const bool is_references = absl::ConsumePrefix(&section, "see:");
  const bool is_asked = absl::ConsumePrefix(&section, "ask:");
  for (const absl::string_view text : SplitItems(section)) {
    ASSIGN_OR_RETURN(Item item, ReadItem(text));
    if (is_references) {
      RETURN_IF_ERROR(AddReference(number, item));
      continue;
    }
    std::string& label = thesaurus_.concepts_[number].label;
    if (!is_asked && label.empty()) label = item.wording;
    RETURN_IF_ERROR(AddPhrase(number, !is_asked, std::move(item)));
  }
  return absl::OkStatus();
}

absl::StatusOr<ThesaurusParser::Item> ThesaurusParser::ReadItem(
    absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  Item item{std::string(absl::StripAsciiWhitespace(parts.first)), {}};
  if (item.wording.empty()) {
    return absl::InvalidArgumentError("nothing between two separators");
  }
  if (absl::StrContains(text, '=')) {
    double factor = 0;
    if (!absl::SimpleAtod(parts.second, &factor) || !(factor > 0) ||
        factor > 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", text, "\": a factor is above 0 and at most 1"));
    }
    item.factor = factor;
  }
  return item;
}

absl::Status ThesaurusParser::AddPhrase(ConceptNumber number, bool is_name,
                                        Item item) {
  ASSIGN_OR_RETURN(const Reading reading, Read(item.wording));
  if (!said_.emplace(number, reading.numbers).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", item.wording, "\" is said twice"));
  }
  ConceptPhrase phrase;
  phrase.folded = JoinFoldedWords(item.wording);
  phrase.number = number;
  phrase.factor =
      item.factor.value_or(DefaultFactor(is_name, reading.numbers.size()));
  phrase.is_name = is_name;
  phrase.wording = std::move(item.wording);
  const auto position = static_cast<uint32_t>(thesaurus_.phrases_.size());
  if (is_name) thesaurus_.names_.Add(reading.numbers, number);
  thesaurus_.requests_.Add(reading.numbers, position);
  if (reading.words.size() == 2) {
    pairs_.push_back(
        {absl::StrCat(reading.words[0], reading.words[1]), position});
    const size_t shorter =
        std::min(reading.words[0].size(), reading.words[1].size());
    if (shorter < kMinJoinedPart || pairs_.back().joined.size() < kMinJoined) {
      pairs_.pop_back();
    }
  }
  const absl::string_view folded = phrase.folded;
  for (size_t place = 0; place != absl::string_view::npos;) {
    thesaurus_.by_word_.Add(folded.substr(place),
                            uint64_t{position} << 32 | place);
    place = folded.find(' ', place);
    if (place != absl::string_view::npos) ++place;
  }
  thesaurus_.phrases_.push_back(std::move(phrase));
  return absl::OkStatus();
}

absl::Status ThesaurusParser::AddReference(ConceptNumber number,
                                           const Item& item) {
  if (!item.factor.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", item.wording, "\" needs a factor"));
  }
  references_.push_back({number, item.wording, *item.factor});
  return absl::OkStatus();
}

absl::Status ThesaurusParser::AddSilence(absl::string_view wordings) {
  for (const absl::string_view wording : SplitItems(wordings)) {
    ASSIGN_OR_RETURN(const Reading reading, Read(wording));
    if (!silences_.insert(reading.numbers).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", wording, "\" is there already"));
    }
    thesaurus_.names_.Add(reading.numbers, PhraseTrie::kMeansNothing);
    thesaurus_.requests_.Add(reading.numbers, PhraseTrie::kMeansNothing);
  }
  return absl::OkStatus();
}

absl::Status ThesaurusParser::Resolve() {
  for (const auto& said : said_) {
    if (silences_.contains(said.second)) {
      return absl::InvalidArgumentError(
          absl::StrCat(thesaurus_.concepts_[said.first].label,
                       " is said by words that mean nothing"));
    }
  }
  for (const Reference& reference : references_) {
    Concept& from = thesaurus_.concepts_[reference.from];
    const auto to = concepts_.find(reference.to);
    if (to == concepts_.end() || to->second == reference.from) {
      return absl::InvalidArgumentError(absl::StrCat(
          from.label, " refers to ", reference.to, ", which is no other"));
    }
    from.related.push_back({to->second, reference.factor});
  }
  return absl::OkStatus();
}

void ThesaurusParser::AddJoinedForms() {
  for (const Pair& pair : pairs_) {
    analyzer_.Analyze(pair.joined,
                      [&](absl::string_view term, absl::string_view /*word*/) {
                        const PhraseWord known = thesaurus_.Find(term);
                        const PhraseWord number = NumberOf(std::string(term));
                        bool is_said = false;
                        if (known != kNoWord) {
                          thesaurus_.requests_.Match(
                              {number}, [&](size_t, auto) { is_said = true; });
                        }
                        if (!is_said)
                          thesaurus_.requests_.Add({number}, pair.phrase);
                      });
  }
}

absl::StatusOr<ThesaurusParser::Reading> ThesaurusParser::Read(
    absl::string_view wording) {
  Reading reading;
  analyzer_.AnalyzeDocument(wording, [&](const DocumentTerm& term) {
    const PhraseWord number = NumberOf(std::string(term.term));
    if (number != kSkippedWord) reading.numbers.push_back(number);
    reading.words.push_back(std::string(term.folded));
    thesaurus_.words_->Add(term.folded, 1);
  });
  if (reading.numbers.empty() ||
      reading.numbers.size() > Thesaurus::kMaxPhraseWords ||
      (reading.numbers.size() == 1 && reading.words.size() > 1)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", wording, "\" has to have 1 to ", Thesaurus::kMaxPhraseWords,
        " words, or several without those that are skipped"));
  }
  return reading;
}

PhraseWord ThesaurusParser::NumberOf(const std::string& term) {
  const auto [place, added] = thesaurus_.numbers_.try_emplace(term, next_word_);
  if (added) ++next_word_;
  return place->second;
}

}  // namespace localoffer
