// The change feed as server-sent events, piece by piece.
#ifndef LOCALOFFER_SERVICES_GATEWAY_CHANGE_EVENTS_H_
#define LOCALOFFER_SERVICES_GATEWAY_CHANGE_EVENTS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/gateway/node_client.h"

namespace localoffer::gateway {

// Appends the line that makes a place an event's id.
void AppendEventId(const v1::ChangePlace& place, std::string& text);

// A page of the feed as events.
struct ChangeEvents {
  // Empty when the page is.
  std::string text;
  // The change number of the last of them.
  int64_t last = 0;
  // Where the page ends, and whether that was all there was.
  v1::ChangePlace next;
  bool complete = false;
};

// Thread-safe.
class ChangeEventReader {
 public:
  using Events = std::shared_ptr<const ChangeEvents>;

  explicit ChangeEventReader(std::shared_ptr<const NodeClient> node)
      : node_(std::move(node)) {}

  // Errors are the node's.
  absl::StatusOr<Events> Read(const v1::ListChangesRequest& request) const;

  // The same for those who are woken together, most of whom were at one place:
  // the node is asked once, and its answer written once. `version` is that of
  // the list of waiters (rpc::WaitList) when it woke them, or later; the answer
  // has all that was there then.
  absl::StatusOr<Events> ReadTogether(const v1::ListChangesRequest& request,
                                      uint64_t version);

 private:
  struct Question;
  // Whose feed, and after which change.
  using Key = std::pair<std::string, int64_t>;

  // Of this version; null when it is to be asked alone. `is_first`: whoever
  // gets it answers it.
  std::shared_ptr<Question> Find(const v1::ListChangesRequest& request,
                                 uint64_t version, bool& is_first);

  const std::shared_ptr<const NodeClient> node_;
  absl::Mutex mutex_;
  uint64_t version_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<Key, std::shared_ptr<Question>> asked_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_CHANGE_EVENTS_H_
