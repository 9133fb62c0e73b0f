// localoffer.v1.DirectoryService over gRPC.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_
#define LOCALOFFER_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_

#include <atomic>
#include <memory>
#include <utility>

#include "grpcpp/grpcpp.h"
#include "localoffer/v1/directory.grpc.pb.h"
#include "services/access/endpoint.h"
#include "services/catalogue/catalogue.h"
#include "services/directory/reader.h"
#include "services/directory/searcher.h"
#include "storage/store.h"

namespace localoffer::directory {

// SearchEntries writes the bytes of its answer itself; see hit_page.h.
class DirectoryService
    : public v1::DirectoryService::WithRawCallbackMethod_SearchEntries<
          v1::DirectoryService::CallbackService> {
 public:
  // All that it is made with outlives it.
  DirectoryService(storage::Store& store, catalogue::Catalogue& catalogue,
                   const access::Endpoint& endpoint, storage::Clock clock)
      : store_(store),
        catalogue_(catalogue),
        reader_(store),
        searcher_(store, std::move(clock)),
        endpoint_(endpoint) {}

  grpc::ServerUnaryReactor* GetEntry(grpc::CallbackServerContext* context,
                                     const v1::GetEntryRequest* request,
                                     v1::GetEntryResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetEntries(
      grpc::CallbackServerContext* context,
      const v1::BatchGetEntriesRequest* request,
      v1::BatchGetEntriesResponse* response) override;
  grpc::ServerUnaryReactor* ListEntries(
      grpc::CallbackServerContext* context,
      const v1::ListEntriesRequest* request,
      v1::ListEntriesResponse* response) override;
  grpc::ServerUnaryReactor* ListEntryRevisions(
      grpc::CallbackServerContext* context,
      const v1::ListEntryRevisionsRequest* request,
      v1::ListEntryRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* SearchEntries(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* SuggestTerms(
      grpc::CallbackServerContext* context,
      const v1::SuggestTermsRequest* request,
      v1::SuggestTermsResponse* response) override;
  grpc::ServerUnaryReactor* GetDirectoryState(
      grpc::CallbackServerContext* context,
      const v1::GetDirectoryStateRequest* request,
      v1::GetDirectoryStateResponse* response) override;
  grpc::ServerWriteReactor<v1::ExportEntriesResponse>* ExportEntries(
      grpc::CallbackServerContext* context,
      const v1::ExportEntriesRequest* request) override;

 private:
  // A search for which the catalogue is needed.
  grpc::ServerUnaryReactor* SearchThings(grpc::CallbackServerContext* context,
                                         v1::SearchEntriesRequest request,
                                         grpc::ByteBuffer* response);

  storage::Store& store_;
  catalogue::Catalogue& catalogue_;
  const Reader reader_;
  const Searcher searcher_;
  const access::Endpoint endpoint_;
  // Exports under way. An export that nobody reads stays for as long as its
  // connection does.
  const std::shared_ptr<std::atomic<int>> exports_ =
      std::make_shared<std::atomic<int>>(0);
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_DIRECTORY_SERVICE_H_
