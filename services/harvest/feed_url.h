// Addresses of feeds, and of what is in them.
#ifndef LOCALOFFER_SERVICES_HARVEST_FEED_URL_H_
#define LOCALOFFER_SERVICES_HARVEST_FEED_URL_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::harvest {

inline constexpr size_t kMostUrlBytes = 2000;

// The address of a feed in its one spelling, without `/services` and a slash
// behind it. INVALID_ARGUMENT, saying what was wanted, unless it is http or
// https with a host and without user, query and fragment.
absl::StatusOr<std::string> NormalFeedUrl(absl::string_view text);

// Where a redirection leads to. FAILED_PRECONDITION unless that is http or
// https, without user, and not from https to http.
absl::StatusOr<std::string> RedirectedUrl(const std::string& from,
                                          const std::string& location);

// `text` as it may stand in a path or a query (RFC 3986, 2.1).
std::string PercentEncoded(absl::string_view text);

// `{url}?name=value&…`, values escaped; `url` alone without parameters.
std::string WithParameters(
    std::string url,
    const std::vector<std::pair<absl::string_view, std::string>>& parameters);

// `{feed}/services?name=value&…`
std::string ServicesUrl(
    absl::string_view feed,
    const std::vector<std::pair<absl::string_view, std::string>>& parameters);

// `{feed}/services/{id}`
std::string ServiceUrl(absl::string_view feed, absl::string_view id);

// `host:port`, for what goes by the server; the port only if it is named.
std::string HostOf(const std::string& url);

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_FEED_URL_H_
