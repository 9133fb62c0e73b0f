// Searching entries across all authorities.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_
#define LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "localoffer/v1/directory.pb.h"
#include "services/directory/entry_cards.h"
#include "storage/store.h"

namespace localoffer::directory {

// Thread-safe. The store outlives it. Errors as in directory.proto.
class Searcher {
 public:
  explicit Searcher(storage::Store& store);

  absl::StatusOr<v1::SearchEntriesResponse> Search(
      const v1::SearchEntriesRequest& request) const;
  absl::StatusOr<v1::SuggestTermsResponse> Suggest(
      const v1::SuggestTermsRequest& request) const;

 private:
  absl::Status ShowHit(const Hit& hit, v1::EntryView view,
                       v1::SearchHit& shown) const;
  void ShowFacets(const v1::SearchEntriesRequest& request,
                  const SearchResult& result,
                  v1::SearchEntriesResponse& response) const;

  storage::Store& store_;
  const std::unique_ptr<EntryCards> cards_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_
