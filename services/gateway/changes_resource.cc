#include "services/gateway/changes_resource.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/feed/feed_reader.h"
#include "services/gateway/feed_item.h"
#include "services/gateway/named_log.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// A piece of the stream; a slow reader holds up the next one.
constexpr size_t kMostItems = 100;
// Pages without an item for this stream, one after another, before it says
// where it is.
constexpr int kMostPages = 8;
// Whoever is further behind reads the feed, of which each page has its price.
constexpr uint64_t kMostBehind = 10'000;

// A place in the feed.
struct Place {
  uint64_t number = 0;
  // "" where the caller gave none.
  std::string witness;
};

// Nothing when it is no id of an event.
std::optional<Place> ParseEventId(absl::string_view id) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(id, absl::MaxSplits('-', 1));
  Place place;
  if (!absl::SimpleAtoi(parts.first, &place.number) || parts.second.empty()) {
    return std::nullopt;
  }
  place.witness = std::string(parts.second);
  return place;
}

// One stream. Its pieces are made one after another.
class Stream {
 public:
  Stream(storage::Store& store, rpc::WaitList& waiters, std::string of)
      : store_(store), waiters_(waiters), reader_(store) {
    request_.of = std::move(of);
    request_.most_items = kMostItems;
  }

  // Where the caller was; nothing where he begins. `feed` is the address of
  // the feed to be read when that is no place here, or far behind.
  absl::Status Begin(const std::optional<Place>& place, bool is_place,
                     const std::string& feed);

  absl::StatusOr<bool> Next(std::string& piece);

  std::function<void()> Wait(const std::shared_ptr<Stream>& self,
                             std::function<void()> go_on);

 private:
  absl::StatusOr<bool> IsHere(const Place& place) const;
  absl::Status AppendId(uint64_t number, std::string& piece) const;
  absl::Status AppendItems(std::string& piece);

  storage::Store& store_;
  rpc::WaitList& waiters_;
  const feed::FeedReader reader_;
  feed::FeedRequest request_;
  // What was not sent yet of the beginning.
  std::string beginning_;
  // The place that the caller knows.
  uint64_t told_ = 0;
  // Of what was read.
  uint64_t seen_ = 0;
  std::atomic<rpc::Wake> woken_ = rpc::Wake::kChanged;
};

absl::StatusOr<bool> Stream::IsHere(const Place& place) const {
  const absl::StatusOr<std::string> witness =
      store_.arrivals().Witness(place.number);
  if (absl::IsNotFound(witness.status())) return false;
  RETURN_IF_ERROR(witness.status());
  return place.witness.empty() || place.witness == *witness;
}

absl::Status Stream::AppendId(uint64_t number, std::string& piece) const {
  ASSIGN_OR_RETURN(const std::string witness,
                   store_.arrivals().Witness(number));
  absl::StrAppend(&piece, "id: ", number, "-", witness, "\n");
  return absl::OkStatus();
}

absl::Status Stream::Begin(const std::optional<Place>& place, bool is_place,
                           const std::string& feed) {
  ASSIGN_OR_RETURN(const uint64_t newest,
                   reader_.Newest(store_.logs().Latest()));
  bool is_near = false;
  if (place &&
      (newest <= place->number || newest - place->number <= kMostBehind)) {
    ASSIGN_OR_RETURN(is_near, IsHere(*place));
  }
  if (is_near) {
    request_.after = told_ = place->number;
    return absl::OkStatus();
  }
  request_.after = told_ = newest;
  RETURN_IF_ERROR(AppendId(told_, beginning_));
  if (is_place) {
    absl::StrAppend(&beginning_,
                    "event: reset\ndata: {\"resync\":", JsonString(feed),
                    "}\n");
  }
  // Without data an event is not dispatched, and its id is remembered.
  beginning_ += "\n";
  return absl::OkStatus();
}

absl::Status Stream::AppendItems(std::string& piece) {
  const storage::Instant instant = store_.logs().Latest();
  for (int pages = 0; pages < kMostPages && piece.empty(); ++pages) {
    ASSIGN_OR_RETURN(const feed::FeedPage page,
                     reader_.Read(request_, instant));
    for (const feed::FeedItem& item : page.items) {
      RETURN_IF_ERROR(AppendId(item.change_number, piece));
      absl::StrAppend(&piece, "event: ", item.deleted ? "deleted" : "updated",
                      "\ndata: ");
      AppendFeedItem(item, piece);
      piece += "\n\n";
      told_ = item.change_number;
    }
    if (page.next == request_.after) return absl::OkStatus();
    request_.after = page.next;
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Stream::Next(std::string& piece) {
  const rpc::Wake woken = woken_.exchange(rpc::Wake::kChanged);
  if (woken == rpc::Wake::kStopping) return false;
  piece = std::exchange(beginning_, "");
  seen_ = waiters_.version();
  const uint64_t before = request_.after;
  if (piece.empty()) RETURN_IF_ERROR(AppendItems(piece));
  if (!piece.empty()) return true;
  // Far on without an item: there may be more.
  const bool is_far = request_.after - before > kMostItems * kMostPages;
  if (woken != rpc::Wake::kHeartbeat && !is_far) return true;
  if (told_ == request_.after) {
    piece = ":\n\n";
    return true;
  }
  told_ = request_.after;
  RETURN_IF_ERROR(AppendId(told_, piece));
  piece += "\n";
  return true;
}

std::function<void()> Stream::Wait(const std::shared_ptr<Stream>& self,
                                   std::function<void()> go_on) {
  const uint64_t ticket =
      waiters_.Wait(seen_, [self, go_on = std::move(go_on)](rpc::Wake why) {
        self->woken_ = why;
        go_on();
      });
  return [&waiters = waiters_, ticket] { waiters.GoOn(ticket); };
}

}  // namespace

absl::StatusOr<HttpResponse> ChangesResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({"afterChangeNumber", "witness"}));
  ASSIGN_OR_RETURN(std::string of, NamedLog(store_, visit));
  const std::string feed = absl::StrCat(
      visit.base_url, of.empty() ? "" : "/authorities/", of, "/rpde/services");
  std::optional<Place> place;
  // What a browser sends when it comes back to the same address.
  bool is_place = !visit.request.last_event_id.empty();
  if (is_place) {
    place = ParseEventId(visit.request.last_event_id);
  } else if (visit.target.Parameter("afterChangeNumber")) {
    is_place = true;
    place.emplace();
    ASSIGN_OR_RETURN(place->number,
                     visit.target.Number("afterChangeNumber", 0, INT64_MAX, 0));
    place->witness = visit.target.Parameter("witness").value_or("");
  }
  const auto stream = std::make_shared<Stream>(store_, waiters_, std::move(of));
  RETURN_IF_ERROR(stream->Begin(place, is_place, feed));
  HttpResponse response;
  response.content_type = "text/event-stream";
  response.headers.emplace_back("Cache-Control", "no-store");
  // nginx would keep events back until it has a buffer full of them.
  response.headers.emplace_back("X-Accel-Buffering", "no");
  response.source = [stream](std::string& piece) {
    return stream->Next(piece);
  };
  response.wait = [stream](std::function<void()> go_on) {
    return stream->Wait(stream, std::move(go_on));
  };
  return response;
}

}  // namespace localoffer::gateway
