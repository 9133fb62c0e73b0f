// Making an edition of a local offer as it stands.
#ifndef LOCALOFFER_SERVICES_EDITIONS_EDITION_MAKER_H_
#define LOCALOFFER_SERVICES_EDITIONS_EDITION_MAKER_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "localoffer/v1/editions.pb.h"
#include "storage/store.h"

namespace localoffer::editions {

// Thread-safe. The store outlives it.
class EditionMaker {
 public:
  explicit EditionMaker(storage::Store& store) : store_(store) {}

  // See EditionsService.CreateEdition.
  absl::StatusOr<v1::CreateEditionResponse> Create(
      const v1::CreateEditionRequest& request) const;

 private:
  struct Order;

  absl::StatusOr<std::optional<storage::Receipt>> Commit(
      const Order& order, const v1::CreateEditionRequest& request,
      v1::Edition& planned) const;
  absl::StatusOr<v1::CreateEditionResponse> Show(const Order& order) const;

  storage::Store& store_;
};

}  // namespace localoffer::editions

#endif  // LOCALOFFER_SERVICES_EDITIONS_EDITION_MAKER_H_
