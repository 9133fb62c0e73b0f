#include "storage/index/query_tokens.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "storage/index/query_words.h"
#include "storage/index/telling_words.h"
#include "storage/index/thesaurus.h"

namespace localoffer {
namespace {

constexpr size_t kMaxAcronym = 5;
// Shorter parts make one word of any two.
constexpr size_t kMinJoinedPart = 2;
constexpr size_t kMinJoined = 6;
constexpr size_t kMinSplitPart = 3;
constexpr size_t kMaxSplit = 24;
// Of a part that no phrase has: rarer words are names, or errors themselves.
constexpr size_t kMinSplitDocuments = 2;

// Some letters, all of them capital.
bool IsInCapitals(absl::string_view word) {
  return word.size() > 1 && word.size() <= kMaxAcronym &&
         absl::c_all_of(word, absl::ascii_isupper);
}

// Nothing but a space or a hyphen between them.
bool AreNeighbours(absl::string_view first, absl::string_view second) {
  const char* const end = first.data() + first.size();
  return second.data() == end + 1 && (*end == ' ' || *end == '-');
}

class TokenReader {
 public:
  TokenReader(const Vocabulary& vocabulary, Analyzer& analyzer)
      : vocabulary_(vocabulary),
        analyzer_(analyzer),
        thesaurus_(analyzer.thesaurus()) {}

  std::vector<QueryToken> Read(absl::string_view text) {
    ReadWords(text);
    JoinWords();
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (!Correct(tokens_[i])) Split(i);
    }
    return std::move(tokens_);
  }

 private:
  void ReadWords(absl::string_view text) {
    // Of those who type all in capitals nothing is known.
    const bool tells_by_capitals = absl::c_any_of(text, absl::ascii_islower);
    analyzer_.AnalyzeDocument(text, [&](const DocumentTerm& term) {
      if (term.is_concept || tokens_.size() == kMaxQueryWords) return;
      QueryToken token = TokenOf(term);
      if (tells_by_capitals && IsInCapitals(term.word)) SetAcronym(token);
      tokens_.push_back(std::move(token));
    });
  }

  QueryToken TokenOf(const DocumentTerm& term) const {
    QueryToken token;
    token.typed = term.word;
    token.folded = std::string(term.folded);
    token.term = std::string(term.term);
    token.phrase_word = PhraseWordOf(term.term);
    if (TellsNothing(token.folded)) {
      token.telling = Telling::kNothing;
    } else if (TellsLittle(token.folded)) {
      token.telling = Telling::kLittle;
    } else {
      token.documents = vocabulary_.document_count(token.term);
    }
    return token;
  }

  // "MY SON" is shouted rather than short for something.
  static void SetAcronym(QueryToken& token) {
    if (token.telling != Telling::kMuch &&
        token.phrase_word < kFirstPhraseWord) {
      return;
    }
    token.is_acronym = true;
    token.is_asked_for = token.telling == Telling::kMuch;
    token.telling = Telling::kMuch;
  }

  PhraseWord PhraseWordOf(absl::string_view term) const {
    return thesaurus_ == nullptr ? kNoWord : thesaurus_->Find(term);
  }

  // A word that stands in no text, `typed` in its place.
  QueryToken Mended(const std::string& folded, absl::string_view typed) {
    QueryToken token;
    analyzer_.AnalyzeDocument(folded, [&](const DocumentTerm& term) {
      if (!term.is_concept && token.term.empty()) token = TokenOf(term);
    });
    token.typed = typed;
    token.is_mended = true;
    token.phrase_factor = kMended;
    return token;
  }

  void JoinWords() {
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      const QueryToken& first = tokens_[i];
      const QueryToken& second = tokens_[i + 1];
      if (!MayBeOne(first, second)) continue;
      const char* const begin = first.typed.data();
      const char* const end = second.typed.data() + second.typed.size();
      QueryToken joined =
          Mended(absl::StrCat(first.folded, second.folded),
                 absl::string_view(begin, static_cast<size_t>(end - begin)));
      if (joined.telling != Telling::kMuch ||
          (joined.phrase_word < kFirstPhraseWord && joined.documents == 0)) {
        continue;
      }
      tokens_[i] = std::move(joined);
      tokens_.erase(tokens_.begin() + static_cast<ptrdiff_t>(i) + 1);
    }
  }

  static bool MayBeOne(const QueryToken& first, const QueryToken& second) {
    return first.folded.size() >= kMinJoinedPart &&
           second.folded.size() >= kMinJoinedPart &&
           first.folded.size() + second.folded.size() >= kMinJoined &&
           first.telling == Telling::kMuch &&
           second.telling == Telling::kMuch &&
           AreNeighbours(first.typed, second.typed) &&
           (IsUnknown(first) || IsUnknown(second));
  }

  static bool IsUnknown(const QueryToken& token) {
    return token.phrase_word == kNoWord && token.documents == 0;
  }

  // False when it is no word and no error either.
  bool Correct(QueryToken& token) {
    if (token.telling != Telling::kMuch || token.phrase_word != kNoWord ||
        corrected_ == kMaxCorrectedWords) {
      return true;
    }
    token.corrections =
        CorrectionsOf(token.folded, token.term, vocabulary_, analyzer_);
    if (token.corrections.empty()) return token.documents > 0;
    ++corrected_;
    for (const Correction& correction : token.corrections) {
      const PhraseWord word = PhraseWordOf(correction.term);
      if (word < kFirstPhraseWord) continue;
      token.phrase_word = word;
      token.phrase_factor = correction.factor;
      break;
    }
    return token.corrections[0].factor >= kLikelyCorrection;
  }

  // Makes two words of one: those of which the rarer one is the commonest.
  void Split(size_t place) {
    const std::string whole = tokens_[place].folded;
    if (tokens_.size() == kMaxQueryWords || split_ == kMaxCorrectedWords ||
        whole.size() > kMaxSplit ||
        !absl::c_all_of(whole, absl::ascii_islower)) {
      return;
    }
    ++split_;
    size_t most = 0;
    size_t best = 0;
    for (size_t size = kMinSplitPart; size + kMinSplitPart <= whole.size();
         ++size) {
      const size_t rarer =
          std::min(Support(whole.substr(0, size)), Support(whole.substr(size)));
      if (rarer > most) {
        most = rarer;
        best = size;
      }
    }
    if (most == 0) return;
    const absl::string_view typed = tokens_[place].typed;
    QueryToken second = Mended(whole.substr(best), typed);
    tokens_[place] = Mended(whole.substr(0, best), typed);
    tokens_.insert(tokens_.begin() + static_cast<ptrdiff_t>(place) + 1,
                   std::move(second));
  }

  // How much speaks for a part of a word: 0 when nothing does. As it is, not by
  // its stem: "ing" is no word of any document.
  size_t Support(absl::string_view part) const {
    const size_t documents = vocabulary_.words.Count(part);
    if (thesaurus_ != nullptr && thesaurus_->words().Count(part) > 0) {
      return 1 + documents;
    }
    return documents < kMinSplitDocuments ? 0 : documents;
  }

  const Vocabulary& vocabulary_;
  Analyzer& analyzer_;
  const Thesaurus* const thesaurus_;
  std::vector<QueryToken> tokens_;
  size_t corrected_ = 0;
  size_t split_ = 0;
};

}  // namespace

std::vector<QueryToken> ReadQueryTokens(absl::string_view text,
                                        const Vocabulary& vocabulary,
                                        Analyzer& analyzer) {
  return TokenReader(vocabulary, analyzer).Read(text);
}

}  // namespace localoffer
