// Whether editions commit to what their authority's log says. A proof rests on
// an edition's roots; that they are true shows to whoever has the log, and to
// nobody else. So a node that follows a log asks this when editions come in,
// and a server before it proves anything from one.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_EDITION_CHECK_H_
#define LOCALOFFER_STORAGE_DIRECTORY_EDITION_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/directory/editions.h"
#include "storage/directory/offer_maps.h"
#include "storage/engine.h"

namespace localoffer::storage {

enum class EditionVerdict : uint8_t {
  // It commits to the offer that the changes before it left.
  kTrue,
  // It does not, or there was an edition of its id before: the authority's
  // word contradicts its own log. Log and checkpoint are the evidence.
  kFalse,
  // Its entries are those of the log. Whether its providers are can't be known,
  // because content that they were named in has been erased since.
  kUnknown,
};

struct EditionFinding {
  EditionVerdict verdict = EditionVerdict::kTrue;
  // For people; empty for kTrue.
  std::string why;
};

// What comes of comparing `made` with the maps of the offer that it is of.
// Pure.
EditionFinding Compare(const log::v1::EditionMade& made, const OfferMaps& maps);

struct CheckedEdition {
  Edition edition;
  EditionFinding finding;
};

// The editions that the changes of a log from `begin` on made, up to but not
// `end`, in the order of the log; all of these changes and those before are in
// the store. To be called after a segment has been received. Reads the whole
// offer for each edition, some tenths of a second for 5,000 entries: work for a
// thread that nobody waits for. Errors are those of this store, and say nothing
// against the authority.
absl::StatusOr<std::vector<CheckedEdition>> CheckEditions(
    const Engine& engine, absl::string_view authority, uint64_t begin,
    uint64_t end);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_EDITION_CHECK_H_
