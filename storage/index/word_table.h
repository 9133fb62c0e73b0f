// The words that documents are written with, for correcting and completing
// what people type.
#ifndef LOCALOFFER_STORAGE_INDEX_WORD_TABLE_H_
#define LOCALOFFER_STORAGE_INDEX_WORD_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/index/prefix_buckets.h"

namespace localoffer {

// A word and the number of documents that have it.
struct CountedWord {
  std::string word;
  uint32_t count = 0;
};

// A word near to another one.
struct NearWord {
  std::string word;
  uint32_t count = 0;
  // Edits from one to the other (spelling.h).
  int distance = 0;
};

// Folded words, not stemmed, with the number of documents that have each.
//
// Words of 2 to 40 bytes without digits are kept, others are nobody's typing
// errors. At most `max_words`: when there are more, those that the fewest
// documents have are forgotten, so that a hostile document cannot drive out
// what many have. About 60 bytes a word.
//
// Thread-compatible: any number of threads may read while none adds.
class WordTable {
 public:
  static constexpr size_t kMinWordSize = 2;
  static constexpr size_t kMaxWordSize = 40;
  static constexpr size_t kDefaultMaxWords = 200'000;

  explicit WordTable(size_t max_words = kDefaultMaxWords);
  WordTable(const WordTable&) = delete;
  WordTable& operator=(const WordTable&) = delete;

  // Notes a document that has `distinct_words`: folded, each once. Those that
  // are not kept are passed over.
  void Add(absl::Span<const std::string> distinct_words);

  // Notes `count` documents that have `word`. Gives back, word by word, a
  // table that ForEach went through.
  void Add(absl::string_view word, uint32_t count);

  // 0 when the word is unknown.
  uint32_t Count(absl::string_view word) const;

  size_t size() const { return entries_.size(); }

  // In the order of first adding.
  void ForEach(absl::FunctionRef<void(absl::string_view word, uint32_t count)>
                   visit) const;

  // The known words within `max_distance` edits of `word`, itself not: nearest
  // first, then those that more documents have, then in the order of their
  // bytes; at most `limit`. `max_distance` is 1 or 2. Looks at all words of
  // about the same length, at eight bytes each (about 50 microseconds for
  // 60,000 words), and compares few.
  std::vector<NearWord> Near(absl::string_view word, int max_distance,
                             size_t limit) const;

  // The known words that sound like `word` (sound.h) within `max_distance`
  // edits, itself not; ordered and limited as by Near, `distance` being that of
  // the sounds. `max_distance` is 0 or 1.
  std::vector<NearWord> Sounding(absl::string_view word, int max_distance,
                                 size_t limit) const;

  // The known words that begin with `prefix`, it included: those that more
  // documents have first, then in the order of their bytes; at most `limit`.
  // None for an empty prefix.
  std::vector<CountedWord> Complete(absl::string_view prefix,
                                    size_t limit) const;

 private:
  using WordId = uint32_t;
  struct Entry {
    uint32_t begin;
    uint32_t count;
    uint8_t size;
  };
  // The words, or their sounds, of one length in characters, side by side.
  struct LengthBucket {
    void Add(absl::string_view text, WordId id);

    std::vector<uint64_t> signatures;
    std::vector<WordId> ids;
  };
  // Look words up by their bytes, which stand in `arena_`.
  struct Hash {
    using is_transparent = void;
    const WordTable* table;
    size_t operator()(WordId id) const;
    size_t operator()(absl::string_view word) const;
  };
  struct Equal {
    using is_transparent = void;
    const WordTable* table;
    bool operator()(WordId a, WordId b) const { return a == b; }
    bool operator()(WordId a, absl::string_view b) const;
    bool operator()(absl::string_view a, WordId b) const;
  };

  absl::string_view WordOf(WordId id) const;
  void Append(absl::string_view word, uint32_t count);
  // Forgets the words of the lowest counts until there is room again.
  void MakeRoom();

  size_t max_words_;
  std::string arena_;
  std::vector<Entry> entries_;
  absl::flat_hash_set<WordId, Hash, Equal> ids_;
  using LengthBuckets = std::array<LengthBucket, kMaxWordSize + 1>;

  // Calls `compare` with those of `buckets` that may be within `max_distance`
  // of `text`.
  static void ForEachLike(const LengthBuckets& buckets, absl::string_view text,
                          int max_distance,
                          absl::FunctionRef<void(WordId)> compare);

  LengthBuckets by_length_;
  LengthBuckets by_sound_;
  PrefixBuckets<4> by_prefix_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_WORD_TABLE_H_
