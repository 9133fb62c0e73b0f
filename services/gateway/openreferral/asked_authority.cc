#include "services/gateway/openreferral/asked_authority.h"

#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
absl::Status CheckAuthority(const NodeClient& node, const std::string& id) {
  if (id.empty()) return absl::OkStatus();
  v1::GetAuthorityRequest registered;
  registered.set_name(entry::FormatAuthorityName(id));
  absl::Status found = node.GetAuthority(registered).status();
  if (!absl::IsNotFound(found)) return found;
  // Of a log from a peer the node may know no more than what is in it. At an
  // instant of its own choice a caller is told where there is nothing.
  ASSIGN_OR_RETURN(const v1::GetDirectoryStateResponse state,
                   node.GetDirectoryState({}));
  v1::ListEntriesRequest copied;
  copied.set_parent(registered.name());
  copied.set_revision(state.revision());
  copied.set_view(v1::ENTRY_VIEW_NAME);
  copied.set_page_size(1);
  absl::Status begun = node.ListEntries(copied).status();
  return absl::IsOutOfRange(begun) ? UnknownAuthority(id) : begun;
}

absl::Status CatalogueError(const absl::Status& status, const std::string& id) {
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  rpc::ReadDetails(status, info, bad_request);
  for (const auto& violation : bad_request.field_violations()) {
    if (violation.field() == "authority") return UnknownAuthority(id);
  }
  return status;
}

absl::Status CatalogueError(const absl::Status& status, const std::string& id,
                            ApiQuery& query) {
  absl::Status error = CatalogueError(status, id);
  if (absl::IsInvalidArgument(error)) RETURN_IF_ERROR(query.Check(error));
  return error;
}

}  // namespace localoffer::gateway
