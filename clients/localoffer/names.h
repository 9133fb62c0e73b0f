// From what people type to resource names.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_NAMES_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/authorities.pb.h"

namespace localoffer::command {

// `authorities/E06000023` from that, or from a GSS code in any case; a log that
// is harvested likewise, from `E06000023-H-1a2b3c4d`. Empty when `text` is
// neither, and so perhaps a name.
std::string AuthorityFromCode(absl::string_view text);

// The authority that `text` means, by id, title or official name, case aside;
// else by the beginning of words in them. NOT_FOUND when none does,
// INVALID_ARGUMENT that lists the candidates when several do.
absl::StatusOr<std::string> AuthorityFromName(
    const v1::ListAuthoritiesResponse& authorities, absl::string_view text);

// The authority that a log is harvested for: `E06000023` from
// `E06000023-H-1a2b3c4d`; empty for an authority's own id.
std::string HarvestedFor(absl::string_view id);

// The resource name in the middle of others: `E06000023` from
// `authorities/E06000023/entries/…`; empty when there is none.
std::string AuthorityIdOf(absl::string_view resource_name);

// What stands behind the last slash.
std::string LastSegment(absl::string_view resource_name);

// `providers/GB-CHC-9900001` from that or from GB-CHC-9900001.
// INVALID_ARGUMENT for a number without its register.
absl::StatusOr<std::string> ProviderFromIdentifier(absl::string_view text);

// From a number in the register of charities: England and Wales, or Scotland
// for SC and Northern Ireland for NIC numbers.
absl::StatusOr<std::string> ProviderFromCharity(absl::string_view number);

// From a number at Companies House; leading zeros may be missing.
absl::StatusOr<std::string> ProviderFromCompany(absl::string_view number);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_NAMES_H_
