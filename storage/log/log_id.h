// Ids of logs: an authority's own, or one that a node harvests for it.
#ifndef LOCALOFFER_STORAGE_LOG_LOG_ID_H_
#define LOCALOFFER_STORAGE_LOG_LOG_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::log {

// An authority's own log has the authority's id, E06000023. A log that a node
// fills from a feed of the authority is E06000023-H-1a2b3c4d: eight lower-case
// hexadecimal digits tell the node. So whoever has a log, or the name of an
// entry in it, knows whose word it is, whatever else reached him.
//
// DURABLE: never change.
//
// All functions are pure and thread-safe; views point into their argument.

// Whether `id` is of a log that is harvested for an authority.
bool IsHarvestedLog(absl::string_view id);

// The authority that a log is of or for: E06000023 of both.
absl::string_view AuthorityOfLog(absl::string_view id);

// The id of the log that a node harvests for `authority`, which is no
// harvested log's. `node_id` is the node's own, any bytes.
std::string HarvestedLogId(absl::string_view authority,
                           absl::string_view node_id);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_LOG_ID_H_
