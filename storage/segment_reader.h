// Segments out of a store, for a peer that follows its logs.
#ifndef LOCALOFFER_STORAGE_SEGMENT_READER_H_
#define LOCALOFFER_STORAGE_SEGMENT_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/log/key_chain.h"
#include "storage/segment.h"
#include "storage/store.h"

namespace localoffer::storage {

// The changes of an authority's log from `sequence` on: at least those up to
// the next checkpoint that is kept, and of the following as many as fit into
// `most_bytes`. `size` is the log's, as the caller may see it.
//   OUT_OF_RANGE  the log has no change `sequence`
//   UNAVAILABLE   a body was erased by a change that has not come here yet
//   DATA_LOSS     the store is damaged
absl::StatusOr<Segment> ReadSegment(Store& store, const std::string& authority,
                                    uint64_t sequence, uint64_t size,
                                    size_t most_bytes);

// That change `sequence` is in the log, shown by the first kept checkpoint that
// covers it. NOT_FOUND when there is none up to `size`.
absl::StatusOr<log::ChangeProof> ProveChange(const Store& store,
                                             const std::string& authority,
                                             uint64_t sequence, uint64_t size);

// The rotations of the log's key, in order, each shown by the checkpoint that
// ends its commit: those that make the log larger than `after`, up to `size`.
absl::StatusOr<std::vector<log::ChangeProof>> ProveRotations(
    Store& store, const std::string& authority, uint64_t after, uint64_t size);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_SEGMENT_READER_H_
