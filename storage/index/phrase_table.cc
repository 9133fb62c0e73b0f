#include "storage/index/phrase_table.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/index/folded_words.h"

namespace localoffer {
namespace {

// A value of by_word_: a phrase, and where in its folded form a word begins.
constexpr int kPlaceBits = 16;
// Folding makes a few characters longer, and hardly any text.
constexpr size_t kMaxFoldedSize = 4 * PhraseTable::kMaxPhraseSize;

uint64_t ValueOf(uint32_t phrase, size_t place) {
  return uint64_t{phrase} << kPlaceBits | place;
}

}  // namespace

PhraseTable::PhraseTable(size_t max_phrases)
    : max_phrases_(std::max<size_t>(max_phrases, 1)) {}

void PhraseTable::Add(absl::string_view phrase, PhraseKind kind,
                      uint32_t count) {
  if (phrase.size() > kMaxPhraseSize || count == 0) return;
  std::string folded = JoinFoldedWords(phrase);
  if (folded.empty() || folded.size() > kMaxFoldedSize) return;
  const auto found = ids_.find(std::make_pair(folded, kind));
  if (found != ids_.end()) {
    uint32_t& sum = entries_[found->second].count;
    sum += std::min(count, std::numeric_limits<uint32_t>::max() - sum);
    return;
  }
  if (entries_.size() == max_phrases_) MakeRoom();
  Append({std::string(phrase), std::move(folded), kind, count});
}

void PhraseTable::Append(Entry entry) {
  const auto id = static_cast<PhraseId>(entries_.size());
  ids_.emplace(std::make_pair(entry.folded, entry.kind), id);
  const absl::string_view folded = entry.folded;
  for (size_t place = 0;; ++place) {
    by_word_.Add(folded.substr(place), ValueOf(id, place));
    place = folded.find(' ', place);
    if (place == absl::string_view::npos) break;
  }
  entries_.push_back(std::move(entry));
}

void PhraseTable::MakeRoom() {
  // A quarter at a time keeps the cost of a phrase constant on average.
  std::vector<uint32_t> counts;
  counts.reserve(entries_.size());
  for (const Entry& entry : entries_) counts.push_back(entry.count);
  const auto middle = counts.begin() + counts.size() / 4;
  std::nth_element(counts.begin(), middle, counts.end());
  const uint32_t highest_forgotten = *middle;
  std::vector<Entry> all = std::move(entries_);
  entries_.clear();
  ids_.clear();
  by_word_.Clear();
  for (Entry& entry : all) {
    if (entry.count > highest_forgotten) Append(std::move(entry));
  }
}

std::vector<CountedPhrase> PhraseTable::Complete(absl::string_view prefix,
                                                 size_t limit) const {
  if (prefix.empty()) return {};
  std::vector<Found> found = Find(prefix);
  const size_t kept = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + kept, found.end(),
                    [](const Found& a, const Found& b) {
                      return std::tie(a.is_inner, b.count, a.id) <
                             std::tie(b.is_inner, a.count, b.id);
                    });
  std::vector<CountedPhrase> phrases;
  for (size_t i = 0; i < kept; ++i) {
    const Entry& entry = entries_[found[i].id];
    phrases.push_back({entry.phrase, entry.kind, entry.count});
  }
  return phrases;
}

std::vector<PhraseTable::Found> PhraseTable::Find(
    absl::string_view prefix) const {
  std::vector<Found> first;
  std::vector<Found> inner;
  by_word_.ForEach(prefix, [&](uint64_t value) {
    const auto id = static_cast<PhraseId>(value >> kPlaceBits);
    const size_t place = value & ((1 << kPlaceBits) - 1);
    // The bucket says no more of a longer prefix.
    if (prefix.size() > decltype(by_word_)::kKeySize &&
        !absl::StartsWith(absl::string_view(entries_[id].folded).substr(place),
                          prefix)) {
      return;
    }
    (place == 0 ? first : inner)
        .push_back({place != 0, entries_[id].count, id});
  });
  std::vector<bool> is_found(entries_.size());
  for (const Found& phrase : first) is_found[phrase.id] = true;
  for (const Found& phrase : inner) {
    if (is_found[phrase.id]) continue;
    is_found[phrase.id] = true;
    first.push_back(phrase);
  }
  return first;
}

}  // namespace localoffer
