// Searching entries across all authorities.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_
#define LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "localoffer/v1/directory.pb.h"
#include "services/catalogue/contents.h"
#include "services/directory/entry_cards.h"
#include "services/directory/hit_page.h"
#include "services/directory/search_question.h"
#include "storage/index/search_query.h"
#include "storage/store.h"

namespace localoffer::directory {

// Thread-safe. The store outlives it. Errors as in directory.proto.
class Searcher {
 public:
  Searcher(storage::Store& store, storage::Clock clock);

  // The bytes of a v1::SearchEntriesResponse. `contents` as for Ask().
  absl::StatusOr<std::string> Search(
      const v1::SearchEntriesRequest& request,
      const catalogue::Contents* contents = nullptr) const;
  // What is wrong with a request but for its page token and its instant.
  absl::Status Check(const v1::SearchEntriesRequest& request) const {
    return questions_.Check(request);
  }
  // Whether Search() answers without waiting; see entry::IsSettled().
  bool IsSettled(const v1::SearchEntriesRequest& request) const {
    return questions_.IsSettled(request);
  }
  // What a request asks, for those who want no message for an answer.
  // `contents`: the newest, or nearly so; null is enough for a filter that
  // doesn't need the catalogue (thing_filter.h). Where the request chooses no
  // instant, the question is as of theirs.
  absl::StatusOr<SearchQuestion> Ask(
      const v1::SearchEntriesRequest& request,
      const catalogue::Contents* contents = nullptr) const {
    return questions_.Read(request, contents);
  }
  // The same as of a moment, whatever instant the request chooses.
  absl::StatusOr<SearchQuestion> AskAt(
      const SearchMoment& moment, const v1::SearchEntriesRequest& request,
      const catalogue::Contents* contents = nullptr) const {
    return questions_.ReadAt(moment, request, contents);
  }
  // The hits of a question, without what their entries say.
  SearchResult Find(const SearchQuestion& question) const;
  absl::StatusOr<v1::SuggestTermsResponse> Suggest(
      const v1::SuggestTermsRequest& request) const;

 private:
  absl::StatusOr<HitPage> Show(absl::Span<const Hit> hits,
                               v1::EntryView view) const;
  HitPage ShowNames(absl::Span<const Hit> hits) const;
  void ShowReasons(const Hit& hit, v1::SearchHit& shown) const;
  void ShowFacets(const v1::SearchEntriesRequest& request,
                  const SearchResult& result,
                  v1::SearchEntriesResponse& response) const;

  storage::Store& store_;
  const QuestionReader questions_;
  // What BASIC shows of entries, and what FULL does.
  const std::unique_ptr<EntryCards> basic_cards_;
  const std::unique_ptr<EntryCards> full_cards_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_
