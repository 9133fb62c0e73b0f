// Finds out who is calling, and lets in those who may.
#ifndef LOCALOFFER_SERVICES_ACCESS_GUARD_H_
#define LOCALOFFER_SERVICES_ACCESS_GUARD_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "services/access/identity.h"
#include "storage/directory/tokens.h"

namespace localoffer::access {

// Thread-safe. Outlived by the tokens it looks into.
class Guard {
 public:
  // `replica_of`: HOST:PORT of the node of which this one is a replica, if any.
  Guard(const storage::Tokens& tokens, std::function<absl::Time()> clock,
        std::string replica_of = "")
      : tokens_(tokens),
        clock_(std::move(clock)),
        replica_of_(std::move(replica_of)) {}

  // OK when the caller may call `method` on `authority`; see Authorize(). A
  // token that is unknown, revoked or expired is UNAUTHENTICATED even where
  // the method is public to nobody in particular. FAILED_PRECONDITION
  // (REPLICA), whoever calls, for what a replica leaves to its node.
  absl::Status Check(const grpc::ServerContextBase& context,
                     absl::string_view method,
                     absl::string_view authority) const;

 private:
  // A bearer token decides; without one, the client certificate.
  absl::StatusOr<std::optional<Identity>> Identify(
      const grpc::ServerContextBase& context) const;
  absl::StatusOr<Identity> IdentityOfToken(absl::string_view secret) const;

  const storage::Tokens& tokens_;
  const std::function<absl::Time()> clock_;
  const std::string replica_of_;
};

}  // namespace localoffer::access

#endif  // LOCALOFFER_SERVICES_ACCESS_GUARD_H_
