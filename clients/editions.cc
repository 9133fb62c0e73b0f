#include "clients/editions.h"

#include <memory>
#include <utility>

#include "clients/paging.h"

namespace localoffer::client {

absl::StatusOr<v1::ListEditionsResponse> ListEditions(
    Connection& connection, const std::string& authority_name) {
  v1::ListEditionsRequest request;
  request.set_parent(authority_name);
  v1::ListEditionsResponse all;
  const absl::Status status =
      EachPage(connection, &v1::EditionsService::Stub::ListEditions,
               std::move(request), [&](v1::ListEditionsResponse& page) {
                 page.clear_next_page_token();
                 all.MergeFrom(page);
                 return true;
               });
  if (!status.ok()) return status;
  return all;
}

absl::StatusOr<v1::CompareEditionsResponse> CompareEditions(
    Connection& connection, const v1::CompareEditionsRequest& request) {
  grpc::ClientContext context;
  connection.PrepareStream(context);
  const auto reader =
      connection.stub<v1::EditionsService::Stub>().CompareEditions(&context,
                                                                   request);
  v1::CompareEditionsResponse all;
  v1::CompareEditionsResponse part;
  while (reader->Read(&part)) all.MergeFrom(part);
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return connection.Outcome(status);
  return all;
}

}  // namespace localoffer::client
