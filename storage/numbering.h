// Numbers for the changes of a group of commits.
#ifndef LOCALOFFER_STORAGE_NUMBERING_H_
#define LOCALOFFER_STORAGE_NUMBERING_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/committed_logs.h"
#include "storage/engine.h"
#include "storage/segment.h"

namespace localoffer::storage {

// Adds to `batch` the numbers (arrivals.h) of `changes`, in their order. Where
// another log of an authority speaks for it after them, both come in again.
// `committed` is what there was before, `after` has the logs that grow, as they
// will be.
absl::Status NumberChanges(const Engine& engine, const CommittedLogs& committed,
                           const CommittedLogs::Logs& after,
                           absl::Span<const CommittedChange> changes,
                           Batch& batch);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_NUMBERING_H_
