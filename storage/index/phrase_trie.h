// Which phrases stand in a text, over numbered words.
#ifndef LOCALOFFER_STORAGE_INDEX_PHRASE_TRIE_H_
#define LOCALOFFER_STORAGE_INDEX_PHRASE_TRIE_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/types/span.h"

namespace localoffer {

// A word that phrases are made of.
using PhraseWord = uint32_t;
// Any other word. Stands in no phrase.
inline constexpr PhraseWord kNoWord = 0;
// A word that phrases, and texts between the words of a phrase, may have or
// not: "end [of] life", "lost [our] baby".
inline constexpr PhraseWord kSkippedWord = 1;
inline constexpr PhraseWord kFirstPhraseWord = 2;

// Phrases by their words. Thread-compatible.
class PhraseTrie {
 public:
  // What stands for a phrase that means nothing, but within which no other
  // phrase means anything: "nursing home" has nothing to do with nursing.
  static constexpr uint32_t kMeansNothing = 0xFFFFFFFF;

  PhraseTrie();

  // Gives a phrase of at least one word a value. It may have several.
  void Add(absl::Span<const PhraseWord> phrase, uint32_t value);

  // True when a phrase begins with `word`.
  bool Begins(PhraseWord word) const {
    return word < starts_.size() && starts_[word] != 0;
  }

  // Calls `found` for each phrase that stands at the beginning of `words`, the
  // shortest first, with its number of words and its values.
  void Match(
      absl::Span<const PhraseWord> words,
      absl::FunctionRef<void(size_t, absl::Span<const uint32_t>)> found) const;

  // Calls `found` with the first and last position of each phrase in `words`
  // and each value of it, unless it stands within a phrase that means nothing
  // and begins no later. Phrases may overlap and contain one another.
  void MatchAll(absl::Span<const PhraseWord> words,
                absl::FunctionRef<void(size_t, size_t, uint32_t)> found) const;

 private:
  using Node = uint32_t;
  struct Edge {
    Node from;
    PhraseWord word;
    template <typename H>
    friend H AbslHashValue(H hash, const Edge& edge) {
      return H::combine(std::move(hash), edge.from, edge.word);
    }
    friend bool operator==(const Edge& a, const Edge& b) {
      return a.from == b.from && a.word == b.word;
    }
  };
  struct NodeContent {
    bool has_children = false;
    std::vector<uint32_t> values;
  };

  // 0 when there is none.
  Node Follow(Node from, PhraseWord word) const;
  Node Make(Node from, PhraseWord word);

  // By word: the node of the phrases that begin with it. Most words begin
  // none, and are not looked up.
  std::vector<Node> starts_;
  absl::flat_hash_map<Edge, Node> edges_;
  std::vector<NodeContent> nodes_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_PHRASE_TRIE_H_
