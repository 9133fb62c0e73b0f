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
#include "storage/index/word_scanner.h"

namespace localoffer {
namespace {

// Folding a word of so many bytes gives more than the longest term, and an
// absurd one costs no more.
constexpr size_t kMaxFoldedInput = 256;
constexpr size_t kMaxRememberedWords = 50'000;

constexpr absl::string_view kStopWords[] = {
    "a",  "about", "an",   "and",   "any",   "are",   "as",    "at",
    "be", "by",    "can",  "do",    "does",  "for",   "from",  "how",
    "i",  "in",    "is",   "it",    "me",    "my",    "near",  "of",
    "on", "or",    "our",  "that",  "the",   "their", "there", "to",
    "we", "what",  "when", "where", "which", "who",   "with",  "your"};

bool IsStopWord(absl::string_view word) {
  return absl::c_linear_search(kStopWords, absl::AsciiStrToLower(word));
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

Analyzer::~Analyzer() = default;

void Analyzer::Analyze(absl::string_view text, TermReceiver receive) {
  WordScanner scanner(text);
  while (scanner.Next(kMaxTermSize, word_)) {
    if (scanner.needs_folding()) {
      AnalyzeFolded(scanner.original(), receive);
    } else {
      Emit(scanner.original(), receive);
    }
  }
}

void Analyzer::AnalyzeFolded(absl::string_view word, TermReceiver receive) {
  // Folding can break a word in several: "½" becomes "1⁄2".
  const std::string folded = FoldText(word.substr(0, kMaxFoldedInput));
  WordScanner scanner(folded);
  while (scanner.Next(kMaxTermSize, word_)) Emit(word, receive);
}

void Analyzer::Emit(absl::string_view word, TermReceiver receive) {
  auto found = terms_.find(word_);
  if (found == terms_.end()) {
    // Starting again keeps the memory bounded; common words are soon back.
    if (terms_.size() == kMaxRememberedWords) terms_.clear();
    found = terms_.emplace(word_, Stem()).first;
  }
  if (!found->second.empty()) receive(found->second, word);
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
