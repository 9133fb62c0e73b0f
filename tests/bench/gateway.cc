#include "tests/bench/gateway.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "tests/bench/http_load.h"
#include "tests/bench/raw_call.h"

namespace localoffer::bench {
namespace {

constexpr int kConnections = 4;
constexpr int kRounds = 3;
constexpr double kMicrosecondsOfSecond = 1e6;
constexpr char kSearchMethod[] =
    "/localoffer.v1.DirectoryService/SearchEntries";

// Whole seconds are what wrk takes.
int WholeSeconds(double seconds) {
  return std::max(1, static_cast<int>(std::lround(seconds)));
}

std::vector<std::string> TargetsOf(
    const std::vector<Question>& questions,
    const std::function<std::string(const Question&)>& target) {
  std::vector<std::string> targets;
  targets.reserve(questions.size());
  for (const Question& question : questions) {
    targets.push_back(target(question));
  }
  return targets;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// One way of asking, and what its rounds came to.
class Way {
 public:
  // Asks for so many seconds.
  using Ask = std::function<HttpLoad()>;

  Way(std::string name, Ask ask)
      : name_(std::move(name)), ask_(std::move(ask)) {}

  void Round(const ChildProcess& server) {
    const double before = server.CpuSeconds();
    const HttpLoad load = ask_();
    cpu_us_.push_back(kMicrosecondsOfSecond * (server.CpuSeconds() - before) /
                      std::max(1.0, load.answers));
    qps_.push_back(load.per_second);
    p50_ms_.push_back(load.p50_ms);
    p99_ms_.push_back(load.p99_ms);
  }

  double qps() const { return Median(qps_); }

  void Note(Figures& figures) const {
    figures[name_ + ".qps"] = qps();
    figures[name_ + ".p50_ms"] = Median(p50_ms_);
    figures[name_ + ".p99_ms"] = Median(p99_ms_);
    figures[name_ + ".server_cpu_us"] = Median(cpu_us_);
  }

 private:
  const std::string name_;
  const Ask ask_;
  std::vector<double> qps_, p50_ms_, p99_ms_, cpu_us_;
};

Way OverGrpc(const std::string& name, Node& node, double seconds,
             const std::vector<Question>& questions,
             const std::function<v1::SearchEntriesRequest(const Question&)>&
                 request_of) {
  std::vector<std::string> requests =
      TargetsOf(questions, [&](const Question& question) {
        return request_of(question).SerializeAsString();
      });
  return Way(name, [channels = Connect(node.address(), kConnections), seconds,
                    requests = std::move(requests)] {
    Figures round;
    const double start = Now();
    MeasureCalls(
        "", kConnections, seconds,
        [&](int thread, int call) {
          const size_t at = thread * requests.size() / kConnections + call;
          CallRaw(channels[thread], kSearchMethod,
                  requests[at % requests.size()]);
        },
        round);
    HttpLoad load;
    load.per_second = round[".qps"];
    load.p50_ms = round[".p50_ms"];
    load.p99_ms = round[".p99_ms"];
    // With those of the time that is not counted.
    load.answers = load.per_second * SecondsSince(start);
    return load;
  });
}

}  // namespace

void MeasureGateway(Node& node, const std::vector<Question>& questions,
                    const std::string& folder, double seconds,
                    Figures& figures) {
  const std::vector<std::string> api = TargetsOf(questions, ApiTarget);
  const std::vector<std::string> page = TargetsOf(questions, PageTarget);
  const auto over_http = [&](const std::vector<std::string>& targets,
                             Coding coding) {
    return AskWithWrk(node.http_address(), targets, kConnections,
                      WholeSeconds(seconds), coding, folder);
  };
  // Each once before, so that no way finds colder what another warms.
  MostBytes(node.http_address(), api, Coding::kPlain);
  figures["gateway.page.bytes"] =
      static_cast<double>(MostBytes(node.http_address(), page, Coding::kGzip));
  figures["gateway.stylesheet.bytes"] = static_cast<double>(MostBytes(
      node.http_address(), {StylesheetOf(node.http_address())}, Coding::kGzip));

  std::vector<Way> ways;
  ways.push_back(OverGrpc("gateway.grpc", node, seconds, questions,
                          [](const Question& question) {
                            return ApiRequest(question, v1::ENTRY_VIEW_FULL);
                          }));
  ways.emplace_back("gateway.api",
                    [&] { return over_http(api, Coding::kPlain); });
  ways.push_back(OverGrpc("gateway.grpc_basic", node, seconds, questions,
                          [](const Question& question) {
                            return ApiRequest(question, v1::ENTRY_VIEW_BASIC);
                          }));
  ways.push_back(
      OverGrpc("gateway.grpc_page", node, seconds, questions, PageRequest));
  ways.emplace_back("gateway.page",
                    [&] { return over_http(page, Coding::kPlain); });
  for (int round = 0; round < kRounds; ++round) {
    for (Way& way : ways) way.Round(node.process());
  }
  for (const Way& way : ways) way.Note(figures);
  for (const auto& [name, targets] :
       {std::pair(std::string("gateway.api"), &api),
        std::pair(std::string("gateway.page"), &page)}) {
    figures[name + ".gzip_qps"] = over_http(*targets, Coding::kGzip).per_second;
    figures[name + ".half_load_p99_ms"] = PacedP99(
        node.http_address(), *targets, figures[name + ".qps"] / 2, seconds);
  }
  figures["gateway.api.share_of_grpc"] =
      figures["gateway.api.qps"] / figures["gateway.grpc.qps"];
  figures["gateway.page.share_of_grpc"] =
      figures["gateway.page.qps"] / figures["gateway.grpc_page.qps"];
}

}  // namespace localoffer::bench
