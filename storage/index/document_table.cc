#include "storage/index/document_table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "storage/index/growth.h"

namespace localoffer {
namespace {

constexpr DocumentNumber kNone = std::numeric_limits<DocumentNumber>::max();
constexpr float kNoLimit = std::numeric_limits<float>::infinity();

// The first bytes of a text as a number that sorts as they do.
uint64_t BeginningOf(absl::string_view text) {
  std::array<char, sizeof(uint64_t)> bytes = {};
  text.copy(bytes.data(), bytes.size());
  uint64_t beginning = 0;
  for (const char byte : bytes) {
    beginning = beginning << 8 | static_cast<unsigned char>(byte);
  }
  return beginning;
}

float LimitOf(const absl::optional<double>& age, float none) {
  return age.has_value() ? static_cast<float>(*age) : none;
}

}  // namespace

absl::optional<DocumentNumber> DocumentTable::Add(absl::string_view authority,
                                                  absl::string_view entry_id,
                                                  uint64_t sequence,
                                                  DocumentRow row) {
  if (sequence < LogSize(authority)) return absl::nullopt;
  const DocumentNumber document =
      Append(authority, entry_id, sequence, std::move(row));
  Begin(document);
  return document;
}

bool DocumentTable::Begin(DocumentNumber document) {
  Authority& authority = authorities_[authority_of_[document]];
  const uint64_t sequence = starts_[document];
  if (!Advance(authority, sequence)) return false;
  Entry& entry = entries_[entry_of_[document]]->second;
  const DocumentNumber ended = entry.alive.value_or(kNone);
  if (ended != kNone) alive_.Erase(ended);
  alive_.Insert(document);
  authority.changes.push_back({sequence, document, ended});
  entry.alive = document;
  return true;
}

void DocumentTable::End(absl::string_view authority, absl::string_view entry_id,
                        uint64_t sequence) {
  const AuthorityNumber number = InternAuthority(authority);
  if (!Advance(authorities_[number], sequence)) return;
  const auto found = entry_numbers_.find({number, std::string(entry_id)});
  if (found == entry_numbers_.end() || !found->second.alive.has_value()) {
    return;
  }
  const DocumentNumber ended = *found->second.alive;
  alive_.Erase(ended);
  authorities_[number].changes.push_back({sequence, kNone, ended});
  found->second.alive.reset();
}

bool DocumentTable::Erase(absl::string_view authority, uint64_t sequence) {
  const auto known = authority_numbers_.find(authority);
  if (known == authority_numbers_.end()) return false;
  std::vector<Change>& changes = authorities_[known->second].changes;
  const auto change = std::lower_bound(
      changes.begin(), changes.end(), sequence,
      [](const Change& a, uint64_t wanted) { return a.sequence < wanted; });
  if (change == changes.end() || change->sequence != sequence ||
      change->begun == kNone) {
    return false;
  }
  const DocumentNumber erased = std::exchange(change->begun, kNone);
  const auto end = std::find_if(
      change, changes.end(),
      [erased](const Change& later) { return later.ended == erased; });
  if (end != changes.end()) {
    end->ended = kNone;
    return true;
  }
  alive_.Erase(erased);
  entries_[entry_of_[erased]]->second.alive.reset();
  return true;
}

uint64_t DocumentTable::LogSize(absl::string_view authority) const {
  const auto found = authority_numbers_.find(authority);
  return found == authority_numbers_.end()
             ? 0
             : authorities_[found->second].log_size;
}

AuthorityNumber DocumentTable::InternAuthority(absl::string_view id) {
  const auto [found, added] =
      authority_numbers_.try_emplace(id, authorities_.size());
  if (added) authorities_.push_back({std::string(id), {}, 0});
  return found->second;
}

DocumentTable::Entry& DocumentTable::InternEntry(AuthorityNumber authority,
                                                 absl::string_view entry_id) {
  const auto number = static_cast<EntryNumber>(entries_.size());
  const auto [found, added] = entry_numbers_.try_emplace(
      {authority, std::string(entry_id)}, Entry{number, absl::nullopt});
  if (added) entries_.push_back(&*found);
  return found->second;
}

bool DocumentTable::Advance(Authority& authority, uint64_t sequence) {
  if (sequence < authority.log_size) return false;
  authority.log_size = sequence + 1;
  return true;
}

DocumentNumber DocumentTable::Append(absl::string_view authority,
                                     absl::string_view entry_id,
                                     uint64_t sequence, DocumentRow row) {
  const auto number = static_cast<DocumentNumber>(starts_.size());
  const AuthorityNumber of = InternAuthority(authority);
  localoffer::Append(of, authority_of_);
  localoffer::Append(InternEntry(of, entry_id).number, entry_of_);
  localoffer::Append(sequence, starts_);
  localoffer::Append(LimitOf(row.minimum_age, -kNoLimit), minimum_ages_);
  localoffer::Append(LimitOf(row.maximum_age, kNoLimit), maximum_ages_);
  localoffer::Append(row.assured_day, assured_days_);
  ReserveFor(row.opening_hours.size(), opening_hours_);
  opening_hours_.insert(opening_hours_.end(), row.opening_hours.begin(),
                        row.opening_hours.end());
  localoffer::Append(static_cast<uint32_t>(opening_hours_.size()),
                     opening_ends_);
  localoffer::Append(BeginningOf(row.folded_name), name_beginnings_);
  const std::vector<NameWord> words = NameWordsOf(row.folded_name);
  ReserveFor(words.size(), name_words_);
  name_words_.insert(name_words_.end(), words.begin(), words.end());
  localoffer::Append(static_cast<uint32_t>(name_words_.size()),
                     name_word_ends_);
  row.folded_name.shrink_to_fit();
  localoffer::Append(std::move(row.folded_name), names_);
  if (number >= alive_.size()) alive_.Resize(number + number / 2 + 1024);
  return number;
}

void DocumentTable::FetchNameWords(
    absl::Span<const DocumentNumber> documents) const {
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(&name_word_ends_[document]);
  }
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(name_words_.data() + name_word_ends_[document]);
  }
}

void DocumentTable::FetchIdentities(
    absl::Span<const DocumentNumber> documents) const {
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(&authority_of_[document]);
    __builtin_prefetch(&entry_of_[document]);
    __builtin_prefetch(&starts_[document]);
  }
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(&entries_[entry_of_[document]]);
  }
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(entries_[entry_of_[document]]);
  }
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(entry_id(document).data());
  }
}

DocumentSet DocumentTable::AliveAt(const Instant& instant) const {
  DocumentSet alive = alive_;
  alive.Resize(size());
  for (const Authority& authority : authorities_) {
    const auto found = instant.find(authority.id);
    const uint64_t log_size = found == instant.end() ? 0 : found->second;
    // Undoes what came after, the newest first.
    for (size_t i = authority.changes.size();
         i > 0 && authority.changes[i - 1].sequence >= log_size; --i) {
      const Change& change = authority.changes[i - 1];
      if (change.begun != kNone) alive.Erase(change.begun);
      if (change.ended != kNone) alive.Insert(change.ended);
    }
  }
  return alive;
}

}  // namespace localoffer
