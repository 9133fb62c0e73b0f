// Searching entries across all authorities.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_
#define LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "localoffer/v1/directory.pb.h"
#include "services/directory/entry_cards.h"
#include "services/directory/hit_page.h"
#include "services/directory/search_filter.h"
#include "storage/directory/instant.h"
#include "storage/index/opening_time.h"
#include "storage/store.h"

namespace localoffer::directory {

// Which of a search's hits are wanted, where no message of the API says so.
struct HitWindow {
  // The latest unless it is given.
  absl::optional<storage::Instant> instant = absl::nullopt;
  // Entries whose revision was made by a change that this does not take in.
  absl::optional<storage::Instant> changed_since = absl::nullopt;
  // Entries whose revision was made by one of these changes.
  absl::optional<Revisions> among = absl::nullopt;
  // Entries that are open at any of these times, whatever `filter.open_at`
  // says. Of a time of every week, `day` is any day with its weekday.
  std::vector<AskedTime> open_at = {};
  // Only hits behind this one.
  absl::optional<HitPosition> after = absl::nullopt;
  size_t skip = 0;
  size_t limit = 0;
};

// The hits themselves, without what their entries say.
struct FoundEntries {
  storage::Instant instant;
  std::vector<Hit> hits;
  // All hits, whatever the window.
  size_t total = 0;
};

// Thread-safe. The store outlives it. Errors as in directory.proto.
class Searcher {
 public:
  Searcher(storage::Store& store, storage::Clock clock);

  // The bytes of a v1::SearchEntriesResponse.
  absl::StatusOr<std::string> Search(
      const v1::SearchEntriesRequest& request) const;
  // What is wrong with a request's query, filter, order and facets.
  absl::Status Check(const v1::SearchEntriesRequest& request) const {
    return ReadConditions(request).status();
  }
  // What Search() would answer, of which the window decides the page; of the
  // request it passes over paging, instant and view.
  absl::StatusOr<FoundEntries> Find(const v1::SearchEntriesRequest& request,
                                    const HitWindow& window) const;
  absl::StatusOr<v1::SuggestTermsResponse> Suggest(
      const v1::SuggestTermsRequest& request) const;

 private:
  // What a request asks, checked.
  struct Question {
    SearchConditions conditions;
    storage::Instant instant;
    // From which on what is to be open every week has to be in force.
    DayNumber today = 0;
    // What the tokens of its pages are bound to.
    uint64_t hash = 0;
  };

  absl::StatusOr<Question> Read(const v1::SearchEntriesRequest& request) const;
  // The conditions of a request alone.
  absl::StatusOr<SearchConditions> ReadConditions(
      const v1::SearchEntriesRequest& request) const;
  absl::StatusOr<HitPage> Show(absl::Span<const Hit> hits,
                               v1::EntryView view) const;
  void ShowReasons(const Hit& hit, v1::SearchHit& shown) const;
  void ShowFacets(const v1::SearchEntriesRequest& request,
                  const SearchResult& result,
                  v1::SearchEntriesResponse& response) const;

  storage::Store& store_;
  const storage::Clock clock_;
  // What BASIC shows of entries, and what FULL does.
  const std::unique_ptr<EntryCards> basic_cards_;
  const std::unique_ptr<EntryCards> full_cards_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_SEARCHER_H_
