// Provider ids: who provides a service, by its identifier in a public register.
//
// A provider id is a register's code and the identifier within it, joined by a
// hyphen, in one spelling only: `GB-CHC-9900001`. The codes are those of
// org-id.guide: GB-CHC charities of England and Wales, GB-COH companies,
// GB-NHS organisations by ODS code, GB-EDU schools by URN, and so on. That
// list has no code for the Care Quality Commission; GB-CQC is used for it.
//
// DURABLE: never change how an identifier is spelled. Editions commit to the
// providers that entries name (storage/log/edition.h), in this spelling.
//
// Pure functions; safe to call from any thread.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_ID_H_
#define LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_ID_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer {

// The provider id for `identifier` in the register `scheme`; absent when the
// identifier can't be one of that register.
//
// Case of the scheme, white space and missing leading zeros are put right:
//   GB-CHC    6 or 7 digits; a linked charity keeps its number, `-1`
//   GB-COH    8 characters: digits, or a prefix such as SC or CE and digits
//   GB-NHS    3 to 8 upper-case letters and digits
//   GB-EDU    6 digits
//   GB-UKPRN  8 digits
//   GB-SC     SC and 6 digits
//   GB-NIC    6 digits
//   GB-LAE    3 upper-case letters
// The register may also be called ODS, URN, UKPRN or CQC. Any other scheme of
// the form of an org-id.guide code (`XX-CODE`) is accepted, with an identifier
// of 1 to 64 letters, digits, `.`, `_` or `-` kept as it is. An identifier
// that already begins with its scheme, and one that is a whole provider id
// while `scheme` is empty, are understood.
std::optional<std::string> ProviderId(absl::string_view scheme,
                                      absl::string_view identifier);

// The provider id that somebody typed, `GB-CHC-9900001`, or as a resource name,
// `providers/GB-CHC-9900001`; absent when it is neither.
std::optional<std::string> NormalizeProvider(absl::string_view name);

// The providers of a service: its organisation's well-formed identifiers, in
// their order, each once.
std::vector<std::string> ProvidersOf(const v1::Service& service);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_ID_H_
