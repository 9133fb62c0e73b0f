#include "services/gateway/openreferral/entry_batch.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// What the node takes at a time.
constexpr size_t kMostNames = 100;

// `begin` is the place of the first of the names.
absl::Status ReadBatch(
    const NodeClient& node, absl::Span<const std::string> names, size_t begin,
    const std::string& revision,
    absl::FunctionRef<void(size_t place, v1::Entry entry)> take) {
  v1::BatchGetEntriesRequest request;
  request.mutable_names()->Assign(names.begin(), names.end());
  request.set_revision(revision);
  request.set_view(v1::ENTRY_VIEW_FULL);
  absl::StatusOr<v1::BatchGetEntriesResponse> response =
      node.BatchGetEntries(request);
  if (rpc::ReasonOf(response.status()) == "BATCH_TOO_LARGE" &&
      names.size() > 1) {
    const size_t half = names.size() / 2;
    RETURN_IF_ERROR(ReadBatch(node, names.first(half), begin, revision, take));
    return ReadBatch(node, names.subspan(half), begin + half, revision, take);
  }
  RETURN_IF_ERROR(response.status());
  for (int i = 0; i < response->entries_size(); ++i) {
    take(begin + static_cast<size_t>(i),
         std::move(*response->mutable_entries(i)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadEntries(
    const NodeClient& node, absl::Span<const std::string> names,
    const std::string& revision,
    absl::FunctionRef<void(size_t place, v1::Entry entry)> take) {
  for (size_t begin = 0; begin < names.size(); begin += kMostNames) {
    RETURN_IF_ERROR(ReadBatch(node, names.subspan(begin, kMostNames), begin,
                              revision, take));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::gateway
