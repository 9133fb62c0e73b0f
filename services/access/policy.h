// Who may call what: one row a method.
#ifndef LOCALOFFER_SERVICES_ACCESS_POLICY_H_
#define LOCALOFFER_SERVICES_ACCESS_POLICY_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/access/identity.h"

namespace localoffer::access {

// What a method asks of its caller.
enum class Access {
  // Nothing.
  kPublic,
  // The role PUBLISHER of the authority that is written to.
  kPublisher,
  // The role ADMIN of the authority, or OPERATOR.
  kAdmin,
  // The role OPERATOR.
  kOperator,
};

// The row of a method, `localoffer.v1.Service/Method`; nothing when there is
// none, and then nobody may call it.
std::optional<Access> AccessOf(absl::string_view method);

// Whether a replica leaves the method to the node that it copies: it would
// change logs, or what a node keeps beside them.
bool IsAskedOfTheNode(absl::string_view method);

// Whether `caller` may call `method` on `authority` (an id; "" where the
// method concerns none).
//   UNAUTHENTICATED    the method is not public and the caller shows nothing
//   PERMISSION_DENIED  the caller is somebody, but not one who may
absl::Status Authorize(absl::string_view method, absl::string_view authority,
                       const std::optional<Identity>& caller);

}  // namespace localoffer::access

#endif  // LOCALOFFER_SERVICES_ACCESS_POLICY_H_
