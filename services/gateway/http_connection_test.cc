#include "services/gateway/http_connection.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/strand.hpp"
#include "gtest/gtest.h"
#include "services/gateway/testing_http_client.h"
#include "services/rpc/worker_pool.h"

namespace localoffer::gateway {
namespace {

namespace asio = boost::asio;

// Says how many connections there are when it goes.
class Witness {
 public:
  Witness(const HttpConnections*& all, size_t& count)
      : all_(all), count_(count) {}
  ~Witness() { count_ = all_->size(); }
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

 private:
  const HttpConnections*& all_;
  size_t& count_;
};

// Whoever waits until there is none takes away what they use.
TEST(HttpConnectionTest, IsCountedUntilAllOfItIsGone) {
  const HttpConnections* all = nullptr;
  size_t counted = 0;
  absl::Notification parked;
  HttpServerOptions options;
  options.clock = absl::Now;
  options.stopwatch = [] { return absl::ZeroDuration(); };
  options.answer = [&](const HttpRequest& /*request*/) {
    HttpResponse response;
    response.source = [witness = std::make_shared<Witness>(all, counted)](
                          std::string& /*piece*/) { return true; };
    response.wait = [&parked](const std::function<void()>& /*go_on*/) {
      parked.Notify();
      return [] {};
    };
    return response;
  };
  auto workers = std::make_unique<rpc::WorkerPool>(1, 10);
  HttpConnections connections(options, *workers);
  all = &connections;
  auto io = std::make_unique<asio::io_context>();
  asio::ip::tcp::acceptor acceptor(*io,
                                   {asio::ip::make_address("127.0.0.1"), 0});
  HttpClient client(
      absl::StrCat("127.0.0.1:", acceptor.local_endpoint().port()));
  {
    HttpConnection::Socket socket(asio::make_strand(*io));
    acceptor.accept(socket);
    std::make_shared<HttpConnection>(std::move(socket), connections)->Start();
  }
  acceptor.close();
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  // While nothing is under way but on the worker.
  auto work = asio::make_work_guard(*io);
  std::thread thread([&io] { io->run(); });
  parked.WaitForNotification();
  work.reset();
  io->stop();
  thread.join();
  workers.reset();
  EXPECT_EQ(connections.size(), 1);
  // What still holds it goes with this.
  io.reset();
  EXPECT_EQ(counted, 1);
  EXPECT_EQ(connections.size(), 0);
}

}  // namespace
}  // namespace localoffer::gateway
