// Entries, as the logs say they are and were.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_ENTRIES_H_
#define LOCALOFFER_STORAGE_DIRECTORY_ENTRIES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "localoffer/log/v1/change.pb.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/engine.h"

namespace localoffer::storage {

// Where one revision of an entry is, and what it is without its content.
struct EntryRevision {
  std::string authority;
  std::string entry_id;
  // Of the change that made it.
  uint64_t sequence = 0;
  bool withdrawn = false;
  // Of the change whose body has the content: this one, or for a withdrawal
  // the last that published.
  uint64_t content_sequence = 0;
  absl::Time create_time;
  absl::Time update_time;
};

// The change that erased a content.
struct ContentErasure {
  uint64_t sequence = 0;
  absl::Time time;
  std::string reason;
};

// Reads the projection of all logs into entries. Thread-safe; a log size `N`
// means "as the first N changes of the authority's log left it".
class Entries {
 public:
  explicit Entries(const Engine& engine) : engine_(engine) {}

  // The entry's revision at a log size; nothing if it did not exist then.
  absl::StatusOr<std::optional<EntryRevision>> At(absl::string_view authority,
                                                  absl::string_view entry_id,
                                                  uint64_t log_size) const;

  // Calls `visit` with the revision at `log_size` of every entry of the
  // authority whose id follows `after`, in the order of ids, until it returns
  // false.
  absl::Status ForEach(absl::string_view authority, uint64_t log_size,
                       absl::string_view after,
                       absl::FunctionRef<bool(EntryRevision)> visit) const;

  // Calls `visit` with the entry's revisions up to `log_size`, newest first,
  // until it returns false.
  absl::Status ForEachRevision(
      absl::string_view authority, absl::string_view entry_id,
      uint64_t log_size, absl::FunctionRef<bool(EntryRevision)> visit) const;

  // What a revision holds: nothing when it was erased. DATA_LOSS when the body
  // is damaged or gone.
  absl::StatusOr<log::v1::EntryPublished> Content(
      const EntryRevision& revision) const;

  // Why a withdrawn revision was withdrawn; "" when that was erased.
  absl::StatusOr<std::string> WithdrawalReason(
      const EntryRevision& revision) const;

  // How the content of a revision was erased; nothing when it was not.
  absl::StatusOr<std::optional<ContentErasure>> ErasureOf(
      const EntryRevision& revision) const;

 private:
  const Engine& engine_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_ENTRIES_H_
