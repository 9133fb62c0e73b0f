#include "services/gateway/named_log.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"

namespace localoffer::gateway {

absl::StatusOr<std::string> NamedLog(storage::Store& store,
                                     const Visit& visit) {
  std::optional<std::string> id = visit.target.Parameter("authority");
  const auto in_path = visit.names.find("gss");
  if (in_path != visit.names.end()) id = in_path->second;
  if (!id) return std::string();
  // Of a log from a peer the node may know no more than what is in it.
  if (entry::IsLogId(*id) &&
      (store.authorities().Find(*id) || store.logs().Head(*id))) {
    return *id;
  }
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "UNKNOWN_AUTHORITY",
      absl::StrCat("\"", *id,
                   "\" is no authority of this node; wanted a code such as "
                   "E06000023"));
}

}  // namespace localoffer::gateway
