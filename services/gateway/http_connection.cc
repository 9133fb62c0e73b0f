#include "services/gateway/http_connection.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "boost/asio/buffer.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/write.hpp"
#include "boost/beast/http/error.hpp"
#include "boost/beast/http/read.hpp"
#include "services/gateway/problem.h"

namespace localoffer::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr size_t kReadBytes = 4096;
// So much at a time has to get through in HttpLimits::write_time.
constexpr size_t kWriteBytes = 64 << 10;
// After a refusal so much is still read and thrown away, so that the refusal is
// not lost to the reset which unread bytes would cause.
constexpr size_t kMostDiscarded = 256 << 10;
constexpr absl::Duration kLingerTime = absl::Seconds(2);

absl::string_view ToAbsl(beast::string_view text) {
  return absl::string_view(text.data(), text.size());
}

}  // namespace

HttpConnection::HttpConnection(Socket socket, HttpConnections& all)
    : all_(all),
      membership_(all, this),
      stream_(std::move(socket)),
      buffer_(all.limits().header_bytes + kReadBytes) {}

HttpConnection::~HttpConnection() {
  if (streaming_) all_.EndStream(response_.wait != nullptr, limited_client_);
}

void HttpConnection::Start() {
  asio::dispatch(stream_.get_executor(), [self = shared_from_this()] {
    beast::error_code ignored;
    self->stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    const auto peer = self->stream_.socket().remote_endpoint(ignored);
    if (!ignored) {
      self->peer_ = ClientAddress::Parse(peer.address().to_string());
    }
    self->AwaitRequest();
  });
}

void HttpConnection::Stop(bool at_once) {
  asio::post(stream_.get_executor(), [self = shared_from_this(), at_once] {
    self->stopping_ = true;
    if (at_once || self->idle_) return self->Close();
    if (self->parked_) self->end_wait_();
  });
}

void HttpConnection::AwaitRequest() {
  if (stopping_) return Close();
  if (buffer_.size() > 0) return ReadHeader();
  idle_ = true;
  const HttpLimits& limits = all_.limits();
  stream_.expires_after(absl::ToChronoNanoseconds(
      requests_ == 0 ? limits.header_time : limits.idle_time));
  stream_.async_read_some(
      buffer_.prepare(kReadBytes),
      [self = shared_from_this()](beast::error_code error, size_t bytes) {
        self->idle_ = false;
        if (error) return self->Close();
        self->buffer_.commit(bytes);
        self->ReadHeader();
      });
}

void HttpConnection::ReadHeader() {
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(all_.limits().header_bytes));
  // Bodies are not read; see Refusal().
  parser_->body_limit(boost::none);
  stream_.expires_after(absl::ToChronoNanoseconds(all_.limits().header_time));
  http::async_read_header(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](beast::error_code error, size_t /*bytes*/) {
        self->OnHeader(error);
      });
}

void HttpConnection::OnHeader(beast::error_code error) {
  ++requests_;
  begun_ = all_.options().stopwatch();
  method_ = "-";
  std::optional<HttpResponse> refusal;
  if (error) {
    refusal = Refusal(error);
    if (!refusal) return Close();
  } else {
    method_ = std::string(parser_->get().method_string());
    refusal = Refusal();
  }
  if (refusal) return Refuse(*std::move(refusal));
  keep_alive_ = parser_->keep_alive() && parser_->get().version() == 11 &&
                requests_ < all_.limits().requests;
  HttpRequest request = TakeRequest();
  limited_client_ =
      all_.IsLimited(request.client) ? request.client : std::nullopt;
  if (all_.options().refuse) refusal = all_.options().refuse(request);
  if (refusal) return Send(*std::move(refusal));
  if (!all_.workers().Run(
          [self = shared_from_this(), request = std::move(request)] {
            self->Answer(request);
          })) {
    Send(all_.Finished(
        TakeRequest(),
        Problem(503, "OVERLOADED",
                "too many requests are waiting; try again in a moment")));
  }
}

std::optional<HttpResponse> HttpConnection::Refusal(
    beast::error_code error) const {
  if (error == http::error::header_limit ||
      error == http::error::buffer_overflow) {
    // Of the request line itself there is no end. What was read of the header
    // is taken out of the buffer.
    const absl::string_view header(
        static_cast<const char*>(buffer_.data().data()), buffer_.size());
    if (parser_->get().target().empty() && !absl::StrContains(header, "\r\n")) {
      return Problem(414, "TARGET_TOO_LONG", "the address is too long");
    }
    return Problem(431, "HEADER_TOO_LARGE",
                   absl::StrCat("wanted at most ", all_.limits().header_bytes,
                                " bytes of header"));
  }
  // The caller went away, or took too long.
  if (error.category() != make_error_code(http::error::bad_method).category() ||
      error == http::error::end_of_stream ||
      error == http::error::partial_message) {
    return std::nullopt;
  }
  return Problem(400, "BAD_REQUEST",
                 absl::StrCat("this is no HTTP request: ", error.message()));
}

std::optional<HttpResponse> HttpConnection::Refusal() const {
  const auto& request = parser_->get();
  const auto hosts = request.equal_range(http::field::host);
  const auto host_count = std::distance(hosts.first, hosts.second);
  if (host_count > 1 || (host_count == 0 && request.version() >= 11) ||
      (host_count == 1 && !IsHost(ToAbsl(hosts.first->value())))) {
    return Problem(400, "BAD_HOST", "wanted one Host field with a host name");
  }
  if (request.count(http::field::transfer_encoding) > 0 &&
      !absl::EqualsIgnoreCase(ToAbsl(request[http::field::transfer_encoding]),
                              "chunked")) {
    return Problem(501, "TRANSFER_CODING",
                   "wanted no other coding than chunked");
  }
  if (parser_->chunked() || parser_->content_length().value_or(0) > 0) {
    return Problem(413, "BODY_REFUSED", "no resource here takes a body");
  }
  if (request.target().size() > all_.limits().target_bytes) {
    return Problem(414, "TARGET_TOO_LONG",
                   absl::StrCat("wanted an address of at most ",
                                all_.limits().target_bytes, " bytes"));
  }
  return std::nullopt;
}

HttpRequest HttpConnection::TakeRequest() const {
  const auto& header = parser_->get();
  HttpRequest request;
  request.method = method_;
  request.target = std::string(header.target());
  request.host = std::string(header[http::field::host]);
  request.accept = std::string(header[http::field::accept]);
  request.if_modified_since =
      std::string(header[http::field::if_modified_since]);
  request.accept_encoding = std::string(header[http::field::accept_encoding]);
  request.if_none_match = std::string(header[http::field::if_none_match]);
  request.last_event_id = std::string(header["Last-Event-ID"]);
  request.client = ClientOfRequest();
  return request;
}

std::optional<ClientAddress> HttpConnection::ClientOfRequest() const {
  const std::string& field = all_.options().client_address_field;
  if (field.empty()) return peer_;
  const auto [begin, end] = parser_->get().equal_range(field);
  if (begin == end) return std::nullopt;
  const absl::string_view value = ToAbsl(std::prev(end)->value());
  const size_t comma = value.rfind(',');
  return ClientAddress::Parse(
      comma == absl::string_view::npos ? value : value.substr(comma + 1));
}

// On a worker.
void HttpConnection::Answer(const HttpRequest& request) {
  asio::post(stream_.get_executor(),
             [self = shared_from_this(),
              response = all_.options().answer(request)]() mutable {
               self->Send(std::move(response));
             });
}

bool HttpConnection::BeginStream() {
  HttpResponse refusal;
  switch (all_.BeginStream(response_.wait != nullptr, limited_client_)) {
    case HttpConnections::Begun::kYes:
      return true;
    case HttpConnections::Begun::kTooMany:
      refusal = Problem(503, "OVERLOADED",
                        "too many long answers are under way; try again in "
                        "a moment");
      break;
    case HttpConnections::Begun::kTooManyOfOne:
      refusal = Problem(
          503, "TOO_MANY_STREAMS",
          absl::StrCat("one address waits for what happens ",
                       all_.limits().waiting_streams_of_one, " times at most"));
      break;
  }
  response_ = all_.Finished(TakeRequest(), std::move(refusal));
  return false;
}

bool HttpConnection::HasWaitedEnough() const {
  return response_.wait &&
         all_.options().stopwatch() - begun_ >= all_.limits().waiting_time;
}

void HttpConnection::Refuse(HttpResponse response) {
  keep_alive_ = false;
  Send(all_.Finished(TakeRequest(), std::move(response)));
}

void HttpConnection::Send(HttpResponse response) {
  response_ = std::move(response);
  pulled_all_ = response_.source == nullptr;
  const bool is_head = method_ == "HEAD";
  if (!pulled_all_ && !is_head) {
    // The caller has nothing to say any more; see Listen().
    if (response_.wait) keep_alive_ = false;
    streaming_ = BeginStream();
    pulled_all_ = !streaming_;
  }
  if (response_.status == 204 || response_.status == 304) {
    framing_ = Framing::kNone;
    response_.body.clear();
  } else if (pulled_all_) {
    framing_ = Framing::kLength;
  } else {
    framing_ = keep_alive_ || (parser_ && parser_->get().version() == 11)
                   ? Framing::kChunked
                   : Framing::kClose;
  }
  HeadOptions options;
  options.framing = framing_;
  options.length = response_.body.size();
  options.keep_alive = keep_alive_ && !stopping_;
  options.now = all_.options().clock();
  keep_alive_ = options.keep_alive;
  out_ = HeadOf(response_, options);
  body_bytes_ = 0;
  if (is_head) {
    pulled_all_ = true;
    framing_ = Framing::kNone;
  } else {
    body_bytes_ = response_.body.size();
    body_ = std::move(response_.body);
  }
  response_.body.clear();
  WriteOut();
}

void HttpConnection::WriteOut() {
  sent_ = 0;
  WriteMore();
}

void HttpConnection::WriteMore() {
  const size_t all = out_.size() + body_.size();
  if (sent_ == all) {
    // Connections wait longer than they send.
    body_ = std::string();
    return pulled_all_ ? Done(/*complete=*/true) : Pull();
  }
  stream_.expires_after(absl::ToChronoNanoseconds(all_.limits().write_time));
  const size_t bytes = std::min(all - sent_, kWriteBytes);
  const size_t of_out =
      std::min(out_.size() - std::min(sent_, out_.size()), bytes);
  const size_t of_body = bytes - of_out;
  const size_t in_body = of_body > 0 ? sent_ + of_out - out_.size() : 0;
  asio::async_write(
      stream_,
      std::array<asio::const_buffer, 2>{
          asio::buffer(out_.data() + std::min(sent_, out_.size()), of_out),
          asio::buffer(body_.data() + in_body, of_body)},
      [self = shared_from_this()](beast::error_code error, size_t written) {
        if (error) return self->Done(/*complete=*/false);
        self->sent_ += written;
        self->WriteMore();
      });
}

// Has the next piece made on a worker, however many are waiting: what was begun
// is brought to its end.
void HttpConnection::Pull() {
  all_.workers().Continue([self = shared_from_this()] {
    std::string piece;
    absl::StatusOr<bool> more = true;
    // An empty chunk would end the body.
    do {
      more = self->response_.source(piece);
    } while (more.ok() && *more && piece.empty() && !self->response_.wait);
    asio::post(self->stream_.get_executor(),
               [self, more, piece = std::move(piece)]() mutable {
                 self->OnPulled(more, std::move(piece));
               });
  });
}

void HttpConnection::OnPulled(absl::StatusOr<bool> more, std::string piece) {
  // Broken off: that the end is missing tells the caller.
  if (!more.ok()) {
    response_.failure = std::string(more.status().message());
    return Done(/*complete=*/false);
  }
  if (gone_) return Done(/*complete=*/false);
  const bool ends = !*more || HasWaitedEnough();
  if (piece.empty() && *more) return ends ? EndBody() : Park();
  pulled_all_ = ends;
  body_bytes_ += piece.size();
  if (framing_ == Framing::kChunked) {
    out_.clear();
    if (!piece.empty()) {
      absl::StrAppend(&out_, ChunkHead(piece.size()), piece, "\r\n");
    }
    if (pulled_all_) absl::StrAppend(&out_, ChunkHead(0), "\r\n");
  } else {
    out_ = std::move(piece);
  }
  WriteOut();
}

// Until its source has something.
void HttpConnection::Park() {
  if (stopping_) return EndBody();
  Listen();
  parked_ = true;
  // Whoever calls may outlive the server; Listen() keeps this alive.
  end_wait_ = response_.wait([weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      asio::post(self->stream_.get_executor(), [self] { self->GoOn(); });
    }
  });
}

void HttpConnection::GoOn() {
  // The caller has gone meanwhile, and that was the end.
  if (!parked_) return;
  parked_ = false;
  end_wait_ = nullptr;
  stopping_ ? EndBody() : Pull();
}

// A caller who closes his half while he waits is taken to be gone: nothing else
// tells it before the next write. What he says instead is thrown away.
void HttpConnection::Listen() {
  if (listening_) return;
  listening_ = true;
  stream_.expires_never();
  stream_.async_read_some(
      asio::buffer(heard_),
      [self = shared_from_this()](beast::error_code error, size_t bytes) {
        self->listening_ = false;
        self->discarded_ += bytes;
        if (!error && self->discarded_ <= kMostDiscarded) return self->Listen();
        self->gone_ = true;
        if (!self->parked_) return;
        self->parked_ = false;
        std::exchange(self->end_wait_, nullptr)();
        self->Done(/*complete=*/false);
      });
}

void HttpConnection::EndBody() {
  pulled_all_ = true;
  out_ =
      framing_ == Framing::kChunked ? absl::StrCat(ChunkHead(0), "\r\n") : "";
  WriteOut();
}

void HttpConnection::Done(bool complete) {
  if (streaming_) all_.EndStream(response_.wait != nullptr, limited_client_);
  streaming_ = false;
  HttpOutcome outcome;
  outcome.method = method_;
  outcome.route = response_.route;
  outcome.status = response_.status;
  outcome.body_bytes = body_bytes_;
  outcome.taken = all_.options().stopwatch() - begun_;
  outcome.complete = complete;
  outcome.failure = std::move(response_.failure);
  response_ = HttpResponse();
  if (all_.options().on_outcome) all_.options().on_outcome(outcome);
  if (!complete) return Close();
  if (keep_alive_) return AwaitRequest();
  if (listening_) return Close();
  Linger();
}

void HttpConnection::Close() {
  beast::error_code ignored;
  stream_.socket().close(ignored);
}

void HttpConnection::Linger() {
  beast::error_code error;
  stream_.socket().shutdown(Socket::shutdown_send, error);
  if (error) return Close();
  stream_.expires_after(absl::ToChronoNanoseconds(kLingerTime));
  Discard();
}

void HttpConnection::Discard() {
  buffer_.clear();
  stream_.async_read_some(
      buffer_.prepare(kReadBytes),
      [self = shared_from_this()](beast::error_code error, size_t bytes) {
        self->discarded_ += bytes;
        if (error || self->discarded_ > kMostDiscarded) return self->Close();
        self->Discard();
      });
}

}  // namespace localoffer::gateway
