// The editions that authorities have made of their local offers.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_EDITIONS_H_
#define LOCALOFFER_STORAGE_DIRECTORY_EDITIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/engine.h"

namespace localoffer::storage {

// An edition without its content. It is of the offer as the changes before
// `sequence` left it.
struct Edition {
  std::string authority;
  std::string id;
  // Of the change that made it.
  uint64_t sequence = 0;
  absl::Time create_time;
};

// Thread-safe; log sizes as in Entries. Of changes that make an edition of the
// same id, which no home node lets happen, the first counts.
class Editions {
 public:
  explicit Editions(const Engine& engine) : engine_(engine) {}

  // Nothing if there was none at that log size.
  absl::StatusOr<std::optional<Edition>> At(absl::string_view authority,
                                            absl::string_view id,
                                            uint64_t log_size) const;

  // The one made last.
  absl::StatusOr<std::optional<Edition>> Last(absl::string_view authority,
                                              uint64_t log_size) const;

  // Calls `visit` with every edition whose id follows `after`, in the order of
  // ids, until it returns false.
  absl::Status ForEach(absl::string_view authority, uint64_t log_size,
                       absl::string_view after,
                       absl::FunctionRef<bool(Edition)> visit) const;

  // Every one that the changes from `begin` to before `end` made, in the order
  // of the log: of one id, too, if they did so more than once.
  absl::StatusOr<std::vector<Edition>> MadeBy(absl::string_view authority,
                                              uint64_t begin,
                                              uint64_t end) const;

  // What it commits to. DATA_LOSS when it can't be read.
  absl::StatusOr<log::v1::EditionMade> Content(const Edition& edition) const;

 private:
  const Engine& engine_;
};

// Projects the change that made an edition.
void ProjectEdition(const log::v1::ChangeHeader& header, Batch& batch);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_EDITIONS_H_
