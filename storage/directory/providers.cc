#include "storage/directory/providers.h"

#include <optional>
#include <utility>

#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {

absl::StatusOr<std::map<std::string, std::vector<std::string>, std::less<>>>
Providers::EverListed(absl::string_view provider) const {
  std::map<std::string, std::vector<std::string>, std::less<>> entries;
  Cursor cursor = engine_.Scan(Table::kProvider, IdPrefix(provider));
  for (; cursor.Valid(); cursor.Next()) {
    std::optional<ProviderKeyParts> parts = ParseProviderKey(cursor.key());
    if (!parts) {
      return absl::DataLossError("a key of the table provider is malformed");
    }
    entries[parts->authority].push_back(std::move(parts->entry_id));
  }
  RETURN_IF_ERROR(cursor.status());
  return entries;
}

}  // namespace localoffer::storage
