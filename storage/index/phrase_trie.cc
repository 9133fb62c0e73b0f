#include "storage/index/phrase_trie.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"

namespace localoffer {

// Node 0 stands for no node.
PhraseTrie::PhraseTrie() : nodes_(1) {}

PhraseTrie::Node PhraseTrie::Follow(Node from, PhraseWord word) const {
  if (!nodes_[from].has_children) return 0;
  const auto found = edges_.find(Edge{from, word});
  return found == edges_.end() ? 0 : found->second;
}

PhraseTrie::Node PhraseTrie::Make(Node from, PhraseWord word) {
  const auto next = static_cast<Node>(nodes_.size());
  if (from == 0) {
    if (word >= starts_.size()) starts_.resize(word + 1);
    if (starts_[word] != 0) return starts_[word];
    starts_[word] = next;
  } else {
    const auto [edge, added] = edges_.try_emplace(Edge{from, word}, next);
    if (!added) return edge->second;
    nodes_[from].has_children = true;
  }
  nodes_.emplace_back();
  return next;
}

void PhraseTrie::Add(absl::Span<const PhraseWord> phrase, uint32_t value) {
  Node node = 0;
  for (const PhraseWord word : phrase) node = Make(node, word);
  nodes_[node].values.push_back(value);
}

void PhraseTrie::Match(
    absl::Span<const PhraseWord> words,
    absl::FunctionRef<void(size_t, absl::Span<const uint32_t>)> found) const {
  if (words.empty() || !Begins(words[0])) return;
  Node node = starts_[words[0]];
  for (size_t length = 1;; ++length) {
    const std::vector<uint32_t>& values = nodes_[node].values;
    if (!values.empty()) found(length, values);
    if (length == words.size()) return;
    node = Follow(node, words[length]);
    if (node == 0) return;
  }
}

void PhraseTrie::MatchAll(
    absl::Span<const PhraseWord> words,
    absl::FunctionRef<void(size_t, size_t, uint32_t)> found) const {
  struct Phrase {
    size_t end;
    absl::Span<const uint32_t> values;
  };
  // Where the phrases that mean nothing and begin so far end.
  size_t silent_end = 0;
  for (size_t begin = 0; begin < words.size(); ++begin) {
    if (!Begins(words[begin])) continue;
    absl::InlinedVector<Phrase, 4> phrases;
    Match(words.subspan(begin),
          [&](size_t length, absl::Span<const uint32_t> values) {
            const size_t end = begin + length;
            if (values[0] == kMeansNothing) {
              silent_end = std::max(silent_end, end);
            } else {
              phrases.push_back({end, values});
            }
          });
    for (const Phrase& phrase : phrases) {
      if (phrase.end <= silent_end) continue;
      for (const uint32_t value : phrase.values) {
        found(begin, phrase.end - 1, value);
      }
    }
  }
}

}  // namespace localoffer
