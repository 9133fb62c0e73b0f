#include "services/catalogue/at_location_reader.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/catalogue/entry_facts.h"
#include "services/catalogue/nearness.h"
#include "services/catalogue/thing_names.h"
#include "services/directory/page_token.h"
#include "services/directory/reader.h"
#include "services/entry/entry_view.h"
#include "services/entry/harvested.h"
#include "services/openreferral/one_to_one.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {
namespace {

// How many hits are looked for at a time, at least and at most: as a rule a
// service is at one location.
constexpr size_t kLeastHits = 50;
constexpr size_t kMostHits = 500;
// After so many services a page ends, whatever it holds.
constexpr size_t kMostServices = 1000;

v1::SearchEntriesRequest SearchOf(
    const v1::ListServiceAtLocationsRequest& request) {
  v1::SearchEntriesRequest search;
  search.set_query(request.query());
  *search.mutable_filter() = request.filter();
  search.set_order(request.order());
  if (request.order() == v1::SEARCH_ORDER_UNSPECIFIED &&
      request.query().empty()) {
    search.set_order(request.filter().has_near() ? v1::SEARCH_ORDER_DISTANCE
                                                 : v1::SEARCH_ORDER_NAME);
  }
  return search;
}

// The place of the first hit at which a page begins. Whoever made the token.
int PlaceIn(const storage::v1::PageToken& token) {
  return static_cast<int>(std::clamp<int64_t>(token.sequence(), 0,
                                              std::numeric_limits<int>::max()));
}

// Fills one page.
class PageMaker {
 public:
  PageMaker(storage::Store& store, const Nearness& nearness, bool full,
            const AskedPage& asked)
      : store_(store),
        nearness_(nearness),
        full_(full),
        size_(asked.size),
        shown_before_(PlaceIn(asked.from)) {
    next_ = asked.from;
    next_.set_request_hash(asked.hash);
  }

  // Adds the places of a hit; false when the page ends before the last.
  absl::StatusOr<bool> Add(const Hit& hit) {
    const HitPosition& position = hit.position;
    ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                     store_.entries().At(position.authority, position.entry_id,
                                         hit.sequence + 1));
    if (!revision) return absl::DataLossError("an entry is gone");
    ASSIGN_OR_RETURN(const EntryAtLocations entry,
                     EntryAtLocations::Read(store_, *revision, full_));
    for (int place = std::exchange(shown_before_, 0); place < entry.size();
         ++place) {
      if (is_full()) {
        next_.set_sequence(place);
        return false;
      }
      Add(entry, place);
    }
    // All of it was shown: the next page begins behind it.
    next_.set_sequence(0);
    next_.set_authority(position.authority);
    next_.set_entry_id(position.entry_id);
    next_.set_score(position.rank);
    next_.set_title(position.name);
    ++services_;
    return true;
  }

  bool is_full() const {
    return static_cast<size_t>(response_.service_at_locations_size()) >=
               size_ ||
           bytes_ >= directory::kPageBytes || services_ >= kMostServices;
  }
  // How many more hits may be of use.
  size_t WantedHits() const {
    return std::min(std::max(size_ + 1, kLeastHits), kMostHits);
  }
  // Where the page ends now.
  absl::optional<HitPosition> End() const {
    if (next_.authority().empty()) return absl::nullopt;
    return HitPosition{next_.score(), next_.title(), next_.authority(),
                       next_.entry_id()};
  }

  v1::ListServiceAtLocationsResponse Finish(
      const directory::SearchMoment& moment, bool more) {
    response_.set_revision(moment.instant.ToRevision());
    if (more) {
      next_.set_revision(response_.revision());
      next_.set_judged_day(moment.today);
      response_.set_next_page_token(directory::EncodePageToken(next_));
    }
    return std::move(response_);
  }

 private:
  void Add(const EntryAtLocations& entry, int place) {
    const auto point = PointOf(entry[place], store_.geography().places());
    if (!nearness_.IsNear(point)) return;
    v1::CatalogueServiceAtLocation& shown =
        *response_.add_service_at_locations();
    shown = entry.Show(place);
    if (const auto meters = nearness_.MetersTo(point)) {
      shown.set_distance_meters(*meters);
    }
    bytes_ += shown.ByteSizeLong();
  }

  storage::Store& store_;
  const Nearness& nearness_;
  const bool full_;
  const size_t size_;
  // Of the first hit: how many of its places the page before had, or passed
  // over.
  int shown_before_;
  size_t bytes_ = 0;
  size_t services_ = 0;
  storage::v1::PageToken next_;
  v1::ListServiceAtLocationsResponse response_;
};

}  // namespace

absl::StatusOr<EntryAtLocations> EntryAtLocations::Read(
    storage::Store& store, const storage::EntryRevision& revision, bool full) {
  EntryAtLocations read(full);
  ASSIGN_OR_RETURN(read.shown_, entry::ToEntry(store.entries(), revision,
                                               v1::ENTRY_VIEW_FULL));
  entry::MarkHarvested(store.authorities(), revision.authority, read.shown_);
  read.whole_ = read.shown_.service();
  if (full) {
    read.shown_.mutable_service()->clear_service_at_locations();
  } else {
    *read.shown_.mutable_service() = entry::BasicService(read.whole_);
  }
  return read;
}

v1::CatalogueServiceAtLocation EntryAtLocations::Show(int place) const {
  v1::CatalogueServiceAtLocation shown;
  const v1::ServiceAtLocation at = AtLocationOf(whole_, place);
  shown.set_name(absl::StrCat(kAtLocations, at.id()));
  *shown.mutable_service_at_location() =
      full_ ? at : openreferral::OneToOne(at);
  *shown.mutable_entry() = shown_;
  return shown;
}

AskedPage AtLocationReader::ReadPage(
    const v1::ListServiceAtLocationsRequest& request,
    RequestReader& reader) const {
  reader.Refuse(searcher_.Check(SearchOf(request)));
  AskedPage asked = reader.Page(request);
  reader.IsFull(request.view());
  return asked;
}

absl::Status AtLocationReader::Check(
    const v1::ListServiceAtLocationsRequest& request) const {
  RequestReader reader(store_);
  ReadPage(request, reader);
  return reader.Check();
}

bool AtLocationReader::IsSettled(
    const v1::ListServiceAtLocationsRequest& request) const {
  return searcher_.IsSettled(SearchOf(request));
}

absl::StatusOr<v1::ListServiceAtLocationsResponse> AtLocationReader::List(
    const v1::ListServiceAtLocationsRequest& request,
    const Contents* contents) const {
  RequestReader reader(store_);
  const AskedPage asked = ReadPage(request, reader);
  RETURN_IF_ERROR(reader.Check());
  directory::SearchQuestion question;
  if (asked.from.revision().empty()) {
    ASSIGN_OR_RETURN(question, searcher_.Ask(SearchOf(request), contents));
  } else {
    ASSIGN_OR_RETURN(const directory::SearchMoment moment,
                     directory::MomentOf(store_, asked.from));
    ASSIGN_OR_RETURN(question,
                     searcher_.AskAt(moment, SearchOf(request), contents));
  }
  const Nearness nearness(request.filter(), store_.geography());
  PageMaker page(store_, nearness, request.view() == v1::CATALOGUE_VIEW_FULL,
                 asked);
  SearchQuery& query = question.conditions.query;
  query.limit = page.WantedHits();
  bool more = true;
  while (more && !page.is_full()) {
    query.after = page.End();
    const SearchResult found = searcher_.Find(question);
    more = found.hits.size() == query.limit;
    for (const Hit& hit : found.hits) {
      if (page.is_full()) {
        more = true;
        break;
      }
      ASSIGN_OR_RETURN(const bool whole, page.Add(hit));
      if (!whole) {
        more = true;
        break;
      }
    }
  }
  return page.Finish(question.moment, more);
}

}  // namespace localoffer::catalogue
