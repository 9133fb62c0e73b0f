// The change feed as OpenActive's Realtime Paged Data Exchange 1.0.
#ifndef LOCALOFFER_SERVICES_GATEWAY_FEED_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_FEED_RESOURCE_H_

#include <string>
#include <utility>

#include "services/feed/feed_reader.h"
#include "services/gateway/resource.h"
#include "storage/store.h"

namespace localoffer::gateway {

// `/rpde/services` and `/authorities/{gss}/rpde/services`. Ordered by change
// number (RPDE 1.0, section 2.2.2), with two particulars that the
// specification leaves open:
// - deleted items stay for ever;
// - `next` carries, beside the change number, a witness of the order up to
//   there. Where a number stands for another order, because the store was put
//   back from a backup or is another node's, the answer is 410 with the
//   address at which to begin anew, and not a page with a gap before it.
class FeedResource : public Resource {
 public:
  // `licence` is the address of the licence of the data, which the
  // specification wants in every page.
  FeedResource(storage::Store& store, std::string licence)
      : store_(store), reader_(store), licence_(std::move(licence)) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  absl::StatusOr<std::string> PageText(const feed::FeedRequest& request,
                                       const storage::Instant& instant,
                                       const std::string& here,
                                       const Visit& visit) const;

  storage::Store& store_;
  const feed::FeedReader reader_;
  const std::string licence_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_FEED_RESOURCE_H_
