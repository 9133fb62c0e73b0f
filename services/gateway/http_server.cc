#include "services/gateway/http_server.h"

#include <sys/socket.h>

#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/strand.hpp"
#include "services/gateway/http_connection.h"
#include "services/gateway/problem.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr int kIoThreads = 2;
constexpr size_t kMostQueued = 1000;
// When the process has no more file descriptors, say.
constexpr std::chrono::milliseconds kAfterFailedAccept(100);

absl::StatusOr<tcp::endpoint> EndpointOf(asio::io_context& io,
                                         const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", address, ": wanted HOST:PORT"));
  }
  std::string host = address.substr(0, colon);
  if (absl::StartsWith(host, "[") && absl::EndsWith(host, "]")) {
    host = host.substr(1, host.size() - 2);
  }
  boost::system::error_code error;
  const auto found = tcp::resolver(io).resolve(host, address.substr(colon + 1),
                                               tcp::resolver::passive, error);
  if (error || found.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", address, ": ", error.message()));
  }
  return found.begin()->endpoint();
}

}  // namespace

// Members are destroyed from the last to the first: the workers, who still
// post to `io`, then what was posted, which still holds connections.
struct HttpServer::Running {
  explicit Running(HttpServerOptions given)
      : options(std::move(given)),
        connections(options, workers),
        work(io.get_executor()),
        workers(options.workers, kMostQueued),
        acceptor(asio::make_strand(io)),
        pause(acceptor.get_executor()) {}

  absl::Status Listen();
  void Accept();
  void Take(HttpConnection::Socket socket);

  const HttpServerOptions options;
  HttpConnections connections;
  asio::io_context io;
  // Keeps its threads while nothing is under way but on workers.
  asio::executor_work_guard<asio::io_context::executor_type> work;
  rpc::WorkerPool workers;
  asio::basic_socket_acceptor<tcp,
                              asio::strand<asio::io_context::executor_type>>
      acceptor;
  asio::basic_waitable_timer<std::chrono::steady_clock,
                             asio::wait_traits<std::chrono::steady_clock>,
                             asio::strand<asio::io_context::executor_type>>
      pause;
  std::string address;
  std::vector<std::thread> threads;
};

absl::Status HttpServer::Running::Listen() {
  ASSIGN_OR_RETURN(const tcp::endpoint endpoint,
                   EndpointOf(io, options.address));
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(asio::socket_base::reuse_address(true), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return absl::FailedPreconditionError(absl::StrCat(
        "cannot listen on ", options.address, ": ", error.message()));
  }
  address = absl::StrCat(options.address.substr(0, options.address.rfind(':')),
                         ":", acceptor.local_endpoint().port());
  return absl::OkStatus();
}

void HttpServer::Running::Accept() {
  acceptor.async_accept(
      asio::make_strand(io),
      [this](boost::system::error_code error, HttpConnection::Socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) {
          Take(std::move(socket));
          return Accept();
        }
        pause.expires_after(kAfterFailedAccept);
        pause.async_wait([this](boost::system::error_code stopped) {
          if (!stopped) Accept();
        });
      });
}

void HttpServer::Running::Take(HttpConnection::Socket socket) {
  if (connections.size() < options.limits.connections) {
    std::make_shared<HttpConnection>(std::move(socket), connections)->Start();
    return;
  }
  // One attempt, which waits for nothing: whoever is too many gets no more.
  const HttpResponse response = connections.Finished(
      {}, Problem(503, "TOO_MANY_CONNECTIONS",
                  "too many connections are open; try again in a moment"));
  HeadOptions head;
  head.length = response.body.size();
  head.keep_alive = false;
  head.now = options.clock();
  const std::string bytes = absl::StrCat(HeadOf(response, head), response.body);
  send(socket.native_handle(), bytes.data(), bytes.size(),
       MSG_DONTWAIT | MSG_NOSIGNAL);
  boost::system::error_code ignored;
  socket.shutdown(HttpConnection::Socket::shutdown_send, ignored);
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    HttpServerOptions options) {
  auto running = std::make_unique<Running>(std::move(options));
  RETURN_IF_ERROR(running->Listen());
  running->Accept();
  for (int i = 0; i < kIoThreads; ++i) {
    running->threads.emplace_back([io = &running->io] { io->run(); });
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(running)));
}

HttpServer::HttpServer(std::unique_ptr<Running> running)
    : running_(std::move(running)) {}

HttpServer::~HttpServer() {
  asio::post(running_->acceptor.get_executor(), [running = running_.get()] {
    boost::system::error_code ignored;
    running->acceptor.close(ignored);
    running->pause.cancel();
  });
  running_->connections.StopAll(/*at_once=*/false);
  if (!running_->connections.AwaitNone(running_->options.limits.stop_time)) {
    running_->connections.StopAll(/*at_once=*/true);
    running_->connections.AwaitNone(running_->options.limits.stop_time);
  }
  running_->io.stop();
  for (std::thread& thread : running_->threads) thread.join();
}

const std::string& HttpServer::address() const { return running_->address; }

size_t HttpServer::connections() const { return running_->connections.size(); }

}  // namespace localoffer::gateway
