#include "storage/log/log_id.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/log/hash.h"

namespace localoffer::log {
namespace {

constexpr absl::string_view kMark = "-H-";
constexpr size_t kNodeDigits = 8;

bool IsLowerHexDigit(unsigned char c) {
  return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
}

}  // namespace

absl::string_view AuthorityOfLog(absl::string_view id) {
  absl::string_view authority = id;
  if (id.size() <= kMark.size() + kNodeDigits) return id;
  const absl::string_view node = id.substr(id.size() - kNodeDigits);
  authority.remove_suffix(kNodeDigits);
  const bool harvested = absl::ConsumeSuffix(&authority, kMark) &&
                         std::all_of(node.begin(), node.end(), IsLowerHexDigit);
  return harvested ? authority : id;
}

bool IsHarvestedLog(absl::string_view id) {
  return AuthorityOfLog(id).size() < id.size();
}

std::string HarvestedLogId(absl::string_view authority,
                           absl::string_view node_id) {
  return absl::StrCat(authority, kMark,
                      HashHex(Sha256(node_id)).substr(0, kNodeDigits));
}

}  // namespace localoffer::log
