#include "services/feed/change_feed.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/feed/feed_question.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::feed {
namespace {

// A page of so many takes some milliseconds.
constexpr uint64_t kQuick = 200;

absl::Status TooFarBehind(uint64_t behind) {
  return rpc::CallerError(
      absl::StatusCode::kOutOfRange, "TOO_FAR_BEHIND",
      absl::StrCat("this place is ", behind, " changes behind, and ",
                   kMostBehind,
                   " are the most that may be watched from; read on from it "
                   "with ListChanges first"));
}

bool IsFar(uint64_t newest, uint64_t place) {
  return newest > place && newest - place > kMostBehind;
}

}  // namespace

absl::StatusOr<v1::GetChangeFeedStateResponse> ChangeFeed::State(
    const v1::GetChangeFeedStateRequest& request) const {
  RETURN_IF_ERROR(Check(store_, request));
  const storage::Instant instant = store_.logs().Latest();
  v1::GetChangeFeedStateResponse response;
  ASSIGN_OR_RETURN(const uint64_t newest, reader_.Newest(instant));
  ASSIGN_OR_RETURN(*response.mutable_newest(), PlaceAt(store_, newest));
  response.set_revision(instant.ToRevision());
  return response;
}

absl::StatusOr<v1::ListChangesResponse> ChangeFeed::List(
    const v1::ListChangesRequest& request) const {
  // Before the instant: what was numbered up to here is readable at it.
  ASSIGN_OR_RETURN(const FeedRequest question, QuestionOf(store_, request));
  const storage::Instant instant = store_.logs().Latest();
  ASSIGN_OR_RETURN(FeedPage page, reader_.Read(question, instant));
  ASSIGN_OR_RETURN(const uint64_t newest, reader_.Newest(instant));
  v1::ListChangesResponse response;
  response.mutable_changes()->Reserve(static_cast<int>(page.items.size()));
  for (FeedItem& item : page.items) {
    AddItem(std::move(item), *response.mutable_changes());
  }
  ASSIGN_OR_RETURN(*response.mutable_next(), PlaceAt(store_, page.next));
  response.set_complete(page.next >= newest);
  response.set_revision(instant.ToRevision());
  return response;
}

bool ChangeFeed::IsQuick(const v1::ListChangesRequest& request) const {
  const absl::StatusOr<uint64_t> newest = store_.arrivals().Newest();
  if (!newest.ok()) return true;
  const int64_t after = request.after().change_number();
  return after < 0 || *newest <= static_cast<uint64_t>(after) + kQuick;
}

absl::StatusOr<WatchSource> WatchSource::Start(
    storage::Store& store, const v1::WatchChangesRequest& request) {
  ASSIGN_OR_RETURN(FeedRequest question, QuestionOf(store, request));
  ASSIGN_OR_RETURN(const uint64_t newest,
                   FeedReader(store).Newest(store.logs().Latest()));
  if (!request.has_after() || request.places_only()) {
    question.after = newest;
  } else if (IsFar(newest, question.after)) {
    return TooFarBehind(newest - question.after);
  }
  return WatchSource(store, std::move(question), request.places_only());
}

absl::StatusOr<rpc::Found> WatchSource::Next(
    v1::WatchChangesResponse& response) {
  const storage::Instant instant = store_->logs().Latest();
  ASSIGN_OR_RETURN(const uint64_t newest, FeedReader(*store_).Newest(instant));
  const uint64_t before = request_.after;
  if (places_only_) {
    request_.after = newest;
  } else {
    RETURN_IF_ERROR(AddChanges(instant, response));
  }
  ASSIGN_OR_RETURN(*response.mutable_place(), PlaceAt(*store_, request_.after));
  response.set_complete(request_.after >= newest);
  const bool told_all = std::exchange(complete_, response.complete());
  const bool is_on = request_.after != before;
  const bool is_news = response.changes_size() > 0 ||
                       (is_on && (!complete_ || places_only_)) ||
                       complete_ != told_all;
  return is_news ? rpc::Found::kMessage : rpc::Found::kNothing;
}

absl::Status WatchSource::AddChanges(const storage::Instant& instant,
                                     v1::WatchChangesResponse& response) {
  ASSIGN_OR_RETURN(FeedPage page, FeedReader(*store_).Read(request_, instant));
  for (FeedItem& item : page.items) {
    AddItem(std::move(item), *response.mutable_changes());
  }
  request_.after = page.next;
  return absl::OkStatus();
}

}  // namespace localoffer::feed
