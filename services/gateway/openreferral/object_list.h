// Lists of objects that the node has in pages of its own.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/gateway/http_message.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/open_referral_api.h"
#include "services/openreferral/write_json.h"

namespace localoffer::gateway {

// What the node is asked for: objects in their order, from the first on or from
// where `token` stands.
struct AskedObjects {
  // Without a token alone.
  int skip = 0;
  int size = 0;
  std::string token;
};

// Its answer, which may have fewer than were asked for.
struct ObjectPage {
  // Their JSON.
  std::vector<std::string> objects;
  // All there are; of the first page.
  size_t total = 0;
  std::string revision;
  // "" at the end.
  std::string next;
};

// Makes a request for a list ask for them.
template <typename Request>
void Ask(const AskedObjects& asked, Request& request) {
  request.set_skip(asked.skip);
  request.set_page_size(asked.size);
  request.set_page_token(asked.token);
}

// What an answer to it says of the page, without its objects.
template <typename Response>
ObjectPage Frame(const Response& response) {
  ObjectPage page;
  page.total = static_cast<size_t>(response.total_size());
  page.revision = response.revision();
  page.next = response.next_page_token();
  return page;
}

// Asks the node. Called after the request, too.
using ObjectSource =
    std::function<absl::StatusOr<ObjectPage>(const AskedObjects& asked)>;

// Where a page stands among those of a list.
openreferral::Page PageOf(const ApiPage& asked, size_t total, size_t size);

// The page of the list, or all of it, one object a line. Errors are those of
// the source.
absl::StatusOr<HttpResponse> ShowList(const OpenReferralApi& api,
                                      const Visit& visit, ObjectSource source,
                                      const ApiPage& page,
                                      openreferral::Format format);

// One object.
struct ShownObject {
  std::string json;
  std::string revision;
};

// The answer with the object that `ask` gets from the node. Errors are its.
absl::StatusOr<HttpResponse> ShowObject(
    const OpenReferralApi& api, const Visit& visit,
    absl::FunctionRef<absl::StatusOr<ShownObject>()> ask);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_
