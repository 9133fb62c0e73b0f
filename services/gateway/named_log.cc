#include "services/gateway/named_log.h"

#include "services/gateway/named_authority.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {

absl::StatusOr<std::string> NamedLog(storage::Store& store,
                                     const Visit& visit) {
  ASSIGN_OR_RETURN(std::string id, NamedAuthority(visit));
  // Of a log from a peer the node may know no more than what is in it.
  if (!id.empty() && !store.authorities().Find(id) && !store.logs().Head(id)) {
    return UnknownAuthority(id);
  }
  return id;
}

}  // namespace localoffer::gateway
