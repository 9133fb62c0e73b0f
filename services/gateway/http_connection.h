// One connection of the HTTP server.
#ifndef LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTION_H_
#define LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTION_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/strand.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http/empty_body.hpp"
#include "boost/beast/http/parser.hpp"
#include "services/gateway/client_address.h"
#include "services/gateway/http_head.h"
#include "services/gateway/http_message.h"
#include "services/gateway/http_server.h"
#include "services/rpc/worker_pool.h"

namespace localoffer::gateway {

class HttpConnection;

// What all connections of a server share. Outlives them. Thread-safe.
class HttpConnections {
 public:
  HttpConnections(const HttpServerOptions& options, rpc::WorkerPool& workers)
      : options_(options), workers_(workers) {}

  const HttpServerOptions& options() const { return options_; }
  const HttpLimits& limits() const { return options_.limits; }
  rpc::WorkerPool& workers() { return workers_; }

  void Add(HttpConnection* connection);
  void Remove(HttpConnection* connection);
  size_t size() const;

  // Asks all to end: those that are idle at once, the others after the answer
  // under way; or all at once.
  void StopAll(bool at_once);
  // Whether all have ended, having waited so long at most.
  bool AwaitNone(absl::Duration most);

  // Counts an answer with a source; false when there are too many.
  bool BeginStream();
  void EndStream() { --streams_; }

 private:
  const HttpServerOptions& options_;
  rpc::WorkerPool& workers_;
  std::atomic<int> streams_ = 0;
  mutable absl::Mutex mutex_;
  // Signalled when the last one has gone.
  absl::CondVar none_;
  std::set<HttpConnection*> connections_ ABSL_GUARDED_BY(mutex_);
};

// Reads requests one after another, has each answered on a worker, and sends
// the answer: pieces of a source are asked for as the ones before are sent, so
// that a slow reader holds up its own source and keeps no more than a piece in
// memory. Lives as long as something of it is under way. All of it runs on its
// strand but Answer() and Pull().
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

  void Answer(const HttpRequest& request);
  void Send(HttpResponse response);
  void Refuse(HttpResponse response);
  void WriteOut();
  void WriteMore();
  void Pull();
  void OnPulled(absl::StatusOr<bool> more, std::string piece);
  void Done(bool complete);
  void Close();
  void Linger();
  void Discard();

  Stream stream_;
  HttpConnections& all_;
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
  bool pulled_all_ = false;
  uint64_t body_bytes_ = 0;
  // What is being sent, and how much of it was.
  std::string out_;
  // What follows it, where that was in memory already.
  std::string body_;
  size_t sent_ = 0;
  size_t discarded_ = 0;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_HTTP_CONNECTION_H_
