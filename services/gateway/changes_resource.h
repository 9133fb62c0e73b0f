// The change feed as it happens: server-sent events (WHATWG, EventSource).
#ifndef LOCALOFFER_SERVICES_GATEWAY_CHANGES_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_CHANGES_RESOURCE_H_

#include <memory>
#include <utility>

#include "services/gateway/change_events.h"
#include "services/gateway/change_watch.h"
#include "services/gateway/node_client.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `/changes` and `/authorities/{gss}/changes`. Events `updated` and `deleted`
// hold the items of the feed, in its order; the id of each is its place there,
// `{change number}-{witness}`, so that whoever comes back with the last one
// misses nothing and gets nothing twice. Without a place the stream begins with
// what comes next, and tells the place first.
//
// A place that is not one of this node's, because its store was put back from a
// backup or is another one, gets an event `reset`, with the address of the feed
// to be read anew, and then what comes next. Not an error: for that, browsers
// would not come back. A place more than 10,000 changes behind gets the same:
// all of a directory is not to be had at the price of its news.
//
// A reader who waits holds no thread and no call of the node.
class ChangesResource : public Resource {
 public:
  // `watch` outlives it.
  ChangesResource(std::shared_ptr<const NodeClient> node, ChangeWatch& watch)
      : node_(std::move(node)),
        reader_(std::make_shared<ChangeEventReader>(node_)),
        watch_(watch) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const std::shared_ptr<const NodeClient> node_;
  // Outlives this where a stream goes on.
  const std::shared_ptr<ChangeEventReader> reader_;
  ChangeWatch& watch_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_CHANGES_RESOURCE_H_
