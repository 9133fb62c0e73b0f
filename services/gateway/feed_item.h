// An item of the change feed as JSON.
#ifndef LOCALOFFER_SERVICES_GATEWAY_FEED_ITEM_H_
#define LOCALOFFER_SERVICES_GATEWAY_FEED_ITEM_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "localoffer/v1/change_feed.pb.h"

namespace localoffer::gateway {

// With its quotes, in one line.
std::string JsonString(absl::string_view text);

// An item of RPDE 1.0, in one line; its data is Open Referral UK 3.0. Returns
// how long name and data are.
size_t AppendFeedItem(const v1::EntryChange& change, std::string& text);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_FEED_ITEM_H_
