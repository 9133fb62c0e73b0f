#include "services/directory/directory_state.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::directory {

absl::StatusOr<v1::GetDirectoryStateResponse> DirectoryState(
    storage::Store& store) {
  ASSIGN_OR_RETURN(const int64_t postcodes,
                   store.geography().postcodes().Generation());
  v1::GetDirectoryStateResponse state;
  state.set_revision(store.logs().Latest().ToRevision());
  // Fingerprints have no spaces.
  const std::string parts = absl::StrCat(postcodes, " ", store.index_version(),
                                         " ", store.authorities().Fingerprint(),
                                         " ", store.trust().Fingerprint());
  state.set_version(
      absl::BytesToHexString(log::HashBytes(log::Sha256(parts))).substr(0, 32));
  return state;
}

}  // namespace localoffer::directory
