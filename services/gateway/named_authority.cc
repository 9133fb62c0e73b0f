#include "services/gateway/named_authority.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"

namespace localoffer::gateway {

absl::StatusOr<std::string> NamedAuthority(const Visit& visit) {
  std::optional<std::string> id = visit.target.Parameter("authority");
  const auto in_path = visit.names.find("gss");
  if (in_path != visit.names.end()) id = in_path->second;
  if (!id) return std::string();
  if (!entry::IsLogId(*id)) return UnknownAuthority(*id);
  return *id;
}

std::string ParentOf(const std::string& id) {
  return entry::FormatAuthorityName(id.empty() ? "-" : id);
}

absl::Status UnknownAuthority(absl::string_view id) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "UNKNOWN_AUTHORITY",
      absl::StrCat("\"", id,
                   "\" is no authority of this node; wanted a code such as "
                   "E06000023"));
}

absl::Status InWordsOfHttp(absl::Status error, absl::string_view id) {
  if (rpc::ReasonOf(error) == "AUTHORITY_NOT_FOUND") {
    return UnknownAuthority(id);
  }
  return error;
}

}  // namespace localoffer::gateway
