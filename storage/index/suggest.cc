#include "storage/index/suggest.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/index/folded_words.h"
#include "storage/index/spelling.h"

namespace localoffer {
namespace {

// Words of what is typed that are continued together, and bytes of it that are
// looked at.
constexpr size_t kMaxContinuedWords = 5;
constexpr size_t kMaxTypedBytes = 500;
// A last word of at least so many characters that no word begins with is
// corrected, at two edits if it is long.
constexpr size_t kMinCorrected = 4;
constexpr size_t kMinTwoEdits = 8;

// More are looked up than are wanted, as some may be gone.
constexpr size_t kSpare = 20;

SuggestionKind KindOf(PhraseKind kind) {
  return kind == PhraseKind::kProvider ? SuggestionKind::kProvider
                                       : SuggestionKind::kTaxonomyTerm;
}

class Suggester {
 public:
  Suggester(absl::string_view typed, const SuggestionSources& sources,
            size_t limit, uint32_t min_count)
      : typed_(typed),
        sources_(sources),
        limit_(limit),
        min_count_(min_count),
        words_(FoldedWordsOf(typed)) {}

  std::vector<Suggestion> Suggest() {
    if (words_.empty() || limit_ == 0) return {};
    const size_t most = std::min(words_.size(), kMaxContinuedWords);
    for (size_t count = most; count > 0; --count) {
      const size_t first = words_.size() - count;
      const std::string prefix = PrefixFrom(first);
      const absl::string_view head = typed_.substr(0, words_[first].begin);
      std::vector<Suggestion> names = Concepts(prefix);
      std::vector<Suggestion> titles;
      AddPhrases(prefix, names, titles);
      std::vector<Suggestion> words;
      if (count == 1 && !IsLastWordComplete()) words = Words();
      AddInTurn(head, {std::move(names), std::move(words), std::move(titles)});
    }
    return std::move(suggestions_);
  }

 private:
  bool IsLastWordComplete() const { return words_.back().end < typed_.size(); }

  // What the words from `first` on begin a phrase with.
  std::string PrefixFrom(size_t first) const {
    std::string prefix;
    for (size_t i = first; i < words_.size(); ++i) {
      absl::StrAppend(&prefix, i == first ? "" : " ", words_[i].word);
    }
    if (IsLastWordComplete()) prefix.push_back(' ');
    return prefix;
  }

  // Phrases of the thesaurus that go on with `prefix` and mean something that
  // documents have: one a concept, those that begin with it first.
  std::vector<Suggestion> Concepts(absl::string_view prefix) const {
    struct Found {
      bool is_inner;
      size_t count;
      const ConceptPhrase* phrase;
    };
    std::vector<Found> found;
    sources_.thesaurus.Complete(
        prefix, [&](const ConceptPhrase& phrase, bool is_inner) {
          found.push_back({is_inner, 0, &phrase});
        });
    // Documents are counted once a concept.
    absl::c_stable_sort(found, [](const Found& a, const Found& b) {
      return std::tie(a.phrase->number, a.is_inner, a.phrase) <
             std::tie(b.phrase->number, b.is_inner, b.phrase);
    });
    found.erase(std::unique(found.begin(), found.end(),
                            [](const Found& a, const Found& b) {
                              return a.phrase->number == b.phrase->number;
                            }),
                found.end());
    const absl::Span<const Concept> concepts = sources_.thesaurus.concepts();
    for (Found& one : found) {
      one.count = sources_.document_count(concepts[one.phrase->number].term);
    }
    absl::c_stable_sort(found, [](const Found& a, const Found& b) {
      return std::tie(a.is_inner, b.count) < std::tie(b.is_inner, a.count);
    });
    std::vector<Suggestion> suggestions;
    for (const Found& one : found) {
      if (one.count == 0 || suggestions.size() == limit_) continue;
      suggestions.push_back({one.phrase->wording, SuggestionKind::kConcept,
                             static_cast<uint32_t>(one.count)});
    }
    return suggestions;
  }

  void AddPhrases(absl::string_view prefix, std::vector<Suggestion>& names,
                  std::vector<Suggestion>& titles) const {
    for (CountedPhrase& found :
         sources_.phrases.Complete(prefix, limit_ + kSpare)) {
      const SuggestionKind kind = KindOf(found.kind);
      found.count = static_cast<uint32_t>(
          sources_.phrase_count(found.phrase, found.kind));
      if (found.count == 0) continue;
      (kind == SuggestionKind::kTaxonomyTerm ? names : titles)
          .push_back({std::move(found.phrase), kind, found.count});
    }
  }

  // The last word completed, or else corrected.
  std::vector<Suggestion> Words() const {
    const std::string& last = words_.back().word;
    std::vector<Suggestion> suggestions;
    const auto add = [&](std::string& word) {
      const auto count = static_cast<uint32_t>(sources_.word_count(word));
      if (count < std::max<uint32_t>(min_count_, 1)) return;
      suggestions.push_back({std::move(word), SuggestionKind::kWord, count});
    };
    for (CountedWord& word : sources_.words.Complete(last, limit_ + kSpare)) {
      add(word.word);
    }
    const size_t length = CharacterCount(last);
    if (!suggestions.empty() || length < kMinCorrected) return suggestions;
    const int distance = length < kMinTwoEdits ? 1 : 2;
    for (NearWord& word :
         sources_.words.Near(last, distance, limit_ + kSpare)) {
      add(word.word);
    }
    return suggestions;
  }

  // Adds of each list its share, which grows until all are full, so that none
  // drives out the others.
  void AddInTurn(absl::string_view head,
                 std::vector<std::vector<Suggestion>> lists) {
    const size_t share = (limit_ + 1) / 2;
    for (std::vector<Suggestion>& list : lists) Add(head, share, list);
    for (std::vector<Suggestion>& list : lists) Add(head, list.size(), list);
  }

  // Moves the first `count` of `list` to the suggestions.
  void Add(absl::string_view head, size_t count,
           std::vector<Suggestion>& list) {
    count = std::min(count, list.size());
    for (size_t i = 0; i < count; ++i) {
      if (suggestions_.size() == limit_) return;
      Suggestion& suggestion = list[i];
      suggestion.text = absl::StrCat(head, suggestion.text);
      if (!shown_.insert(JoinFoldedWords(suggestion.text)).second) continue;
      suggestions_.push_back(std::move(suggestion));
    }
    list.erase(list.begin(), list.begin() + count);
  }

  const absl::string_view typed_;
  const SuggestionSources& sources_;
  const size_t limit_;
  const uint32_t min_count_;
  const std::vector<FoldedWord> words_;
  std::vector<Suggestion> suggestions_;
  // Suggestions, folded.
  absl::flat_hash_set<std::string> shown_;
};

}  // namespace

std::vector<Suggestion> Suggest(absl::string_view typed,
                                const SuggestionSources& sources, size_t limit,
                                uint32_t min_count) {
  if (typed.size() > kMaxTypedBytes) return {};
  return Suggester(typed, sources, limit, min_count).Suggest();
}

}  // namespace localoffer
