#include "storage/index/query_words.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "storage/index/phrase_trie.h"
#include "storage/index/query_tokens.h"
#include "storage/index/thesaurus.h"

namespace localoffer {
namespace {

// Texts beyond are cut before they are looked at.
constexpr size_t kMaxQueryBytes = 16'384;
constexpr size_t kMaxGroupAlternatives = 16;
// A word of a phrase on its own.
constexpr double kWordOfPhrase = 0.3;
// A word of a phrase beside the phrase: below kImportant, or it would have to
// be met.
constexpr double kOfPhrase = 0.3;
constexpr double kLittle = 0.25;
// A word that stands for nothing known, in a query that says known things: a
// few may say which of them, many are the story around the question.
constexpr double kOneOfFewWords = 0.8;
constexpr double kOneOfManyWords = 0.5;
constexpr size_t kFewGroups = 3;
// The factor from which on words mean a concept, rather than may.
constexpr double kMeant = 0.6;
// Of what is typed in capitals among other letters, if the thesaurus has it:
// "me" may mean many things, "ME" means an illness.
constexpr double kAcronym = 0.8;
// Names of places: concepts whose ids begin so.
constexpr absl::string_view kPlaceTerm = "\x01place-";

// What a group asks for, by the thesaurus.
enum class Asked { kWord, kPlace, kConcept };

struct RatedGroup {
  QueryGroup group;
  Telling telling;
  // Whether it is a word of a phrase that is a group itself.
  bool is_of_phrase = false;
  bool is_acronym = false;
};

Asked AskedBy(const RatedGroup& rated) {
  Asked asked = Asked::kWord;
  for (const QueryAlternative& alternative : rated.group.alternatives) {
    if (alternative.term[0] != '\x01' || alternative.factor < kMeant) {
      continue;
    }
    if (!absl::StartsWith(alternative.term, kPlaceTerm)) {
      return Asked::kConcept;
    }
    asked = Asked::kPlace;
  }
  return asked;
}

class QueryReader {
 public:
  QueryReader(const Vocabulary& vocabulary, Analyzer& analyzer)
      : vocabulary_(vocabulary),
        analyzer_(analyzer),
        thesaurus_(analyzer.thesaurus()) {}

  std::vector<QueryGroup> Read(absl::string_view text) {
    tokens_ =
        ReadQueryTokens(text.substr(0, kMaxQueryBytes), vocabulary_, analyzer_);
    for (size_t next = 0; next < tokens_.size();) next = ReadGroup(next);
    return Finish();
  }

 private:
  // Makes a group, or several, of the tokens from `first` on; returns the
  // position behind them.
  size_t ReadGroup(size_t first) {
    const Longest phrase = PhraseAt(first);
    if (phrase.words < 2) {
      AddWord(tokens_[first], phrase.values);
      return first + 1;
    }
    if (phrase.values[0] == PhraseTrie::kMeansNothing) {
      for (size_t i = first; i < phrase.end; ++i) AddWord(tokens_[i], {});
    } else {
      AddPhrase(first, phrase);
    }
    return phrase.end;
  }

  struct Longest {
    // Those that phrases skip not counted. 0 when there is no phrase.
    size_t words = 0;
    size_t end = 0;
    absl::Span<const uint32_t> values;
    // Whether words that tell nothing are left out of it.
    bool with_gaps = false;
  };

  // The longest from `first` on that leaves its last words to no better one:
  // "adults [with] learning" is none before "disability".
  Longest PhraseAt(size_t first) const {
    const Longest longest = LongestPhraseAt(first, tokens_.size());
    for (size_t i = first + 1; i < longest.end; ++i) {
      if (IsBetter(LongestPhraseAt(i, tokens_.size()), longest)) {
        return LongestPhraseAt(first, i);
      }
    }
    return longest;
  }

  // Of two that overlap, `later` the one that begins later.
  static bool IsBetter(const Longest& later, const Longest& earlier) {
    if (later.end <= earlier.end) return false;
    return later.words > earlier.words ||
           (later.words == earlier.words && earlier.with_gaps &&
            !later.with_gaps);
  }

  // Words that tell nothing may stand in a phrase that has none: "wheelchair
  // [is] broken". It ends at `end` or before.
  Longest LongestPhraseAt(size_t first, size_t end) const {
    const Longest exact = LongestPhraseAt(first, end, /*with_gaps=*/false);
    const Longest loose = LongestPhraseAt(first, end, /*with_gaps=*/true);
    return loose.words > exact.words ? loose : exact;
  }

  Longest LongestPhraseAt(size_t first, size_t end, bool with_gaps) const {
    Longest longest;
    if (tokens_[first].phrase_word < kFirstPhraseWord) return longest;
    std::vector<PhraseWord> words;
    std::vector<size_t> ends;
    for (size_t i = first; i < end; ++i) {
      if (words.size() == Thesaurus::kMaxPhraseWords) break;
      if (tokens_[i].phrase_word == kSkippedWord) continue;
      if (with_gaps && i > first && tokens_[i].telling == Telling::kNothing) {
        continue;
      }
      if (tokens_[i].phrase_word == kNoWord) break;
      words.push_back(tokens_[i].phrase_word);
      ends.push_back(i + 1);
    }
    thesaurus_->requests().Match(
        words, [&](size_t length, absl::Span<const uint32_t> values) {
          longest = {length, ends[length - 1], values, with_gaps};
        });
    return longest;
  }

  // What documents have that write a word as it was typed, or mended.
  static QueryAlternative Written(const QueryToken& token, double factor) {
    if (!token.is_mended) {
      return {token.term, factor, AlternativeKind::kWord, token.folded};
    }
    return {token.term, factor * kMended, AlternativeKind::kCorrection,
            token.folded};
  }

  // A word that stands alone, with the phrases that it is.
  void AddWord(const QueryToken& token, absl::Span<const uint32_t> phrases) {
    QueryGroup group;
    group.words.emplace_back(token.typed);
    for (const Correction& correction : token.corrections) {
      group.alternatives.push_back({correction.term, correction.factor,
                                    AlternativeKind::kCorrection,
                                    correction.word});
    }
    for (const uint32_t phrase : phrases) {
      if (phrase == PhraseTrie::kMeansNothing) continue;
      AddConcepts(phrase, token.phrase_factor, group,
                  token.is_acronym ? kAcronym : 0);
    }
    const bool is_acronym = token.is_acronym && !group.alternatives.empty();
    if (token.is_asked_for || !is_acronym) {
      group.alternatives.insert(group.alternatives.begin(), Written(token, 1));
    }
    RatedGroup rated{std::move(group), token.is_asked_for || is_acronym
                                           ? token.telling
                                           : Telling::kLittle};
    rated.is_acronym = token.is_acronym && token.is_asked_for;
    Add(std::move(rated));
  }

  void AddPhrase(size_t first, const Longest& phrase) {
    QueryGroup group;
    double factor = 1;
    for (size_t i = first; i < phrase.end; ++i) {
      factor = std::min(factor, tokens_[i].phrase_factor);
    }
    for (const uint32_t value : phrase.values) {
      if (value == PhraseTrie::kMeansNothing) continue;
      AddConcepts(value, factor, group);
    }
    for (size_t i = first; i < phrase.end; ++i) {
      const QueryToken& token = tokens_[i];
      if (token.phrase_word == kSkippedWord ||
          (phrase.with_gaps && token.telling == Telling::kNothing)) {
        continue;
      }
      group.words.emplace_back(token.typed);
      if (token.telling != Telling::kMuch) continue;
      group.alternatives.push_back(Written(token, kWordOfPhrase));
      for (const Correction& correction : token.corrections) {
        group.alternatives.push_back(
            {correction.term, kWordOfPhrase * correction.factor,
             AlternativeKind::kCorrection, correction.word});
      }
    }
    RatedGroup rated{std::move(group), Telling::kMuch};
    const bool is_place = AskedBy(rated) == Asked::kPlace;
    Add(std::move(rated));
    if (!is_place) AddWordsOfPhrase(first, phrase);
  }

  // What is called as it is asked for comes before what means the same.
  void AddWordsOfPhrase(size_t first, const Longest& phrase) {
    for (size_t i = first; i < phrase.end; ++i) {
      const QueryToken& token = tokens_[i];
      if (token.phrase_word == kSkippedWord ||
          token.telling != Telling::kMuch || !token.corrections.empty()) {
        continue;
      }
      RatedGroup word;
      word.telling = Telling::kMuch;
      word.is_of_phrase = true;
      word.group.words.emplace_back(token.typed);
      word.group.alternatives.push_back(Written(token, 1));
      Add(std::move(word));
    }
  }

  // Adds what a phrase means, with `least` or more, and what that is related
  // to.
  void AddConcepts(uint32_t phrase, double factor, QueryGroup& group,
                   double least = 0) const {
    const ConceptPhrase& said = thesaurus_->phrases()[phrase];
    const Concept& meant = thesaurus_->concepts()[said.number];
    factor *= std::max(said.factor, least);
    group.alternatives.push_back(
        {meant.term, factor, AlternativeKind::kConcept, meant.label});
    for (const RelatedConcept& related : meant.related) {
      const Concept& other = thesaurus_->concepts()[related.number];
      group.alternatives.push_back({other.term, factor * related.factor,
                                    AlternativeKind::kConcept, other.label});
    }
  }

  // Adds a group, or its words to one that asks for the same.
  void Add(RatedGroup added) {
    std::vector<QueryAlternative>& alternatives = added.group.alternatives;
    absl::c_stable_sort(alternatives, [](const auto& a, const auto& b) {
      return a.factor > b.factor;
    });
    std::vector<QueryAlternative> distinct;
    for (QueryAlternative& alternative : alternatives) {
      if (absl::c_none_of(distinct, [&](const QueryAlternative& kept) {
            return kept.term == alternative.term;
          })) {
        distinct.push_back(std::move(alternative));
      }
    }
    alternatives = std::move(distinct);
    for (RatedGroup& rated : groups_) {
      if (rated.group.alternatives[0].term != alternatives[0].term) continue;
      for (std::string& word : added.group.words) {
        if (!absl::c_linear_search(rated.group.words, word)) {
          rated.group.words.push_back(std::move(word));
        }
      }
      return;
    }
    groups_.push_back(std::move(added));
  }

  std::vector<QueryGroup> Finish() {
    Telling most = Telling::kNothing;
    for (const RatedGroup& rated : groups_) {
      most = std::max(most, rated.telling);
    }
    const double word_importance = ImportanceOfWords();
    std::vector<QueryGroup> groups;
    for (RatedGroup& rated : groups_) {
      if (groups.size() == kMaxQueryGroups) break;
      const bool is_least = rated.telling == Telling::kNothing;
      if (is_least && most != Telling::kNothing) continue;
      if (rated.is_of_phrase) {
        rated.group.importance = kOfPhrase;
      } else if (rated.telling < most) {
        rated.group.importance = kLittle;
      } else if (!rated.is_acronym && AskedBy(rated) == Asked::kWord) {
        rated.group.importance = word_importance;
      }
      groups.push_back(std::move(rated.group));
    }
    if (groups.empty()) return groups;
    const size_t share =
        std::min(kMaxGroupAlternatives, kMaxQueryAlternatives / groups.size());
    for (QueryGroup& group : groups) {
      if (group.alternatives.size() > share) group.alternatives.resize(share);
    }
    return groups;
  }

  // Of a word that means nothing by the thesaurus.
  double ImportanceOfWords() const {
    bool is_something_meant = false;
    size_t telling = 0;
    for (const RatedGroup& rated : groups_) {
      if (rated.telling != Telling::kMuch || rated.is_of_phrase) continue;
      const Asked asked = AskedBy(rated);
      if (asked == Asked::kConcept) is_something_meant = true;
      if (asked != Asked::kPlace) ++telling;
    }
    if (!is_something_meant) return 1;
    return telling <= kFewGroups ? kOneOfFewWords : kOneOfManyWords;
  }

  const Vocabulary& vocabulary_;
  Analyzer& analyzer_;
  const Thesaurus* const thesaurus_;
  std::vector<QueryToken> tokens_;
  std::vector<RatedGroup> groups_;
};

}  // namespace

std::vector<QueryGroup> ReadQuery(absl::string_view text,
                                  const Vocabulary& vocabulary,
                                  Analyzer& analyzer) {
  return QueryReader(vocabulary, analyzer).Read(text);
}

}  // namespace localoffer
