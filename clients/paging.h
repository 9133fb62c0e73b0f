// Reading a list that comes in pages.
#ifndef LOCALOFFER_CLIENTS_PAGING_H_
#define LOCALOFFER_CLIENTS_PAGING_H_

#include <string>
#include <type_traits>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/connection.h"

namespace localoffer::client {

// Calls `method` page by page and hands each answer to `visit`, which says
// whether to go on. Ends OK at the last page or when `visit` has had enough,
// else with the first error. INTERNAL when the server repeats itself.
template <typename Stub, typename Request, typename Response>
absl::Status EachPage(
    Connection& connection,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    Request request,
    std::type_identity_t<absl::FunctionRef<bool(Response&)>> visit) {
  while (true) {
    absl::StatusOr<Response> page = connection.Call(method, request);
    if (!page.ok()) return page.status();
    std::string next = page->next_page_token();
    if (!visit(*page) || next.empty()) return absl::OkStatus();
    if (next == request.page_token()) {
      return absl::InternalError("The server sends one page for ever.");
    }
    request.set_page_token(std::move(next));
    // What was passed over once lies before the token.
    if constexpr (requires { request.clear_skip(); }) request.clear_skip();
  }
}

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_PAGING_H_
