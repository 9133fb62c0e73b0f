#include "services/editions/editions_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/editions/comparison.h"
#include "services/editions/edition_view.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"
#include "services/rpc/streams.h"
#include "storage/status_macros.h"

namespace localoffer::editions {
namespace {

constexpr absl::string_view kCreate =
    "localoffer.v1.EditionsService/CreateEdition";
constexpr absl::string_view kGet = "localoffer.v1.EditionsService/GetEdition";
constexpr absl::string_view kList =
    "localoffer.v1.EditionsService/ListEditions";
constexpr absl::string_view kCompare =
    "localoffer.v1.EditionsService/CompareEditions";

constexpr int kUsualPage = 100;
constexpr int kLargestPage = 1000;
constexpr int kMostComparisons = 16;

absl::Status TooManyComparisons() {
  return rpc::CallerError(absl::StatusCode::kResourceExhausted,
                          "TOO_MANY_COMPARISONS",
                          absl::StrCat(kMostComparisons,
                                       " comparisons are under way; try again "
                                       "in a moment"));
}

}  // namespace

absl::StatusOr<v1::GetEditionResponse> EditionsService::Get(
    const v1::GetEditionRequest& request) const {
  const absl::StatusOr<entry::EditionName> name =
      entry::ParseEditionName("name", request.name());
  if (!name.ok()) return rpc::InvalidField("name", name.status().message());
  ASSIGN_OR_RETURN(const storage::Edition edition,
                   FindEdition(store_, *name,
                               store_.logs().Latest().SizeOf(name->authority)));
  v1::GetEditionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_edition(), ShowEdition(store_, edition));
  return response;
}

absl::StatusOr<v1::ListEditionsResponse> EditionsService::List(
    const v1::ListEditionsRequest& request) const {
  const absl::StatusOr<std::string> authority =
      entry::ParseAuthorityName("parent", request.parent());
  if (!authority.ok()) {
    return rpc::InvalidField("parent", authority.status().message());
  }
  if (request.page_size() < 0) {
    return rpc::InvalidField("page_size", "wanted 0 or more");
  }
  const int page_size = request.page_size() == 0
                            ? kUsualPage
                            : std::min(request.page_size(), kLargestPage);
  v1::ListEditionsResponse response;
  absl::Status failed;
  // The token is the last id shown: editions neither change nor go.
  std::string last;
  const auto show = [&](const storage::Edition& edition) {
    if (response.editions_size() == page_size) {
      response.set_next_page_token(last);
      return false;
    }
    absl::StatusOr<v1::Edition> shown = ShowEdition(store_, edition);
    failed = shown.status();
    if (!failed.ok()) return false;
    *response.add_editions() = *std::move(shown);
    last = edition.id;
    return true;
  };
  RETURN_IF_ERROR(store_.editions().ForEach(
      *authority, store_.logs().Latest().SizeOf(*authority),
      request.page_token(), show));
  RETURN_IF_ERROR(failed);
  return response;
}

grpc::ServerUnaryReactor* EditionsService::CreateEdition(
    grpc::CallbackServerContext* context,
    const v1::CreateEditionRequest* request,
    v1::CreateEditionResponse* response) {
  return endpoint_.Write(
      kCreate,
      entry::ParseAuthorityName("parent", request->parent()).value_or(""),
      context, response, [this, request] { return maker_.Create(*request); });
}

grpc::ServerUnaryReactor* EditionsService::GetEdition(
    grpc::CallbackServerContext* context, const v1::GetEditionRequest* request,
    v1::GetEditionResponse* response) {
  return endpoint_.Read(kGet, context, response, [&] { return Get(*request); });
}

grpc::ServerUnaryReactor* EditionsService::ListEditions(
    grpc::CallbackServerContext* context,
    const v1::ListEditionsRequest* request,
    v1::ListEditionsResponse* response) {
  return endpoint_.Read(kList, context, response,
                        [&] { return List(*request); });
}

grpc::ServerWriteReactor<v1::CompareEditionsResponse>*
EditionsService::CompareEditions(grpc::CallbackServerContext* context,
                                 const v1::CompareEditionsRequest* request) {
  // Counts this comparison for as long as its source lives.
  const std::shared_ptr<void> counted(
      nullptr,
      [comparisons = comparisons_](void*) { comparisons->fetch_sub(1); });
  const bool too_many = comparisons_->fetch_add(1) >= kMostComparisons;
  // The request does not outlive this call; the first step needs it, on a
  // worker.
  auto source = [this, context, request = *request, counted, too_many,
                 comparison = std::shared_ptr<Comparison>()](
                    v1::CompareEditionsResponse& response) mutable
      -> absl::StatusOr<bool> {
    if (comparison == nullptr) {
      RETURN_IF_ERROR(endpoint_.guard().Check(*context, kCompare, ""));
      if (too_many) return TooManyComparisons();
      ASSIGN_OR_RETURN(comparison, Comparison::Start(store_, request));
    }
    return comparison->Next(response);
  };
  return new rpc::YieldingReactor<v1::CompareEditionsResponse>(
      endpoint_.runtime(), kCompare, *context, std::move(source));
}

}  // namespace localoffer::editions
