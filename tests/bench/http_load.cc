#include "tests/bench/http_load.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/gateway/testing_http_client.h"
#include "tests/bench/child_process.h"
#include "tests/bench/measure.h"

namespace localoffer::bench {
namespace {

using gateway::HttpClient;
using gateway::Received;

constexpr char kGzip[] = "Accept-Encoding: gzip\r\n";
constexpr int kOk = 200;
// More than are ever waiting where p99 is what it should be.
constexpr int kPacedConnections = 8;
constexpr double kMillisecondsOfSecond = 1000;

// Every request is written once, so that wrk has time to ask.
constexpr absl::string_view kLua = R"lua(
local requests, at = {}, 0
init = function(args)
  for i, target in ipairs(targets) do
    requests[i] = wrk.format("GET", target, fields)
  end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end
done = function(summary, latency, requests)
  local errors = summary.errors
  print(string.format("figures %d %f %f %f %d", summary.requests,
      summary.duration / 1e6, latency:percentile(50) / 1e3,
      latency:percentile(99) / 1e3, errors.connect + errors.read +
      errors.write + errors.status + errors.timeout))
end
)lua";
constexpr char kFigures[] = "figures ";

// What wrk is to ask, and to say when it has.
std::string Script(const std::vector<std::string>& targets, Coding coding) {
  std::string script = "local targets = {\n";
  for (const std::string& target : targets) {
    absl::StrAppend(&script, "  \"", target, "\",\n");
  }
  absl::StrAppend(
      &script, "}\nlocal fields = {",
      coding == Coding::kGzip ? "[\"Accept-Encoding\"] = \"gzip\"" : "", "}",
      kLua);
  return script;
}

void Fail(absl::string_view why) {
  std::cerr << why << "\n";
  std::exit(1);
}

// Keeps one connection, as long as the server does.
class Asker {
 public:
  explicit Asker(std::string address) : address_(std::move(address)) {}

  Received Ask(const std::string& target, Coding coding = Coding::kPlain) {
    if (client_ == nullptr) client_ = std::make_unique<HttpClient>(address_);
    client_->Send(absl::StrCat("GET ", target, " HTTP/1.1\r\nHost: ", address_,
                               "\r\n", coding == Coding::kGzip ? kGzip : "",
                               "\r\n"));
    const std::optional<Received> received = client_->Receive();
    if (!received || received->status != kOk) {
      Fail(absl::StrCat(target, ": no answer, or none that is 200"));
    }
    if (received->Header("connection") == "close") client_.reset();
    return *received;
  }

 private:
  const std::string address_;
  std::unique_ptr<HttpClient> client_;
};

}  // namespace

HttpLoad AskWithWrk(const std::string& address,
                    const std::vector<std::string>& targets, int connections,
                    int seconds, Coding coding, const std::string& folder) {
  const std::string script = folder + "/wrk.lua";
  std::ofstream(script) << Script(targets, coding);
  ChildProcess wrk(
      "wrk",
      {"-t1", absl::StrCat("-c", connections), absl::StrCat("-d", seconds, "s"),
       "-s", script, absl::StrCat("http://", address)},
      folder + "/wrk.out");
  const std::vector<std::string> words =
      absl::StrSplit(wrk.WaitForLine(kFigures), ' ');
  HttpLoad load;
  double taken = 0;
  int errors = 0;
  if (words.size() != 5 || !absl::SimpleAtod(words[0], &load.answers) ||
      !absl::SimpleAtod(words[1], &taken) ||
      !absl::SimpleAtod(words[2], &load.p50_ms) ||
      !absl::SimpleAtod(words[3], &load.p99_ms) ||
      !absl::SimpleAtoi(words[4], &errors) || errors > 0) {
    Fail(absl::StrCat("wrk was not always answered: see ", folder));
  }
  load.per_second = load.answers / taken;
  return load;
}

double PacedP99(const std::string& address,
                const std::vector<std::string>& targets, double per_second,
                double seconds) {
  const auto questions = static_cast<size_t>(per_second * seconds);
  std::vector<double> times(questions);
  const double start = Now();
  std::vector<std::thread> threads;
  threads.reserve(kPacedConnections);
  for (size_t first = 0; first < kPacedConnections; ++first) {
    threads.emplace_back([&, first] {
      Asker asker(address);
      for (size_t i = first; i < questions; i += kPacedConnections) {
        const double due = start + static_cast<double>(i) / per_second;
        std::this_thread::sleep_for(std::chrono::duration<double>(due - Now()));
        asker.Ask(targets[i % targets.size()]);
        times[i] = SecondsSince(due);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (times.empty()) return 0;
  std::sort(times.begin(), times.end());
  return kMillisecondsOfSecond * times[times.size() * 99 / 100];
}

size_t MostBytes(const std::string& address,
                 const std::vector<std::string>& targets, Coding coding) {
  Asker asker(address);
  size_t most = 0;
  for (const std::string& target : targets) {
    most = std::max(most, asker.Ask(target, coding).body.size());
  }
  return most;
}

std::string StylesheetOf(const std::string& address) {
  const std::string page = Asker(address).Ask("/").body;
  const size_t begin = page.find("/assets/");
  if (begin == std::string::npos) Fail("the first page has no stylesheet");
  return page.substr(begin, page.find('"', begin) - begin);
}

}  // namespace localoffer::bench
