// Entries whose names are known, from the node.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENTRY_BATCH_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENTRY_BATCH_H_

#include <cstddef>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "localoffer/v1/entry.pb.h"
#include "services/gateway/node_client.h"

namespace localoffer::gateway {

// Calls `take` with each entry whole, in the order of `names`, which may name
// revisions, at the directory's `revision`. As many calls of the node as
// answers of a bounded size need: one for 100 entries as a rule. Errors are
// those of the calls.
absl::Status ReadEntries(
    const NodeClient& node, absl::Span<const std::string> names,
    const std::string& revision,
    absl::FunctionRef<void(size_t place, v1::Entry entry)> take);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENTRY_BATCH_H_
