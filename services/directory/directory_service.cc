#include "services/directory/directory_service.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/directory/directory_state.h"
#include "services/directory/exporter.h"
#include "services/directory/thing_filter.h"
#include "services/entry/read_instant.h"
#include "services/rpc/bytes.h"
#include "services/rpc/error.h"
#include "services/rpc/streams.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

constexpr absl::string_view kGet = "localoffer.v1.DirectoryService/GetEntry";
constexpr absl::string_view kBatchGet =
    "localoffer.v1.DirectoryService/BatchGetEntries";
constexpr absl::string_view kList =
    "localoffer.v1.DirectoryService/ListEntries";
constexpr absl::string_view kListRevisions =
    "localoffer.v1.DirectoryService/ListEntryRevisions";
constexpr absl::string_view kSearch =
    "localoffer.v1.DirectoryService/SearchEntries";
constexpr absl::string_view kSuggest =
    "localoffer.v1.DirectoryService/SuggestTerms";
constexpr absl::string_view kState =
    "localoffer.v1.DirectoryService/GetDirectoryState";
constexpr absl::string_view kExport =
    "localoffer.v1.DirectoryService/ExportEntries";

constexpr int kMostExports = 16;
// To pass over hits is to put them in order, which gRPC's threads have no time
// for: 160 ms for the last of 29,545. A reader's first pages are few enough.
constexpr int kMostPassedOverAtOnce = 1000;

absl::Status TooManyExports() {
  return rpc::CallerError(absl::StatusCode::kResourceExhausted,
                          "TOO_MANY_EXPORTS",
                          absl::StrCat(kMostExports,
                                       " exports are under way; try again in "
                                       "a moment"));
}

// Whether gRPC's thread may answer.
bool IsAtOnce(const Searcher& searcher,
              const v1::SearchEntriesRequest& request) {
  return request.skip() <= kMostPassedOverAtOnce && searcher.IsSettled(request);
}

}  // namespace

grpc::ServerUnaryReactor* DirectoryService::GetEntry(
    grpc::CallbackServerContext* context, const v1::GetEntryRequest* request,
    v1::GetEntryResponse* response) {
  return endpoint_.ReadAt(kGet, entry::IsSettled(store_, *request), context,
                          response,
                          [this, request] { return reader_.Get(*request); });
}

grpc::ServerUnaryReactor* DirectoryService::BatchGetEntries(
    grpc::CallbackServerContext* context,
    const v1::BatchGetEntriesRequest* request,
    v1::BatchGetEntriesResponse* response) {
  return endpoint_.ReadAt(
      kBatchGet, entry::IsSettled(store_, *request), context, response,
      [this, request] { return reader_.BatchGet(*request); });
}

grpc::ServerUnaryReactor* DirectoryService::ListEntries(
    grpc::CallbackServerContext* context, const v1::ListEntriesRequest* request,
    v1::ListEntriesResponse* response) {
  return endpoint_.ReadAt(kList, entry::IsSettled(store_, *request), context,
                          response,
                          [this, request] { return reader_.List(*request); });
}

grpc::ServerUnaryReactor* DirectoryService::ListEntryRevisions(
    grpc::CallbackServerContext* context,
    const v1::ListEntryRevisionsRequest* request,
    v1::ListEntryRevisionsResponse* response) {
  return endpoint_.ReadAt(
      kListRevisions, entry::IsSettled(store_, *request), context, response,
      [this, request] { return reader_.ListRevisions(*request); });
}

grpc::ServerUnaryReactor* DirectoryService::SearchEntries(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  absl::StatusOr<v1::SearchEntriesRequest> read =
      rpc::ReadMessage<v1::SearchEntriesRequest>(*request);
  if (read.ok() && NeedsCatalogue(read->filter())) {
    return SearchThings(context, *std::move(read), response);
  }
  const bool at_once = !read.ok() || IsAtOnce(searcher_, *read);
  return endpoint_.ReadAt(
      kSearch, at_once, context, response,
      [this, read = std::move(read)]() -> absl::StatusOr<grpc::ByteBuffer> {
        RETURN_IF_ERROR(read.status());
        ASSIGN_OR_RETURN(std::string answer, searcher_.Search(*read));
        return rpc::ToBuffer(std::move(answer));
      });
}

// At once where the catalogue need not be waited for, no entries have to be
// read that changed between its instant and another, and few hits are passed
// over.
grpc::ServerUnaryReactor* DirectoryService::SearchThings(
    grpc::CallbackServerContext* context, v1::SearchEntriesRequest request,
    grpc::ByteBuffer* response) {
  using Answer = absl::StatusOr<grpc::ByteBuffer>;
  const auto search = [this](const v1::SearchEntriesRequest& asked,
                             const catalogue::Contents* contents) -> Answer {
    ASSIGN_OR_RETURN(std::string answer, searcher_.Search(asked, contents));
    return rpc::ToBuffer(std::move(answer));
  };
  const absl::Status check = searcher_.Check(request);
  const std::shared_ptr<const catalogue::Contents> made = catalogue_.IfMade();
  const bool chooses_instant = !request.page_token().empty() ||
                               !request.revision().empty() ||
                               request.has_read_time();
  if (!check.ok() ||
      (made != nullptr && !chooses_instant && IsAtOnce(searcher_, request))) {
    return endpoint_.Read(kSearch, context, response, [&]() -> Answer {
      RETURN_IF_ERROR(check);
      return search(request, made.get());
    });
  }
  const std::shared_ptr<void> room = catalogue_.waiting().Enter();
  if (room == nullptr) {
    return endpoint_.Read(kSearch, context, response,
                          []() -> Answer { return catalogue::BeingMade(); });
  }
  return endpoint_.ReadLater(
      kSearch, context, response,
      [this, room, search, chooses_instant, request = std::move(request)] {
        return catalogue::AnswerFrom(catalogue_, chooses_instant,
                                     [&](const catalogue::Contents* contents) {
                                       return search(request, contents);
                                     });
      });
}

grpc::ServerUnaryReactor* DirectoryService::SuggestTerms(
    grpc::CallbackServerContext* context,
    const v1::SuggestTermsRequest* request,
    v1::SuggestTermsResponse* response) {
  return endpoint_.Read(kSuggest, context, response,
                        [&] { return searcher_.Suggest(*request); });
}

grpc::ServerUnaryReactor* DirectoryService::GetDirectoryState(
    grpc::CallbackServerContext* context,
    const v1::GetDirectoryStateRequest* /*request*/,
    v1::GetDirectoryStateResponse* response) {
  return endpoint_.Read(kState, context, response,
                        [this] { return DirectoryState(store_); });
}

grpc::ServerWriteReactor<v1::ExportEntriesResponse>*
DirectoryService::ExportEntries(grpc::CallbackServerContext* context,
                                const v1::ExportEntriesRequest* request) {
  // Counts this export for as long as its source lives; those of the node's own
  // front have a limit there.
  std::shared_ptr<void> counted;
  bool too_many = false;
  if (!rpc::IsOwnCall(*context)) {
    counted = std::shared_ptr<void>(
        nullptr, [exports = exports_](void*) { exports->fetch_sub(1); });
    too_many = exports_->fetch_add(1) >= kMostExports;
  }
  // The request does not outlive this call; the first step of the export
  // needs it, on a worker.
  auto source =
      [this, context, request = *request, counted, too_many,
       exporter = std::shared_ptr<Exporter>()](
          v1::ExportEntriesResponse& response) mutable -> absl::StatusOr<bool> {
    if (exporter == nullptr) {
      RETURN_IF_ERROR(endpoint_.guard().Check(*context, kExport, ""));
      if (too_many) return TooManyExports();
      ASSIGN_OR_RETURN(exporter, Exporter::Start(store_, request));
    }
    return exporter->Next(response);
  };
  return new rpc::YieldingReactor<v1::ExportEntriesResponse>(
      endpoint_.runtime(), kExport, *context, std::move(source));
}

}  // namespace localoffer::directory
