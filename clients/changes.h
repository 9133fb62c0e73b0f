// The change feed: read from a place on, and heard as it happens.
#ifndef LOCALOFFER_CLIENTS_CHANGES_H_
#define LOCALOFFER_CLIENTS_CHANGES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "clients/connection.h"

namespace localoffer::client {

// Reads from `request.after` on, page by page, and hands each to `take`, which
// says whether to go on. Ends OK at the end of the feed, or when `take` has had
// enough: `next` of the last page is where to go on.
absl::Status ReadChanges(
    Connection& connection, v1::ListChangesRequest request,
    absl::FunctionRef<bool(const v1::ListChangesResponse&)> take);

// Hands each message to `take` as it comes, until it has had enough. A stream
// that breaks once something has come is taken up again from there, and the
// server waited for if need be. Otherwise the error is that of the call.
absl::Status WatchChanges(
    Connection& connection, v1::WatchChangesRequest request,
    absl::FunctionRef<bool(const v1::WatchChangesResponse&)> take);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_CHANGES_H_
