#include "storage/index/document_table.h"

#include <algorithm>
#include <array>
#include <limits>

namespace localoffer {
namespace {

constexpr uint64_t kNotEnded = std::numeric_limits<uint64_t>::max();
constexpr double kNoLimit = std::numeric_limits<double>::infinity();

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

}  // namespace

absl::optional<DocumentNumber> DocumentTable::Add(const Document& document,
                                                  std::string folded_name) {
  const AuthorityNumber number = InternAuthority(document.authority);
  Authority& authority = authorities_[number];
  if (!Advance(authority, document.sequence)) return absl::nullopt;
  Entry& entry = InternEntry(number, document.entry_id);
  if (entry.alive.has_value()) {
    ends_[*entry.alive] = document.sequence;
    alive_[*entry.alive] = false;
  } else {
    Populate(authority, 1);
  }
  entry.alive = Append(document, std::move(folded_name), number, entry.number);
  return entry.alive;
}

void DocumentTable::End(absl::string_view authority, absl::string_view entry_id,
                        uint64_t sequence) {
  const AuthorityNumber number = InternAuthority(authority);
  if (!Advance(authorities_[number], sequence)) return;
  const auto found = entry_numbers_.find({number, std::string(entry_id)});
  if (found == entry_numbers_.end() || !found->second.alive.has_value()) {
    return;
  }
  ends_[*found->second.alive] = sequence;
  alive_[*found->second.alive] = false;
  found->second.alive.reset();
  Populate(authorities_[number], -1);
}

absl::optional<AuthorityNumber> DocumentTable::FindAuthority(
    absl::string_view id) const {
  const auto found = authority_numbers_.find(id);
  if (found == authority_numbers_.end()) return absl::nullopt;
  return found->second;
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

void DocumentTable::Populate(Authority& authority, int difference) {
  const size_t alive =
      authority.history.empty() ? 0 : authority.history.back().alive;
  authority.history.push_back({authority.log_size, alive + difference});
}

DocumentNumber DocumentTable::Append(const Document& document,
                                     std::string folded_name,
                                     AuthorityNumber authority,
                                     EntryNumber entry) {
  const auto number = static_cast<DocumentNumber>(starts_.size());
  authority_of_.push_back(authority);
  entry_of_.push_back(entry);
  starts_.push_back(document.sequence);
  ends_.push_back(kNotEnded);
  alive_.push_back(true);
  // A status of a later contract is one that this one cannot tell.
  const bool known = v1::ServiceStatus_IsValid(document.status);
  statuses_.push_back(known ? document.status : v1::SERVICE_STATUS_UNSPECIFIED);
  minimum_ages_.push_back(document.minimum_age.value_or(-kNoLimit));
  maximum_ages_.push_back(document.maximum_age.value_or(kNoLimit));
  name_beginnings_.push_back(BeginningOf(folded_name));
  names_.push_back(std::move(folded_name));
  return number;
}

size_t DocumentTable::PopulationAt(const Authority& authority,
                                   uint64_t log_size) {
  const auto later =
      std::upper_bound(authority.history.begin(), authority.history.end(),
                       log_size, [](uint64_t size, const Population& step) {
                         return size < step.log_size;
                       });
  return later == authority.history.begin() ? 0 : std::prev(later)->alive;
}

DocumentTable::Snapshot::Snapshot(const DocumentTable& table,
                                  const Instant& instant)
    : table_(table) {
  sizes_.reserve(table.authorities_.size());
  for (const Authority& authority : table.authorities_) {
    const auto found = instant.find(authority.id);
    const uint64_t size = found == instant.end() ? 0 : found->second;
    sizes_.push_back(size);
    is_present_ = is_present_ && size >= authority.log_size;
    count_ += PopulationAt(authority, size);
  }
}

}  // namespace localoffer
