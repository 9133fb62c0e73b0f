#include "clients/directory.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "clients/paging.h"

namespace localoffer::client {
namespace {

constexpr int kMaxSearchPage = 100;
constexpr int kMaxRevisionPage = 100;
constexpr int kMaxBatch = 100;

// Cuts a list that the last page made longer than wanted.
template <typename Field>
void CutTo(int limit, Field& field) {
  if (field.size() > limit) {
    field.DeleteSubrange(limit, field.size() - limit);
  }
}

}  // namespace

absl::StatusOr<v1::SearchEntriesResponse> Search(
    Connection& connection, v1::SearchEntriesRequest request, int limit) {
  request.set_page_size(std::min(limit, kMaxSearchPage));
  v1::SearchEntriesResponse all;
  const absl::Status status =
      EachPage(connection, &v1::DirectoryService::Stub::SearchEntries,
               std::move(request), [&](v1::SearchEntriesResponse& page) {
                 all.clear_next_page_token();
                 // Every page counts all hits.
                 if (all.facets_size() > 0) page.clear_facets();
                 all.MergeFrom(page);
                 return all.hits_size() < limit;
               });
  if (!status.ok()) return status;
  CutTo(limit, *all.mutable_hits());
  return all;
}

absl::StatusOr<v1::ListEntryRevisionsResponse> ListRevisions(
    Connection& connection, v1::ListEntryRevisionsRequest request, int limit) {
  request.set_page_size(std::min(limit, kMaxRevisionPage));
  v1::ListEntryRevisionsResponse all;
  const absl::Status status =
      EachPage(connection, &v1::DirectoryService::Stub::ListEntryRevisions,
               std::move(request), [&](v1::ListEntryRevisionsResponse& page) {
                 all.clear_next_page_token();
                 all.MergeFrom(page);
                 return all.revisions_size() < limit;
               });
  if (!status.ok()) return status;
  CutTo(limit, *all.mutable_revisions());
  return all;
}

absl::StatusOr<v1::BatchGetEntriesResponse> GetEntries(
    Connection& connection, const v1::BatchGetEntriesRequest& request) {
  v1::BatchGetEntriesResponse all;
  for (int begin = 0; begin < request.names_size(); begin += kMaxBatch) {
    v1::BatchGetEntriesRequest part = request;
    part.clear_names();
    const int end = std::min(begin + kMaxBatch, request.names_size());
    for (int i = begin; i < end; ++i) part.add_names(request.names(i));
    if (begin > 0) {
      // The revision of the first part stands for its instant.
      part.clear_read_time();
      part.set_revision(all.revision());
    }
    auto page =
        connection.Call(&v1::DirectoryService::Stub::BatchGetEntries, part);
    if (!page.ok()) return page.status();
    all.MergeFrom(*page);
  }
  return all;
}

absl::StatusOr<v1::ListAuthoritiesResponse> ListAuthorities(
    Connection& connection, bool publishing_only) {
  v1::ListAuthoritiesRequest request;
  request.set_publishing_only(publishing_only);
  v1::ListAuthoritiesResponse all;
  const absl::Status status =
      EachPage(connection, &v1::AuthoritiesService::Stub::ListAuthorities,
               std::move(request), [&](v1::ListAuthoritiesResponse& page) {
                 page.clear_next_page_token();
                 all.MergeFrom(page);
                 return true;
               });
  if (!status.ok()) return status;
  return all;
}

absl::StatusOr<Exported> ExportTo(Connection& connection,
                                  const v1::ExportEntriesRequest& request,
                                  std::ostream& out) {
  grpc::ClientContext context;
  connection.PrepareStream(context);
  std::unique_ptr<grpc::ClientReader<v1::ExportEntriesResponse>> reader =
      connection.stub<v1::DirectoryService::Stub>().ExportEntries(&context,
                                                                  request);
  Exported exported;
  v1::ExportEntriesResponse part;
  while (out && reader->Read(&part)) {
    if (!part.revision().empty()) exported.revision = part.revision();
    exported.harvested.insert(exported.harvested.end(),
                              part.harvested().begin(), part.harvested().end());
    out.write(part.chunk().data(),
              static_cast<std::streamsize>(part.chunk().size()));
    exported.bytes += static_cast<int64_t>(part.chunk().size());
  }
  out.flush();
  if (!out) context.TryCancel();
  const grpc::Status status = reader->Finish();
  if (!out) return absl::InternalError("The export could not be written.");
  if (!status.ok()) return connection.Outcome(status);
  return exported;
}

}  // namespace localoffer::client
