// The headers and bodies of changes, where projections find their content.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_BODIES_H_
#define LOCALOFFER_STORAGE_DIRECTORY_BODIES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/engine.h"

namespace localoffer::storage {

// The header of a change that has been committed. DATA_LOSS when it is missing
// or damaged.
absl::StatusOr<log::v1::ChangeHeader> ReadHeader(const Engine& engine,
                                                 absl::string_view authority,
                                                 uint64_t sequence);

// The body of a change that has been committed. NOT_FOUND when it was erased;
// DATA_LOSS when it is missing or damaged.
absl::StatusOr<log::v1::ChangeBody> ReadBody(const Engine& engine,
                                             absl::string_view authority,
                                             uint64_t sequence);

// The body in a record of the table body. DATA_LOSS when it is damaged.
absl::StatusOr<log::v1::ChangeBody> ParseStoredBody(absl::string_view authority,
                                                    uint64_t sequence,
                                                    absl::string_view stored);

// The sequence of the change that erased the body of `sequence`; nothing when
// none did.
absl::StatusOr<std::optional<uint64_t>> ErasedBy(const Engine& engine,
                                                 absl::string_view authority,
                                                 uint64_t sequence);

// The sequences of all changes of a log whose bodies are erased, in order.
absl::StatusOr<std::vector<uint64_t>> ErasedChanges(
    const Engine& engine, absl::string_view authority);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_BODIES_H_
