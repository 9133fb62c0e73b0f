#include "storage/log/edition.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "storage/log/big_endian.h"

namespace localoffer::log {
namespace {

constexpr size_t kMaxEditionIdBytes = 64;

}  // namespace

bool IsEditionId(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxEditionIdBytes &&
         text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

MapEntry EntryLeaf(absl::string_view entry_id, uint64_t content_sequence) {
  MapEntry leaf;
  leaf.key = std::string(entry_id);
  AppendBigEndian(content_sequence, leaf.value);
  return leaf;
}

MapEntry ProviderLeaf(absl::string_view provider, const NamingEntries& naming) {
  MapEntry leaf;
  leaf.key = std::string(provider);
  AppendBigEndian(naming.count, leaf.value);
  absl::StrAppend(&leaf.value, HashBytes(naming.root));
  return leaf;
}

}  // namespace localoffer::log
