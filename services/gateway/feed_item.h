// An item of the change feed as JSON.
#ifndef LOCALOFFER_SERVICES_GATEWAY_FEED_ITEM_H_
#define LOCALOFFER_SERVICES_GATEWAY_FEED_ITEM_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/feed/feed_reader.h"

namespace localoffer::gateway {

// With its quotes, in one line.
std::string JsonString(absl::string_view text);

// An item of RPDE 1.0, in one line.
void AppendFeedItem(const feed::FeedItem& item, std::string& text);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_FEED_ITEM_H_
