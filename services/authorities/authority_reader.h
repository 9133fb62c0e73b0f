// Reading the authorities: one, or all.
#ifndef LOCALOFFER_SERVICES_AUTHORITIES_AUTHORITY_READER_H_
#define LOCALOFFER_SERVICES_AUTHORITIES_AUTHORITY_READER_H_

#include <string>

#include "absl/status/statusor.h"
#include "localoffer/v1/authorities.pb.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::authorities {

// Thread-safe. The store outlives it. Errors as in authorities.proto.
class AuthorityReader {
 public:
  explicit AuthorityReader(storage::Store& store) : store_(store) {}

  absl::StatusOr<v1::GetAuthorityResponse> Get(
      const v1::GetAuthorityRequest& request) const;
  absl::StatusOr<v1::ListAuthoritiesResponse> List(
      const v1::ListAuthoritiesRequest& request) const;

  // The authority as answers show it; `speaking` says which log answers for it.
  absl::StatusOr<v1::Authority> Show(const std::string& id,
                                     const storage::v1::AuthorityRecord& record,
                                     const storage::Instant& speaking) const;

 private:
  storage::Store& store_;
};

}  // namespace localoffer::authorities

#endif  // LOCALOFFER_SERVICES_AUTHORITIES_AUTHORITY_READER_H_
