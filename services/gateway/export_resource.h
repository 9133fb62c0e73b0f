// The directory, or one local offer, as a file.
#ifndef LOCALOFFER_SERVICES_GATEWAY_EXPORT_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_EXPORT_RESOURCE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "localoffer/v1/directory.pb.h"
#include "services/gateway/node_client.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway {

// `?authority=` restricts it to one, `?at=` gives it as it was at a time. Sent
// as it is read: no more than a few pieces of it are in memory.
class ExportResource : public Resource {
 public:
  ExportResource(std::shared_ptr<const NodeClient> node,
                 v1::ExportFormat format, int most_at_a_time)
      : node_(std::move(node)),
        format_(format),
        most_at_a_time_(most_at_a_time) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  absl::Status CheckAuthority(const std::string& id) const;
  // The revision that the file would show.
  absl::StatusOr<std::string> RevisionOf(
      const v1::ExportEntriesRequest& request) const;
  // All of the answer but the file, which shows `revision` and was begun when
  // `latest` was.
  HttpResponse HeadOf(const std::string& id, const std::string& revision,
                      const std::string& latest) const;
  absl::StatusOr<std::shared_ptr<ExportStream>> Begin(
      const v1::ExportEntriesRequest& request) const;

  const std::shared_ptr<const NodeClient> node_;
  const v1::ExportFormat format_;
  const int most_at_a_time_;
  // Outlives this where an export goes on.
  const std::shared_ptr<std::atomic<int>> under_way_ =
      std::make_shared<std::atomic<int>>(0);
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_EXPORT_RESOURCE_H_
