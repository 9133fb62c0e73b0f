#include "storage/directory/instant.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "localoffer/storage/v1/records.pb.h"

namespace localoffer::storage {

Instant::Instant(Sizes sizes) : sizes_(std::move(sizes)) {
  std::erase_if(sizes_, [](const auto& size) { return size.second == 0; });
}

uint64_t Instant::SizeOf(absl::string_view authority) const {
  const auto found = sizes_.find(authority);
  return found == sizes_.end() ? 0 : found->second;
}

std::string Instant::ToRevision() const {
  v1::RevisionToken token;
  for (const auto& [authority, size] : sizes_) {
    auto* log = token.add_logs();
    log->set_authority(authority);
    log->set_size(size);
  }
  // Never empty, so that the revision of an empty directory is a token too.
  return absl::WebSafeBase64Escape("r" + token.SerializeAsString());
}

absl::StatusOr<Instant> Instant::FromRevision(absl::string_view revision) {
  const absl::Status malformed = absl::InvalidArgumentError(
      "revision: wanted the revision of an earlier answer, unchanged");
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(revision, &bytes)) return malformed;
  v1::RevisionToken token;
  if (bytes.empty() || bytes[0] != 'r' ||
      !token.ParseFromArray(bytes.data() + 1,
                            static_cast<int>(bytes.size() - 1))) {
    return malformed;
  }
  Sizes sizes;
  for (const auto& log : token.logs()) {
    // Ids are parts of keys; see keys.h.
    if (log.authority().find('\0') != std::string::npos ||
        !sizes.emplace(log.authority(), log.size()).second) {
      return malformed;
    }
  }
  return Instant(std::move(sizes));
}

}  // namespace localoffer::storage
