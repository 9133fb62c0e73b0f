#include "services/directory/directory_state.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/log/hash.h"

namespace localoffer::directory {

v1::GetDirectoryStateResponse DirectoryState(storage::Store& store) {
  v1::GetDirectoryStateResponse state;
  state.set_revision(store.logs().Latest().ToRevision());
  // Fingerprints have no spaces.
  const std::string parts = absl::StrCat(
      store.geography().postcodes().Generation().value_or(0), " ",
      store.index_version(), " ", store.authorities().Fingerprint(), " ",
      store.trust().Fingerprint());
  state.set_version(
      absl::BytesToHexString(log::HashBytes(log::Sha256(parts))).substr(0, 32));
  return state;
}

}  // namespace localoffer::directory
