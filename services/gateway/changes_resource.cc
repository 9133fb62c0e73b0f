#include "services/gateway/changes_resource.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/gateway/change_events.h"
#include "services/gateway/feed_item.h"
#include "services/gateway/named_authority.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// A piece of the stream; a slow reader holds up the next one.
constexpr int kMostItems = 100;
// Pages without an item for this stream, one after another, before it says
// where it is.
constexpr int kMostPages = 8;
// Whoever is further behind reads the feed, of which each page has its price.
constexpr int64_t kMostBehind = 10'000;

// Nothing when it is no id of an event.
std::optional<v1::ChangePlace> ParseEventId(absl::string_view id) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(id, absl::MaxSplits('-', 1));
  uint64_t number = 0;
  if (!absl::SimpleAtoi(parts.first, &number) || number > INT64_MAX ||
      parts.second.empty() ||
      !std::all_of(parts.second.begin(), parts.second.end(),
                   absl::ascii_isxdigit)) {
    return std::nullopt;
  }
  v1::ChangePlace place;
  place.set_change_number(static_cast<int64_t>(number));
  place.set_witness(std::string(parts.second));
  return place;
}

// Where the caller was; nothing where he says none, or what is none.
absl::StatusOr<std::optional<v1::ChangePlace>> PlaceOf(const Visit& visit) {
  // The id wins: it is newer.
  if (!visit.request.last_event_id.empty()) {
    return ParseEventId(visit.request.last_event_id);
  }
  if (!visit.target.Parameter("afterChangeNumber")) return std::nullopt;
  ASSIGN_OR_RETURN(const uint64_t number,
                   visit.target.Number("afterChangeNumber", 0, INT64_MAX, 0));
  v1::ChangePlace place;
  place.set_change_number(static_cast<int64_t>(number));
  place.set_witness(visit.target.Parameter("witness").value_or(""));
  return place;
}

// One stream. Its pieces are made one after another.
class Stream {
 public:
  // Of the authority `id`, of all when "".
  Stream(std::shared_ptr<const NodeClient> node,
         std::shared_ptr<ChangeEventReader> reader, ChangeWatch& watch,
         const std::string& id)
      : node_(std::move(node)), reader_(std::move(reader)), watch_(watch) {
    request_.set_parent(ParentOf(id));
    request_.set_page_size(kMostItems);
  }

  // Where the caller was; nothing where he begins. `feed` is the address of
  // the feed to be read when that is no place here, or far behind.
  absl::Status Begin(const std::optional<v1::ChangePlace>& place, bool is_place,
                     const std::string& feed);

  absl::StatusOr<bool> Next(std::string& piece);

  std::function<void()> Wait(const std::shared_ptr<Stream>& self,
                             std::function<void()> go_on);

 private:
  absl::StatusOr<v1::ChangePlace> Newest() const;
  absl::StatusOr<bool> IsNear(const v1::ChangePlace& place) const;
  // `together`: with all who were woken.
  absl::StatusOr<ChangeEventReader::Events> Read(bool together);
  absl::Status AppendItems(bool together, std::string& piece);

  const std::shared_ptr<const NodeClient> node_;
  const std::shared_ptr<ChangeEventReader> reader_;
  ChangeWatch& watch_;
  // After what was read.
  v1::ListChangesRequest request_;
  // What was not sent yet of the beginning.
  std::string beginning_;
  // Of the place that the caller knows.
  int64_t told_ = 0;
  // Of what was read.
  uint64_t seen_ = 0;
  std::atomic<rpc::Wake> woken_ = rpc::Wake::kChanged;
  // Whether it ever has: what comes then, others wait for, too.
  std::atomic<bool> has_waited_ = false;
};

absl::StatusOr<v1::ChangePlace> Stream::Newest() const {
  v1::GetChangeFeedStateRequest request;
  request.set_parent(request_.parent());
  ASSIGN_OR_RETURN(v1::GetChangeFeedStateResponse state,
                   node_->GetChangeFeedState(request));
  return std::move(*state.mutable_newest());
}

// Whether it is one of this node's that is not far behind.
absl::StatusOr<bool> Stream::IsNear(const v1::ChangePlace& place) const {
  v1::GetChangeFeedStateRequest request;
  request.set_parent(request_.parent());
  *request.mutable_place() = place;
  const auto state = node_->GetChangeFeedState(request);
  if (rpc::ReasonOf(state.status()) == "FEED_BEGAN_ANEW") return false;
  RETURN_IF_ERROR(state.status());
  return state->newest().change_number() - place.change_number() <= kMostBehind;
}

absl::Status Stream::Begin(const std::optional<v1::ChangePlace>& place,
                           bool is_place, const std::string& feed) {
  bool is_near = false;
  if (place) {
    ASSIGN_OR_RETURN(is_near, IsNear(*place));
  }
  if (is_near) {
    *request_.mutable_after() = *place;
    told_ = place->change_number();
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(*request_.mutable_after(), Newest());
  told_ = request_.after().change_number();
  AppendEventId(request_.after(), beginning_);
  if (is_place) {
    absl::StrAppend(&beginning_,
                    "event: reset\ndata: {\"resync\":", JsonString(feed),
                    "}\n");
  }
  // Without data an event is not dispatched, and its id is remembered.
  beginning_ += "\n";
  return absl::OkStatus();
}

absl::StatusOr<ChangeEventReader::Events> Stream::Read(bool together) {
  return together ? reader_->ReadTogether(request_, seen_)
                  : reader_->Read(request_);
}

absl::Status Stream::AppendItems(bool together, std::string& piece) {
  for (int pages = 0; pages < kMostPages && piece.empty(); ++pages) {
    ASSIGN_OR_RETURN(const ChangeEventReader::Events events, Read(together));
    piece = events->text;
    if (!piece.empty()) told_ = events->last;
    *request_.mutable_after() = events->next;
    if (events->complete) return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Stream::Next(std::string& piece) {
  const rpc::Wake woken = woken_.exchange(rpc::Wake::kChanged);
  if (woken == rpc::Wake::kStopping) return false;
  piece = std::exchange(beginning_, "");
  seen_ = watch_.waiters().version();
  const int64_t before = request_.after().change_number();
  if (piece.empty()) {
    // Beginnings see what is there now, and heartbeats what a stream of the
    // node that is broken would not have told.
    const bool together = has_waited_ && woken == rpc::Wake::kChanged;
    const absl::Status read = AppendItems(together, piece);
    // A node that is too busy just now is asked again with the next beat.
    if (rpc::ReasonOf(read) != "OVERLOADED") RETURN_IF_ERROR(read);
  }
  if (!piece.empty()) return true;
  const int64_t after = request_.after().change_number();
  // Far on without an item: there may be more.
  const bool is_far = after - before > int64_t{kMostItems} * kMostPages;
  if (woken != rpc::Wake::kHeartbeat && !is_far) return true;
  if (told_ == after) {
    piece = ":\n\n";
    return true;
  }
  told_ = after;
  AppendEventId(request_.after(), piece);
  piece += "\n";
  return true;
}

std::function<void()> Stream::Wait(const std::shared_ptr<Stream>& self,
                                   std::function<void()> go_on) {
  watch_.KeepUp();
  rpc::WaitList& waiters = watch_.waiters();
  const uint64_t ticket =
      waiters.Wait(seen_, [self, go_on = std::move(go_on)](rpc::Wake why) {
        self->woken_ = why;
        self->has_waited_ = true;
        go_on();
      });
  return [&waiters, ticket] { waiters.GoOn(ticket); };
}

}  // namespace

absl::StatusOr<HttpResponse> ChangesResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({"afterChangeNumber", "witness"}));
  ASSIGN_OR_RETURN(const std::string id, NamedAuthority(visit));
  const std::string feed = absl::StrCat(
      visit.base_url, id.empty() ? "" : "/authorities/", id, "/rpde/services");
  // What a browser sends when it comes back to the same address.
  const bool is_place = !visit.request.last_event_id.empty() ||
                        visit.target.Parameter("afterChangeNumber");
  const auto place = PlaceOf(visit);
  const auto stream = std::make_shared<Stream>(node_, reader_, watch_, id);
  const absl::Status begun =
      stream->Begin(place.value_or(std::nullopt), is_place, feed);
  if (!begun.ok()) return InWordsOfHttp(begun, id);
  RETURN_IF_ERROR(place.status());
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
