// The change feed as OpenActive's Realtime Paged Data Exchange 1.0.
#ifndef LOCALOFFER_SERVICES_GATEWAY_FEED_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_FEED_RESOURCE_H_

#include <memory>
#include <string>
#include <utility>

#include "services/gateway/node_client.h"
#include "services/gateway/resource.h"

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
  FeedResource(std::shared_ptr<const NodeClient> node, std::string licence)
      : node_(std::move(node)), licence_(std::move(licence)) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  std::string EtagOf(const std::string& revision, const Visit& visit) const;
  std::string PageText(const v1::ListChangesRequest& request,
                       const v1::ListChangesResponse& page,
                       const std::string& here, const Visit& visit) const;

  const std::shared_ptr<const NodeClient> node_;
  const std::string licence_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_FEED_RESOURCE_H_
