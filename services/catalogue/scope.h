// Which entries a question is about, and what they say.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_SCOPE_H_
#define LOCALOFFER_SERVICES_CATALOGUE_SCOPE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "localoffer/log/v1/change.pb.h"
#include "services/catalogue/contents.h"
#include "storage/directory/entries.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// The entries of one log, or those of every log that speaks for its authority.
// A value.
class Scope {
 public:
  // `log`: the id of an authority or of a log harvested for one; "" for all.
  // Errors are those of the store.
  static absl::StatusOr<Scope> Of(const std::string& log, storage::Store& store,
                                  const storage::Instant& instant);

  bool Has(const KnownEntry& entry) const {
    return log_.empty() ? speaking_.sizes().contains(entry.log())
                        : entry.log() == log_;
  }
  // The first of them that the scope has; nothing when it has none.
  absl::optional<KnownEntry> First(const Contents& contents,
                                   const EntryNumbers& entries) const;

 private:
  Scope(std::string log, storage::Instant speaking)
      : log_(std::move(log)), speaking_(std::move(speaking)) {}

  std::string log_;
  storage::Instant speaking_;
};

// An entry with what it says.
struct ReadEntry {
  storage::EntryRevision revision;
  log::v1::EntryPublished content;
};

// NOT_FOUND when it was erased.
absl::StatusOr<ReadEntry> Read(const storage::Entries& entries,
                               const KnownEntry& entry);

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_SCOPE_H_
