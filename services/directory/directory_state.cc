#include "services/directory/directory_state.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::directory {

absl::StatusOr<std::string> DirectoryVersion(storage::Store& store) {
  ASSIGN_OR_RETURN(const int64_t postcodes,
                   store.geography().postcodes().Generation());
  // Fingerprints have no spaces.
  const std::string parts = absl::StrCat(postcodes, " ", store.index_version(),
                                         " ", store.authorities().Fingerprint(),
                                         " ", store.trust().Fingerprint());
  return absl::BytesToHexString(log::HashBytes(log::Sha256(parts)))
      .substr(0, 32);
}

absl::StatusOr<v1::GetDirectoryStateResponse> DirectoryState(
    storage::Store& store) {
  v1::GetDirectoryStateResponse state;
  ASSIGN_OR_RETURN(*state.mutable_version(), DirectoryVersion(store));
  state.set_revision(store.logs().Latest().ToRevision());
  return state;
}

}  // namespace localoffer::directory
