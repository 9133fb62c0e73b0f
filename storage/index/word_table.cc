#include "storage/index/word_table.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "storage/index/sound.h"
#include "storage/index/spelling.h"

namespace localoffer {
namespace {

// Counts do not wrap.
uint32_t Sum(uint32_t a, uint32_t b) {
  const uint32_t room = std::numeric_limits<uint32_t>::max() - a;
  return a + std::min(b, room);
}

bool IsKept(absl::string_view word) {
  return word.size() >= WordTable::kMinWordSize &&
         word.size() <= WordTable::kMaxWordSize &&
         absl::c_none_of(word, [](char c) { return absl::ascii_isdigit(c); });
}

// True when more than `max` bits are set, of which `max` is 0 to 4. Most
// processors count bits in an instruction, but no compiler may count on it.
bool HasMoreBits(uint64_t bits, int max) {
  if (max > 0) bits &= bits - 1;
  if (max > 1) bits &= bits - 1;
  if (max > 2) bits &= bits - 1;
  if (max > 3) bits &= bits - 1;
  return bits != 0;
}

// The first `limit` of `all` in the order of `is_before`.
template <typename T, typename IsBefore>
void KeepFirst(std::vector<T>& all, size_t limit, const IsBefore& is_before) {
  const size_t kept = std::min(limit, all.size());
  std::partial_sort(all.begin(), all.begin() + kept, all.end(), is_before);
  all.resize(kept);
}

void KeepNearest(std::vector<NearWord>& near, size_t limit) {
  KeepFirst(near, limit, [](const NearWord& a, const NearWord& b) {
    return std::tie(a.distance, b.count, a.word) <
           std::tie(b.distance, a.count, b.word);
  });
}

}  // namespace

size_t WordTable::Hash::operator()(WordId id) const {
  return (*this)(table->WordOf(id));
}

size_t WordTable::Hash::operator()(absl::string_view word) const {
  return absl::HashOf(word);
}

bool WordTable::Equal::operator()(WordId a, absl::string_view b) const {
  return table->WordOf(a) == b;
}

bool WordTable::Equal::operator()(absl::string_view a, WordId b) const {
  return a == table->WordOf(b);
}

WordTable::WordTable(size_t max_words)
    : max_words_(std::max<size_t>(max_words, 1)),
      ids_(0, Hash{this}, Equal{this}) {}

absl::string_view WordTable::WordOf(WordId id) const {
  const Entry& entry = entries_[id];
  return absl::string_view(arena_).substr(entry.begin, entry.size);
}

void WordTable::Add(absl::Span<const std::string> distinct_words) {
  for (const std::string& word : distinct_words) Add(word, 1);
}

void WordTable::Add(absl::string_view word, uint32_t count) {
  if (count == 0 || !IsKept(word)) return;
  const auto found = ids_.find(word);
  if (found != ids_.end()) {
    entries_[*found].count = Sum(entries_[*found].count, count);
    return;
  }
  if (entries_.size() == max_words_) MakeRoom();
  Append(word, count);
}

void WordTable::Append(absl::string_view word, uint32_t count) {
  const auto id = static_cast<WordId>(entries_.size());
  entries_.push_back({static_cast<uint32_t>(arena_.size()), count,
                      static_cast<uint8_t>(word.size())});
  arena_.append(word.data(), word.size());
  ids_.insert(id);
  by_length_[CharacterCount(word)].Add(word, id);
  const std::string sound = SoundOf(word);
  by_sound_[std::min(CharacterCount(sound), kMaxWordSize)].Add(sound, id);
  by_prefix_.Add(word, id);
}

void WordTable::MakeRoom() {
  // A quarter at a time keeps the cost of a word constant on average.
  std::vector<uint32_t> counts;
  counts.reserve(entries_.size());
  for (const Entry& entry : entries_) counts.push_back(entry.count);
  const auto middle = counts.begin() + counts.size() / 4;
  std::nth_element(counts.begin(), middle, counts.end());
  const uint32_t highest_forgotten = *middle;
  std::vector<CountedWord> kept;
  ForEach([&](absl::string_view word, uint32_t count) {
    if (count > highest_forgotten) kept.push_back({std::string(word), count});
  });
  ids_.clear();
  entries_.clear();
  arena_.clear();
  by_length_.fill(LengthBucket());
  by_sound_.fill(LengthBucket());
  by_prefix_.Clear();
  for (const CountedWord& word : kept) Append(word.word, word.count);
}

uint32_t WordTable::Count(absl::string_view word) const {
  const auto found = ids_.find(word);
  return found == ids_.end() ? 0 : entries_[*found].count;
}

void WordTable::ForEach(
    absl::FunctionRef<void(absl::string_view word, uint32_t count)> visit)
    const {
  for (WordId id = 0; id < entries_.size(); ++id) {
    visit(WordOf(id), entries_[id].count);
  }
}

void WordTable::LengthBucket::Add(absl::string_view text, WordId id) {
  signatures.push_back(LetterSignature(text));
  ids.push_back(id);
}

void WordTable::ForEachLike(const LengthBuckets& buckets,
                            absl::string_view text, int max_distance,
                            absl::FunctionRef<void(WordId)> compare) {
  const auto length = static_cast<int>(CharacterCount(text));
  const uint64_t signature = LetterSignature(text);
  const int longest = std::min<int>(length + max_distance, buckets.size() - 1);
  for (int l = std::max(length - max_distance, 0); l <= longest; ++l) {
    const LengthBucket& bucket = buckets[l];
    const int max_bits = 2 * max_distance - std::abs(l - length);
    for (size_t i = 0; i < bucket.signatures.size(); ++i) {
      if (!HasMoreBits(bucket.signatures[i] ^ signature, max_bits)) {
        compare(bucket.ids[i]);
      }
    }
  }
}

std::vector<NearWord> WordTable::Near(absl::string_view word, int max_distance,
                                      size_t limit) const {
  std::vector<NearWord> near;
  ForEachLike(by_length_, word, max_distance, [&](WordId id) {
    const absl::string_view other = WordOf(id);
    const int distance = EditDistance(word, other, max_distance);
    if (distance == 0 || distance > max_distance) return;
    near.push_back({std::string(other), entries_[id].count, distance});
  });
  KeepNearest(near, limit);
  return near;
}

std::vector<NearWord> WordTable::Sounding(absl::string_view word,
                                          int max_distance,
                                          size_t limit) const {
  std::vector<NearWord> near;
  const std::string sound = SoundOf(word);
  ForEachLike(by_sound_, sound, max_distance, [&](WordId id) {
    const absl::string_view other = WordOf(id);
    const int distance = EditDistance(sound, SoundOf(other), max_distance);
    if (distance > max_distance || other == word) return;
    near.push_back({std::string(other), entries_[id].count, distance});
  });
  KeepNearest(near, limit);
  return near;
}

std::vector<CountedWord> WordTable::Complete(absl::string_view prefix,
                                             size_t limit) const {
  if (prefix.empty()) return {};
  struct Found {
    uint32_t count;
    WordId id;
  };
  std::vector<Found> found;
  by_prefix_.ForEach(prefix, [&](uint64_t value) {
    const auto id = static_cast<WordId>(value);
    // The bucket says no more of a longer prefix.
    if (prefix.size() <= decltype(by_prefix_)::kKeySize ||
        absl::StartsWith(WordOf(id), prefix)) {
      found.push_back({entries_[id].count, id});
    }
  });
  KeepFirst(found, limit, [this](const Found& a, const Found& b) {
    return a.count != b.count ? a.count > b.count : WordOf(a.id) < WordOf(b.id);
  });
  std::vector<CountedWord> words;
  words.reserve(found.size());
  for (const Found& word : found) {
    words.push_back({std::string(WordOf(word.id)), word.count});
  }
  return words;
}

}  // namespace localoffer
