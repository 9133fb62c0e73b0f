// Names that searches can be completed to.
#ifndef LOCALOFFER_STORAGE_INDEX_PHRASE_TABLE_H_
#define LOCALOFFER_STORAGE_INDEX_PHRASE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "storage/index/prefix_buckets.h"

namespace localoffer {

// What a phrase is the name of.
enum class PhraseKind : uint8_t { kTaxonomyTerm, kProvider };

struct CountedPhrase {
  // As it was first added.
  std::string phrase;
  PhraseKind kind = PhraseKind::kTaxonomyTerm;
  uint32_t count = 0;
};

// Phrases with counts, completed from the beginning of any of their words.
// Two that differ only in case, accents or what stands between their words
// are one, of the same kind.
//
// Phrases of up to kMaxPhraseSize bytes are kept, longer ones are passed over;
// at most `max_phrases`, of which the rarest make room for new ones. About 250
// bytes a phrase. Thread-compatible: any number of threads may read while none
// adds.
class PhraseTable {
 public:
  static constexpr size_t kMaxPhraseSize = 120;
  static constexpr size_t kDefaultMaxPhrases = 60'000;

  explicit PhraseTable(size_t max_phrases = kDefaultMaxPhrases);

  void Add(absl::string_view phrase, PhraseKind kind, uint32_t count = 1);

  size_t size() const { return entries_.size(); }

  // The phrases that go on with `prefix` from one of their words on: those
  // that begin with it first, then by falling count, then in the order of
  // first adding; at most `limit`. `prefix` is as JoinFoldedWords makes it,
  // with its last word cut off or, whole, followed by a space. None when it is
  // empty.
  std::vector<CountedPhrase> Complete(absl::string_view prefix,
                                      size_t limit) const;

 private:
  using PhraseId = uint32_t;
  struct Entry {
    std::string phrase;
    // Its words, folded, one space between two.
    std::string folded;
    PhraseKind kind;
    uint32_t count;
  };

  struct Found {
    // True when the prefix is not at its beginning.
    bool is_inner;
    uint32_t count;
    PhraseId id;
  };

  // Each once.
  std::vector<Found> Find(absl::string_view prefix) const;
  void Append(Entry entry);
  void MakeRoom();

  size_t max_phrases_;
  std::vector<Entry> entries_;
  absl::flat_hash_map<std::pair<std::string, PhraseKind>, PhraseId> ids_;
  // The first bytes of each word; values are a phrase and the word's place.
  PrefixBuckets<8> by_word_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_PHRASE_TABLE_H_
