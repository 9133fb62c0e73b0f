// Lists of objects that the catalogue has.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/gateway/http_message.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/openreferral/write_json.h"

namespace localoffer::gateway {

// Objects in their order.
struct ObjectList {
  size_t size = 0;
  // The JSON of one of them; NOT_FOUND when it was erased meanwhile. Called
  // after the request, too.
  std::function<absl::StatusOr<std::string>(size_t place)> json;
};

// Where a page stands among those of a list.
openreferral::Page PageOf(const ApiPage& asked, size_t total, size_t size);

// Gives `response` the page of the list, or all of it, one object a line.
absl::Status Show(ObjectList list, const ApiPage& page,
                  openreferral::Format format, HttpResponse& response);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_
