// Erasing what earlier changes said.
#ifndef LOCALOFFER_SERVICES_PUBLISHING_ERASER_H_
#define LOCALOFFER_SERVICES_PUBLISHING_ERASER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "localoffer/v1/publishing.pb.h"
#include "storage/store.h"

namespace localoffer::publishing {

// Thread-safe. The store outlives it.
class Eraser {
 public:
  explicit Eraser(storage::Store& store) : store_(store) {}

  // See PublishingService.EraseBody.
  absl::StatusOr<v1::EraseBodyResponse> Erase(
      const v1::EraseBodyRequest& request) const;

 private:
  struct Order;
  // Sequences of changes, in order.
  using Sequences = std::vector<uint64_t>;

  // Of which changes the order wants the bodies erased, with `log_size` changes
  // in the log.
  absl::StatusOr<Sequences> Choose(const Order& order, uint64_t log_size) const;
  absl::StatusOr<Sequences> ChangesOf(const Order& order,
                                      uint64_t log_size) const;
  absl::Status CheckMayGo(const Order& order, uint64_t log_size,
                          uint64_t sequence) const;
  absl::StatusOr<Sequences> NotYetErased(const Order& order,
                                         const Sequences& sequences) const;
  absl::StatusOr<v1::Publication> Commit(const Order& order, uint64_t log_size,
                                         const Sequences& sequences) const;
  absl::StatusOr<v1::Publication> EarlierErasure(
      const Order& order, const Sequences& sequences) const;

  storage::Store& store_;
};

}  // namespace localoffer::publishing

#endif  // LOCALOFFER_SERVICES_PUBLISHING_ERASER_H_
