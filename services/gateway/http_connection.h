// One connection of the HTTP server.
#ifndef LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTION_H_
#define LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTION_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/strand.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http/empty_body.hpp"
#include "boost/beast/http/parser.hpp"
#include "services/gateway/client_address.h"
#include "services/gateway/http_connections.h"
#include "services/gateway/http_head.h"
#include "services/gateway/http_message.h"
#include "services/gateway/http_server.h"

namespace localoffer::gateway {

// Reads requests one after another, has each answered on a worker, and sends
// the answer: pieces of a source are asked for as the ones before are sent, so
// that a slow reader holds up its own source and keeps no more than a piece in
// memory. While a source has nothing, the connection is parked: it costs no
// thread, and listens whether the caller is still there. Lives as long as
// something of it is under way. All of it runs on its strand but Answer() and
// Pull().
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  using Socket = boost::asio::basic_stream_socket<
      boost::asio::ip::tcp,
      boost::asio::strand<boost::asio::io_context::executor_type>>;

  HttpConnection(Socket socket, HttpConnections& all);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  void Start();
  // From any thread.
  void Stop(bool at_once);

 private:
  using Stream = boost::beast::basic_stream<
      boost::asio::ip::tcp,
      boost::asio::strand<boost::asio::io_context::executor_type>>;
  using Parser =
      boost::beast::http::request_parser<boost::beast::http::empty_body>;

  // Counts the connection among all.
  class Membership {
   public:
    Membership(HttpConnections& all, HttpConnection* connection)
        : all_(all), connection_(connection) {
      all_.Add(connection_);
    }
    ~Membership() { all_.Remove(connection_); }
    Membership(const Membership&) = delete;
    Membership& operator=(const Membership&) = delete;

   private:
    HttpConnections& all_;
    HttpConnection* const connection_;
  };

  void AwaitRequest();
  void ReadHeader();
  void OnHeader(boost::beast::error_code error);
  // The answer to a header that could not be read; nothing for a caller who
  // has gone.
  std::optional<HttpResponse> Refusal(boost::beast::error_code error) const;
  // The answer to a request that was read and is not taken.
  std::optional<HttpResponse> Refusal() const;
  HttpRequest TakeRequest() const;
  // Of a proxy's field the last part of the last one counts: that is what the
  // proxy next to this server wrote, whatever came before it.
  std::optional<ClientAddress> ClientOfRequest() const;

  // Whether the answer, one with a source, may begin; sets what is sent where
  // it may not.
  bool BeginStream();
  // It has waited for what happens as long as one answer may.
  bool HasWaitedEnough() const;

  void Answer(const HttpRequest& request);
  void Send(HttpResponse response);
  void Refuse(HttpResponse response);
  void WriteOut();
  void WriteMore();
  void Pull();
  void OnPulled(absl::StatusOr<bool> more, std::string piece);
  void Park();
  void GoOn();
  void Listen();
  void EndBody();
  void Done(bool complete);
  void Close();
  void Linger();
  void Discard();

  HttpConnections& all_;
  // Before all else, so that it ends last: the server goes once it has no
  // connection left, and what they use with it.
  const Membership membership_;
  Stream stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  // Whose connection it is.
  std::optional<ClientAddress> peer_;
  int requests_ = 0;
  // Waiting for a request of which nothing has come.
  bool idle_ = false;
  bool stopping_ = false;

  // Of the answer under way.
  HttpResponse response_;
  std::string method_;
  absl::Duration begun_;
  Framing framing_ = Framing::kLength;
  bool keep_alive_ = false;
  bool streaming_ = false;
  // Who asks for it, where he is limited.
  std::optional<ClientAddress> limited_client_;
  bool pulled_all_ = false;
  uint64_t body_bytes_ = 0;
  // While its source has nothing: ends that.
  std::function<void()> end_wait_;
  bool parked_ = false;
  // Listens for the caller to go, who has nothing to say any more; has heard
  // that.
  bool listening_ = false;
  bool gone_ = false;
  std::array<char, 64> heard_ = {};
  // What is being sent, and how much of it was.
  std::string out_;
  // What follows it, where that was in memory already.
  std::string body_;
  size_t sent_ = 0;
  size_t discarded_ = 0;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTION_H_
