#include "storage/index/correction.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "storage/index/sound.h"
#include "storage/index/spelling.h"
#include "storage/index/thesaurus.h"

namespace localoffer {
namespace {

constexpr size_t kMinCorrected = 4;
// In characters: from here on two edits may be needed.
constexpr size_t kMinTwoEdits = 7;
// Below it, another first letter makes another word: "Leeds", "needs".
constexpr size_t kMinOtherFirst = 6;
// Of what a word sounds like, to be looked for by that.
constexpr size_t kMinSounds = 3;
// Near words looked at, of the documents and of the thesaurus each.
constexpr size_t kMaxCandidates = 64;

constexpr double kOneEdit = kLikelyCorrection;
constexpr double kTwoEdits = 0.6;
constexpr double kCompletion = 0.5;
// Of a word that some document has.
constexpr double kDoubt = 0.4;
// Each further correction is so much less likely than the one before.
constexpr double kNext = 0.85;

// A word that so few documents have may be wrong in them ...
constexpr size_t kRare = 2;
// ... if one near to it is so many times as common.
constexpr size_t kMuchCommoner = 100;

struct Candidate {
  std::string word;
  int distance;
  bool keeps_first;
  size_t count;
};

class Corrector {
 public:
  Corrector(absl::string_view word, const Vocabulary& vocabulary,
            Analyzer& analyzer)
      : word_(word),
        length_(CharacterCount(word)),
        vocabulary_(vocabulary),
        analyzer_(analyzer) {}

  std::vector<Correction> Correct(absl::string_view term) {
    if (length_ < kMinCorrected || absl::c_any_of(word_, absl::ascii_isdigit)) {
      return {};
    }
    const Thesaurus* const thesaurus = analyzer_.thesaurus();
    if (thesaurus != nullptr && thesaurus->Find(term) != kNoWord) return {};
    const size_t count = vocabulary_.document_count(term);
    if (count > kRare) return {};
    if (count > 0) return Doubt(count);
    AddNear(vocabulary_.words);
    if (thesaurus != nullptr) AddNear(thesaurus->words());
    if (absl::c_none_of(candidates_, [](const Candidate& candidate) {
          return candidate.distance == 1;
        })) {
      AddSounding(vocabulary_.words);
      if (thesaurus != nullptr) AddSounding(thesaurus->words());
    }
    if (candidates_.empty()) AddCompletions();
    return Take();
  }

 private:
  // For a word that `count` documents have.
  std::vector<Correction> Doubt(size_t count) {
    AddNear(vocabulary_.words);
    for (const Candidate& candidate : candidates_) {
      if (candidate.distance == 1 && candidate.keeps_first &&
          candidate.count >= count * kMuchCommoner) {
        return {{candidate.word, TermOf(candidate.word), kDoubt}};
      }
    }
    return {};
  }

  void AddNear(const WordTable& words) {
    const int distance = length_ < kMinTwoEdits ? 1 : 2;
    for (NearWord& near : words.Near(word_, distance, kMaxCandidates)) {
      const bool keeps_first = near.word[0] == word_[0];
      if (!keeps_first && length_ < kMinOtherFirst && !SwapsFirst(near.word)) {
        continue;
      }
      Add({std::move(near.word), near.distance, keeps_first, near.count});
    }
  }

  void AddSounding(const WordTable& words) {
    // "zzzzzz" and "so" both begin with one sound: of so few, each tells.
    const size_t sounds = CharacterCount(SoundOf(word_));
    if (sounds < kMinSounds) return;
    const bool may_differ =
        length_ >= kMinOtherFirst && sounds >= kMinCorrected;
    const int distance = may_differ ? 1 : 0;
    for (NearWord& near : words.Sounding(word_, distance, kMaxCandidates)) {
      const bool keeps_first = SoundOf(near.word)[0] == SoundOf(word_)[0];
      Add({std::move(near.word), near.distance + 1, keeps_first, near.count});
    }
  }

  void AddCompletions() {
    for (CountedWord& found :
         vocabulary_.words.Complete(word_, kMaxCandidates)) {
      Add({std::move(found.word), 0, true, found.count});
    }
  }

  // Adds what some document or phrase has, with the number of documents.
  void Add(Candidate candidate) {
    const std::string term = TermOf(candidate.word);
    const Thesaurus* const thesaurus = analyzer_.thesaurus();
    const size_t count = vocabulary_.document_count(term);
    const bool is_phrase_word =
        thesaurus != nullptr && thesaurus->Find(term) != kNoWord;
    if (count == 0 && !is_phrase_word) return;
    candidate.count = count;
    candidates_.push_back(std::move(candidate));
  }

  bool SwapsFirst(absl::string_view other) const {
    return other.size() > 1 && other[0] == word_[1] && other[1] == word_[0];
  }

  std::string TermOf(absl::string_view word) {
    std::string first;
    analyzer_.Analyze(word,
                      [&](absl::string_view term, absl::string_view /*word*/) {
                        if (first.empty()) first = std::string(term);
                      });
    return first;
  }

  // People seldom err early in a word. What is beyond half of it tells nothing.
  size_t CommonBeginning(absl::string_view other) const {
    const size_t most = std::min(word_.size(), other.size());
    size_t common = 0;
    while (common < most && word_[common] == other[common]) ++common;
    return std::min(common, word_.size() / 2);
  }

  static double FactorOf(int distance) {
    if (distance == 0) return kCompletion;
    return distance == 1 ? kOneEdit : kTwoEdits;
  }

  // The best candidates, each term once.
  std::vector<Correction> Take() {
    absl::c_sort(candidates_, [this](const Candidate& a, const Candidate& b) {
      const int a_cost = 2 * a.distance + (a.keeps_first ? 0 : 1);
      const int b_cost = 2 * b.distance + (b.keeps_first ? 0 : 1);
      const size_t a_common = CommonBeginning(a.word);
      const size_t b_common = CommonBeginning(b.word);
      return std::tie(a_cost, b_common, b.count, a.word) <
             std::tie(b_cost, a_common, a.count, b.word);
    });
    std::vector<Correction> corrections;
    double likeliness = 1;
    for (const Candidate& candidate : candidates_) {
      if (corrections.size() == kMaxCorrections) break;
      std::string term = TermOf(candidate.word);
      if (absl::c_any_of(corrections, [&](const Correction& correction) {
            return correction.term == term;
          })) {
        continue;
      }
      corrections.push_back({candidate.word, std::move(term),
                             FactorOf(candidate.distance) * likeliness});
      likeliness *= kNext;
    }
    return corrections;
  }

  const absl::string_view word_;
  const size_t length_;
  const Vocabulary& vocabulary_;
  Analyzer& analyzer_;
  std::vector<Candidate> candidates_;
};

}  // namespace

std::vector<Correction> CorrectionsOf(absl::string_view folded_word,
                                      absl::string_view term,
                                      const Vocabulary& vocabulary,
                                      Analyzer& analyzer) {
  return Corrector(folded_word, vocabulary, analyzer).Correct(term);
}

}  // namespace localoffer
