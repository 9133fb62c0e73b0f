#include "storage/index/analyzer.h"

#include <libstemmer.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "storage/index/telling_words.h"
#include "storage/index/thesaurus.h"
#include "storage/index/word_scanner.h"

namespace localoffer {
namespace {

// Folding a word of so many bytes gives more than the longest term, and an
// absurd one costs no more.
constexpr size_t kMaxFoldedInput = 256;
constexpr size_t kMaxRememberedWords = 50'000;
// A text of nothing but the words of phrases fills no memory.
constexpr size_t kMaxRun = 4096;

bool IsStopWord(absl::string_view word) {
  return TellsNothing(absl::AsciiStrToLower(word));
}

std::vector<QueryTerm> WithoutStopWords(const std::vector<QueryTerm>& terms) {
  std::vector<QueryTerm> telling;
  for (const QueryTerm& term : terms) {
    if (!absl::c_all_of(term.words, IsStopWord)) {
      telling.push_back(term);
    }
  }
  return telling;
}

}  // namespace

std::string FoldText(absl::string_view text) {
  // Of these, folding changes the case alone.
  if (absl::c_all_of(text, absl::ascii_isascii)) {
    return absl::AsciiStrToLower(text);
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const casefold =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* const decompose =
      icu::Normalizer2::getNFDInstance(error);
  const icu::UnicodeString input = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  // Both tables are compiled into ICU; nothing else can fail.
  if (U_FAILURE(error)) return std::string(text);
  const icu::UnicodeString folded =
      decompose->normalize(casefold->normalize(input, error), error);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if ((U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) == 0) {
      kept.append(c);
    }
  }
  std::string result;
  kept.toUTF8String(result);
  return result;
}

void Analyzer::Deleter::operator()(sb_stemmer* stemmer) const {
  sb_stemmer_delete(stemmer);
}

Analyzer::Analyzer() : stemmer_(sb_stemmer_new("english", "UTF_8")) {}

Analyzer::Analyzer(const Thesaurus& thesaurus) : Analyzer() {
  thesaurus_ = &thesaurus;
}

Analyzer::~Analyzer() = default;

void Analyzer::Analyze(absl::string_view text, TermReceiver receive) {
  ForEachWord(text, [&](const Remembered& remembered, absl::string_view word) {
    receive(remembered.term, word);
  });
}

void Analyzer::AnalyzeDocument(absl::string_view text,
                               DocumentTermReceiver receive) {
  ForEachWord(text, [&](const Remembered& remembered, absl::string_view word) {
    receive({remembered.term, word, remembered.bare, false});
    // Most words are in no phrase and follow none.
    if (remembered.phrase_word != kNoWord || !run_.words.empty()) {
      Extend(remembered.phrase_word, word, receive);
    }
  });
  EndRun(receive);
}

void Analyzer::ForEachWord(absl::string_view text, WordReceiver receive) {
  WordScanner scanner(text);
  while (scanner.Next(kMaxTermSize, word_)) {
    const absl::string_view word = scanner.original();
    if (!scanner.needs_folding()) {
      Emit(word, receive);
      continue;
    }
    // Folding can break a word in several: "½" becomes "1⁄2".
    const std::string folded = FoldText(word.substr(0, kMaxFoldedInput));
    WordScanner parts(folded);
    while (parts.Next(kMaxTermSize, word_)) Emit(word, receive);
  }
}

void Analyzer::Emit(absl::string_view word, WordReceiver receive) {
  const auto found = terms_.find(word_);
  const Remembered remembered =
      found == terms_.end() ? Remember() : found->second;
  if (!remembered.term.empty()) receive(remembered, word);
}

const Analyzer::Remembered& Analyzer::Remember() {
  const absl::string_view word = Keep(word_);
  Remembered remembered{Keep(Stem()), word};
  if (absl::StrContains(word, '\''))
    remembered.bare = Keep(WithoutApostrophes());
  if (thesaurus_ != nullptr) {
    remembered.phrase_word = thesaurus_->Find(remembered.term);
  }
  return terms_.emplace(word, remembered).first->second;
}

absl::string_view Analyzer::Keep(absl::string_view text) {
  return *texts_.emplace(text).first;
}

void Analyzer::MakeRoom() {
  if (terms_.size() <= kMaxRememberedWords) return;
  // Common words are soon back.
  terms_.clear();
  texts_.clear();
}

void Analyzer::Extend(PhraseWord phrase_word, absl::string_view place,
                      DocumentTermReceiver receive) {
  if (phrase_word == kSkippedWord) return;
  if (phrase_word == kNoWord || run_.words.size() == kMaxRun) EndRun(receive);
  if (phrase_word == kNoWord) return;
  // Most words of phrases stand alone, and begin none.
  if (run_.words.empty() && !thesaurus_->names().Begins(phrase_word)) return;
  run_.words.push_back(phrase_word);
  run_.places.push_back(place);
}

void Analyzer::EndRun(DocumentTermReceiver receive) {
  if (run_.words.empty()) return;
  thesaurus_->names().MatchAll(run_.words, [&](size_t first, size_t last,
                                               uint32_t value) {
    const absl::string_view begin = run_.places[first];
    const absl::string_view end = run_.places[last];
    const auto size =
        static_cast<size_t>(end.data() + end.size() - begin.data());
    receive({thesaurus_->concepts()[value].term,
             absl::string_view(begin.data(), size), absl::string_view(), true});
  });
  run_.words.clear();
  run_.places.clear();
}

std::string Analyzer::WithoutApostrophes() const {
  std::string bare(absl::StripSuffix(word_, "'s"));
  bare.erase(std::remove(bare.begin(), bare.end(), '\''), bare.end());
  return bare;
}

std::string Analyzer::Stem() const {
  std::string term = word_;
  const sb_symbol* const stem = sb_stemmer_stem(
      stemmer_.get(), reinterpret_cast<const sb_symbol*>(word_.data()),
      static_cast<int>(word_.size()));
  // Null when there is no memory.
  if (stem != nullptr) {
    term.assign(reinterpret_cast<const char*>(stem),
                sb_stemmer_length(stemmer_.get()));
  }
  // The stemmer needs them, to tell "'s" from "s".
  term.erase(std::remove(term.begin(), term.end(), '\''), term.end());
  return term;
}

std::vector<QueryTerm> Analyzer::AnalyzeQuery(absl::string_view text) {
  std::vector<QueryTerm> terms;
  absl::flat_hash_map<std::string, size_t> places;
  Analyze(text, [&](absl::string_view term, absl::string_view word) {
    const auto [place, added] = places.try_emplace(term, terms.size());
    if (added) terms.push_back({std::string(term), {}});
    std::vector<std::string>& words = terms[place->second].words;
    if (!absl::c_linear_search(words, word)) {
      words.emplace_back(word);
    }
  });
  std::vector<QueryTerm> telling = WithoutStopWords(terms);
  if (!telling.empty()) terms = std::move(telling);
  if (terms.size() > kMaxQueryTerms) terms.resize(kMaxQueryTerms);
  return terms;
}

}  // namespace localoffer
