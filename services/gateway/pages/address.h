// Addresses of pages.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_ADDRESS_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_ADDRESS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::gateway::pages {

// For a place in a query or a segment of a path (RFC 3986).
std::string PercentEncoded(absl::string_view text);

// `?name=value&…`; "" without parameters.
std::string QueryOf(
    const std::vector<std::pair<absl::string_view, absl::string_view>>&
        parameters);

// `/entries/E06000023/0000…` of `authorities/E06000023/entries/0000…`, with
// or without a revision.
std::string EntryPath(absl::string_view entry_name);

// `E06000023` of a name that begins `authorities/E06000023`.
std::string LogOf(absl::string_view name);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_ADDRESS_H_
