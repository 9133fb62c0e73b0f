#include "services/access/identity.h"

#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/log/log_id.h"

namespace localoffer::access {

std::optional<Identity> IdentityOfUri(absl::string_view uri) {
  if (!absl::ConsumePrefix(&uri, "spiffe://")) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(uri, '/');
  if (parts.size() != 4 || parts[0].empty() || parts[1] != "authority" ||
      parts[2].empty() || log::IsHarvestedLog(parts[2])) {
    return std::nullopt;
  }
  if (parts[3] == "publisher") return Identity{parts[2], {v1::ROLE_PUBLISHER}};
  if (parts[3] == "admin") return Identity{parts[2], {v1::ROLE_ADMIN}};
  return std::nullopt;
}

}  // namespace localoffer::access
