// How fast a node publishes and finds, beside what the machine can do at all.
//
//   localoffer_bench [--json FILE] [--entries N] [--seconds S]
//
// Everything runs in one process over loopback gRPC, on a real disk. Compare
// the ratios to the floors of the same run; machines differ and are noisy.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/server/environment.h"
#include "services/server/server.h"
#include "storage/engine.h"
#include "tests/testing/test_node.h"

namespace localoffer::bench {
namespace {

using Seconds = std::chrono::duration<double>;
using Figures = std::map<std::string, double>;
using testing::With;

constexpr int kPublishers = 16;
constexpr size_t kRecordBytes = 512;

std::string BenchFolder(const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() /
                      absl::StrCat("localoffer-bench-", getpid(), "-", name);
  std::filesystem::remove_all(folder);
  return folder.string();
}

// Calls `work(thread, i)` from `threads` threads for `seconds`; returns calls
// a second.
double Rate(int threads, double seconds,
            const std::function<void(int, int)>& work) {
  std::atomic<int64_t> calls = 0;
  std::vector<std::thread> workers;
  const auto start = std::chrono::steady_clock::now();
  for (int thread = 0; thread < threads; ++thread) {
    workers.emplace_back([&, thread] {
      for (int i = 0;
           Seconds(std::chrono::steady_clock::now() - start).count() < seconds;
           ++i) {
        work(thread, i);
        calls.fetch_add(1);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  return static_cast<double>(calls.load()) /
         Seconds(std::chrono::steady_clock::now() - start).count();
}

// The floor: RocksDB alone, one synced write after another.
void MeasureFloor(double seconds, Figures& figures) {
  const std::string folder = BenchFolder("floor");
  {
    auto engine = storage::Engine::Open({folder, 0});
    if (!engine.ok()) return;
    const std::string value(kRecordBytes, 'x');
    const auto write = [&](int thread, int i) {
      storage::Batch batch(**engine);
      batch.Put(storage::Table::kBody, absl::StrCat(thread, "/", i), value);
      (*engine)->Commit(batch).IgnoreError();
    };
    figures["floor.rocksdb_sync.per_s"] = Rate(1, seconds, write);
    figures["floor.rocksdb_sync_16.per_s"] = Rate(kPublishers, seconds, write);
  }
  std::filesystem::remove_all(folder);
}

constexpr const char* kWords[] = {
    "hospice",    "respite",     "short",     "breaks",     "nurse",
    "therapy",    "children",    "family",    "school",     "support",
    "wheelchair", "equipment",   "overnight", "specialist", "speech",
    "language",   "bereavement", "sibling",   "play",       "club",
    "sensory",    "autism",      "advice",    "transport"};

v1::Entry RandomEntry(std::mt19937& random, int number) {
  v1::Entry entry = testing::TestEntry(
      number, absl::StrCat("Example ", kWords[random() % std::size(kWords)],
                           " ", number));
  std::string description;
  for (int i = 0; i < 120; ++i) {
    absl::StrAppend(&description, kWords[random() % std::size(kWords)], " ",
                    random() % 5000, " ");
  }
  entry.mutable_service()->set_description(description);
  return entry;
}

class Bench {
 public:
  explicit Bench(double seconds) : seconds_(seconds) { Start(); }
  ~Bench() {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  void PublishBulk(int entries, Figures& figures) {
    std::mt19937 random(1);
    std::vector<v1::Entry> offer;
    for (int i = 0; i < entries; ++i) offer.push_back(RandomEntry(random, i));
    const std::string token = Token(testing::kBristol);
    const auto start = std::chrono::steady_clock::now();
    Publish(testing::kBristol, token, offer);
    figures["publish.bulk.entries_per_s"] =
        entries / Seconds(std::chrono::steady_clock::now() - start).count();
  }

  // One entry a publication: `publishers` of them, half an authority each.
  double PublishSingles(int publishers) {
    const std::string tokens[] = {Token(testing::kBath),
                                  Token(testing::kLeeds)};
    std::vector<std::mt19937> randoms;
    for (int i = 0; i < publishers; ++i) randoms.emplace_back(i);
    static std::atomic<int> number = 1'000'000;
    return Rate(publishers, seconds_, [&](int thread, int) {
      Publish(thread % 2 == 0 ? testing::kBath : testing::kLeeds,
              tokens[thread % 2],
              {RandomEntry(randoms[thread], number.fetch_add(1))});
    });
  }

  double Search(const std::string& words) {
    const auto stub = v1::DirectoryService::NewStub(channel_);
    return Rate(4, seconds_, [&](int, int) {
      v1::SearchEntriesRequest request;
      request.set_query(words);
      v1::SearchEntriesResponse response;
      stub->SearchEntries(With("").get(), request, &response);
    });
  }

  double StartupSeconds() {
    server_.reset();
    const auto start = std::chrono::steady_clock::now();
    Start();
    return Seconds(std::chrono::steady_clock::now() - start).count();
  }

 private:
  void Start() {
    server::Config config;
    config.data_dir = folder_;
    config.listen = "127.0.0.1:0";
    config.min_free_mib = 0;
    server::Environment environment = server::RealEnvironment();
    environment.log = [](absl::string_view) {};
    auto server = server::Server::Start(config, environment);
    if (!server.ok()) {
      std::cerr << server.status() << "\n";
      std::exit(1);
    }
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(server_->address(),
                                   grpc::InsecureChannelCredentials());
    publishing_ = v1::PublishingService::NewStub(channel_);
  }

  std::string Token(const std::string& authority) {
    std::ifstream file(server_->operator_token_path());
    std::string operator_token;
    std::getline(file, operator_token);
    v1::CreateTokenRequest request;
    request.set_parent(absl::StrCat("authorities/", authority));
    request.add_roles(v1::ROLE_PUBLISHER);
    v1::CreateTokenResponse response;
    v1::AuthoritiesService::NewStub(channel_)->CreateToken(
        With(operator_token).get(), request, &response);
    return response.secret();
  }

  void Publish(const std::string& authority, const std::string& token,
               const std::vector<v1::Entry>& entries) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    const auto stream = publishing_->Publish(&context);
    v1::PublishRequest request;
    *request.mutable_header() =
        testing::TestNode::Header(authority, v1::PUBLICATION_SCOPE_PARTIAL);
    stream->Write(request);
    for (const v1::Entry& entry : entries) {
      *request.mutable_entry() = entry;
      stream->Write(request);
    }
    request.set_end(true);
    stream->Write(request);
    stream->WritesDone();
    v1::PublishResponse response;
    while (stream->Read(&response)) {
    }
    if (const grpc::Status status = stream->Finish(); !status.ok()) {
      std::cerr << status.error_message() << "\n";
      std::exit(1);
    }
  }

  const double seconds_;
  const std::string folder_ = BenchFolder("node");
  std::unique_ptr<server::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::PublishingService::Stub> publishing_;
};

void Print(const Figures& figures, const std::string& json) {
  for (const auto& [name, value] : figures) {
    std::cout << absl::StreamFormat("%-32s %14.2f\n", name, value);
  }
  if (json.empty()) return;
  std::ofstream file(json);
  file << "{";
  const char* separator = "\n";
  for (const auto& [name, value] : figures) {
    file << separator << absl::StreamFormat("  \"%s\": %.3f", name, value);
    separator = ",\n";
  }
  file << "\n}\n";
}

int Main(int argc, char** argv) {
  CLI::App app("localoffer_bench: publishing and finding, beside floors");
  std::string json;
  int entries = 20'000;
  double seconds = 5;
  app.add_option("--json", json, "Write the figures to FILE");
  app.add_option("--entries", entries, "Entries of the bulk publication");
  app.add_option("--seconds", seconds, "Time for each rate");
  CLI11_PARSE(app, argc, argv);
  Figures figures;
  MeasureFloor(seconds, figures);
  Bench bench(seconds);
  bench.PublishBulk(entries, figures);
  figures["publish.single_1.per_s"] = bench.PublishSingles(1);
  figures["publish.single.per_s"] = bench.PublishSingles(kPublishers);
  figures["search.text.qps"] = bench.Search("hospice respite");
  figures["search.rare.qps"] = bench.Search("bereavement 4711");
  figures["startup.seconds"] = bench.StartupSeconds();
  Print(figures, json);
  return 0;
}

}  // namespace
}  // namespace localoffer::bench

int main(int argc, char** argv) { return localoffer::bench::Main(argc, argv); }
