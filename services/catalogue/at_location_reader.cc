#include "services/catalogue/at_location_reader.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/catalogue/catalogue.h"
#include "services/catalogue/entry_facts.h"
#include "services/catalogue/nearness.h"
#include "services/catalogue/place_counter.h"
#include "services/catalogue/thing_names.h"
#include "services/directory/page_token.h"
#include "services/directory/reader.h"
#include "services/directory/thing_filter.h"
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

// Whether all of what is found has to be looked at.
bool Counts(const v1::ListServiceAtLocationsRequest& request) {
  return request.skip() > 0 || request.show_total_size();
}

// The place of the first hit at which a page begins. Whoever made the token.
int PlaceIn(const storage::v1::PageToken& token) {
  return static_cast<int>(std::clamp<int64_t>(token.sequence(), 0,
                                              std::numeric_limits<int>::max()));
}

// Fills one page.
class PageMaker {
 public:
  // `counter` may be null where nothing is passed over.
  PageMaker(storage::Store& store, const Nearness& nearness,
            const PlaceCounter* counter, bool full, const AskedPage& asked)
      : store_(store),
        nearness_(nearness),
        counter_(counter),
        full_(full),
        size_(asked.size),
        left_to_skip_(asked.skip),
        shown_before_(PlaceIn(asked.from)) {
    next_ = asked.from;
    next_.set_request_hash(asked.hash);
  }

  // Adds the places of a hit; false when the page ends before the last.
  absl::StatusOr<bool> Add(const Hit& hit) {
    if (PassesOver(hit)) {
      EndBehind(hit.position);
      return true;
    }
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
    EndBehind(position);
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
    return std::max(std::min(std::max(size_ + 1, kLeastHits), kMostHits),
                    left_to_skip_);
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

  void SetTotal(size_t total) {
    response_.set_total_size(static_cast<int32_t>(total));
  }
  // Whether the page is behind the last of so many.
  bool PassesOverAll(size_t total) const { return left_to_skip_ >= total; }

 private:
  // Whether all of a hit is passed over, which need not be read then.
  bool PassesOver(const Hit& hit) {
    if (left_to_skip_ == 0) return false;
    const size_t places = counter_->Of(hit);
    if (places > left_to_skip_) return false;
    left_to_skip_ -= places;
    return true;
  }

  // All of a hit was shown: the next page begins behind it.
  void EndBehind(const HitPosition& position) {
    next_.set_sequence(0);
    next_.set_authority(position.authority);
    next_.set_entry_id(position.entry_id);
    next_.set_score(position.rank);
    next_.set_title(position.name);
  }

  void Add(const EntryAtLocations& entry, int place) {
    const auto point = PointOf(entry[place], store_.geography().places());
    if (!nearness_.IsNear(point)) return;
    if (left_to_skip_ > 0) {
      --left_to_skip_;
      return;
    }
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
  const PlaceCounter* const counter_;
  const bool full_;
  const size_t size_;
  size_t left_to_skip_;
  // Of the first hit: how many of its places the page before had, or passed
  // over.
  int shown_before_;
  size_t bytes_ = 0;
  size_t services_ = 0;
  storage::v1::PageToken next_;
  v1::ListServiceAtLocationsResponse response_;
};

// Whether there are more places behind the page's.
absl::StatusOr<bool> Fill(absl::Span<const Hit> hits, PageMaker& page) {
  for (const Hit& hit : hits) {
    if (page.is_full()) return true;
    ASSIGN_OR_RETURN(const bool whole, page.Add(hit));
    if (!whole) return true;
  }
  return false;
}

absl::StatusOr<bool> Fill(const directory::Searcher& searcher,
                          directory::SearchQuestion& question,
                          PageMaker& page) {
  SearchQuery& query = question.conditions.query;
  bool more = true;
  while (more && !page.is_full()) {
    query.after = page.End();
    query.limit = page.WantedHits();
    const SearchResult found = searcher.Find(question);
    more = found.hits.size() == query.limit;
    ASSIGN_OR_RETURN(const bool ended, Fill(found.hits, page));
    if (ended) return true;
  }
  return more;
}

// The first page, with how many places there are in all.
absl::StatusOr<bool> FillAndCount(const directory::Searcher& searcher,
                                  const absl::optional<std::string>& whole_log,
                                  const PlaceCounter& counter,
                                  storage::Store& store,
                                  directory::SearchQuestion& question,
                                  PageMaker& page) {
  if (whole_log) {
    ASSIGN_OR_RETURN(const size_t total, counter.OfLog(*whole_log, store));
    page.SetTotal(total);
    if (page.PassesOverAll(total)) return false;
    return Fill(searcher, question, page);
  }
  question.conditions.query.limit = std::numeric_limits<size_t>::max();
  const SearchResult found = searcher.Find(question);
  page.SetTotal(counter.Of(found.hits));
  return Fill(found.hits, page);
}

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
  // What the first page was asked more is not asked of the others.
  v1::ListServiceAtLocationsRequest list = request;
  list.clear_show_total_size();
  AskedPage asked = reader.Page(list);
  reader.IsFull(request.view());
  if (!request.page_token().empty()) {
    constexpr absl::string_view kOfTheFirst =
        "cannot be combined with page_token";
    if (request.skip() != 0) reader.Refuse("skip", kOfTheFirst);
    if (request.show_total_size()) {
      reader.Refuse("show_total_size", kOfTheFirst);
    }
  }
  return asked;
}

absl::Status AtLocationReader::Check(
    const v1::ListServiceAtLocationsRequest& request) const {
  RequestReader reader(store_);
  ReadPage(request, reader);
  return reader.Check();
}

bool AtLocationReader::NeedsCatalogue(
    const v1::ListServiceAtLocationsRequest& request) {
  return Counts(request) || directory::NeedsCatalogue(request.filter());
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
  absl::optional<PlaceCounter> counter;
  if (Counts(request)) {
    if (contents == nullptr) return BeingMade();
    counter.emplace(*contents, nearness);
  }
  PageMaker page(store_, nearness, counter ? &*counter : nullptr,
                 request.view() == v1::CATALOGUE_VIEW_FULL, asked);
  absl::StatusOr<bool> more =
      request.show_total_size()
          ? FillAndCount(searcher_, WholeLogOf(SearchOf(request)), *counter,
                         store_, question, page)
          : Fill(searcher_, question, page);
  RETURN_IF_ERROR(more.status());
  return page.Finish(question.moment, *more);
}

}  // namespace localoffer::catalogue
