// Who is calling, as far as they have shown it.
#ifndef LOCALOFFER_SERVICES_ACCESS_IDENTITY_H_
#define LOCALOFFER_SERVICES_ACCESS_IDENTITY_H_

#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "localoffer/v1/authorities.pb.h"

namespace localoffer::access {

// Bound to one authority; `storage::kNodeAuthority` for the node's operator.
struct Identity {
  std::string authority;
  std::set<v1::Role> roles;
};

// The identity in a client certificate's URI SAN,
// `spiffe://{trust domain}/authority/{authority}/{role}` with the role
// `publisher` or `admin`. Nothing for any other URI, and none for a harvested
// log: nobody publishes there but the node that reads the feed.
std::optional<Identity> IdentityOfUri(absl::string_view uri);

}  // namespace localoffer::access

#endif  // LOCALOFFER_SERVICES_ACCESS_IDENTITY_H_
