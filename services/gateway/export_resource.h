// The directory, or one local offer, as a file.
#ifndef LOCALOFFER_SERVICES_GATEWAY_EXPORT_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_EXPORT_RESOURCE_H_

#include <atomic>
#include <memory>
#include <string>

#include "localoffer/v1/directory.pb.h"
#include "services/gateway/resource.h"
#include "storage/store.h"

namespace localoffer::gateway {

// `?authority=` restricts it to one, `?at=` gives it as it was at a time. Sent
// as it is read: no more than a piece of it is in memory.
class ExportResource : public Resource {
 public:
  ExportResource(storage::Store& store, v1::ExportFormat format,
                 int most_at_a_time)
      : store_(store), format_(format), most_at_a_time_(most_at_a_time) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  storage::Store& store_;
  const v1::ExportFormat format_;
  const int most_at_a_time_;
  // Outlives this where an export goes on.
  const std::shared_ptr<std::atomic<int>> under_way_ =
      std::make_shared<std::atomic<int>>(0);
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_EXPORT_RESOURCE_H_
