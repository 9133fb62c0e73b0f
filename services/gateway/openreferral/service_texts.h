// The JSON of services that were shown lately.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_TEXTS_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_TEXTS_H_

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "localoffer/v1/entry.pb.h"
#include "services/gateway/node_client.h"
#include "services/gateway/openreferral/entry_json.h"
#include "services/openreferral/record.h"
#include "services/recent_texts/recent_texts.h"

namespace localoffer::gateway {

// The name of the revision that the entry is; any view of it will do.
std::string RevisionName(const v1::Entry& entry);

// A revision never changes, so its text is asked for and made once, and kept
// while it is used. Thread-safe.
class ServiceTexts {
 public:
  // `node` outlives it.
  explicit ServiceTexts(const NodeClient& node);

  // The service of each of the revisions, which RevisionName() names and which
  // the directory has at `revision`; null where it was erased since it was
  // found. Asks the node for those that are not kept, 100 at a time. Errors are
  // those of that.
  absl::StatusOr<std::vector<RecentTexts::Text>> Of(
      std::vector<std::string> names, const std::string& revision,
      ServiceForm form, openreferral::Format format);

 private:
  RecentTexts& TextsOf(ServiceForm form, openreferral::Format format);

  const NodeClient& node_;
  // By ServiceForm, then in the dialect of 1.0.
  std::array<RecentTexts, 4> texts_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_SERVICE_TEXTS_H_
