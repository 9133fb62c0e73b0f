// Repair rules for web addresses and e-mail addresses.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_WEB_ADDRESS_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_WEB_ADDRESS_H_

#include "absl/strings/string_view.h"
#include "services/openreferral/repaired.h"

namespace localoffer::openreferral {

// The address of a page that people open: http or https with a host (RFC 3986).
// Expects trimmed text without control characters. Rules:
//   URL_SCHEME_ADDED    "www.example.org", "//example.org": https:// put before
//   URL_SLASHES_ADDED   "http:www.example.org", "https:/example.org"
//   URL_ENCODED         characters that a URL may not hold are percent-encoded
//   URL_INVALID         set aside: words, several addresses, another scheme
Repaired RepairUrl(absl::string_view supplied);

// A URI that names something, such as an area or a term: any scheme of
// RFC 3986 except those that browsers run ("javascript", "vbscript", "data").
// The rules are those of RepairUrl.
Repaired RepairUri(absl::string_view supplied);

// One e-mail address. Expects trimmed text. Rules:
//   EMAIL_SCHEME_REMOVED  "mailto:" taken away
//   EMAIL_INVALID         set aside: no single address with a domain
Repaired RepairEmail(absl::string_view supplied);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_WEB_ADDRESS_H_
