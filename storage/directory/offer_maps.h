// The two maps of a local offer that an edition commits to, made from what the
// log says: whoever has the log makes the same ones.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_OFFER_MAPS_H_
#define LOCALOFFER_STORAGE_DIRECTORY_OFFER_MAPS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/engine.h"
#include "storage/log/edition.h"
#include "storage/log/merkle_map.h"

namespace localoffer::storage {

// A value; thread-safe once made.
class OfferMaps {
 public:
  // Of the offer as the first `log_size` changes left it. Reads every entry's
  // content: for 5,000 entries some tenths of a second. DATA_LOSS when a
  // record is damaged.
  static absl::StatusOr<OfferMaps> At(const Engine& engine,
                                      absl::string_view authority,
                                      uint64_t log_size);

  const log::MerkleMap& entries() const { return entries_; }

  // False when content that the offer had then has been erased since. Then
  // nobody can make the map of providers any more, and it is empty here.
  bool providers_are_known() const { return providers_are_known_; }
  const log::MerkleMap& providers() const { return providers_; }

  // Ids of the entries that name a provider, sorted.
  absl::Span<const std::string> EntriesNaming(absl::string_view provider) const;
  log::NamingEntries Naming(absl::string_view provider) const;

  // The content of the edition of this offer. `providers_are_known` holds.
  log::v1::EditionMade ToEdition(absl::string_view title) const;

 private:
  log::MerkleMap entries_;
  log::MerkleMap providers_;
  std::map<std::string, std::vector<std::string>, std::less<>> naming_;
  bool providers_are_known_ = true;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_OFFER_MAPS_H_
