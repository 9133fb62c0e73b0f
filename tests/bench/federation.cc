#include "tests/bench/federation.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "localoffer/v1/exchange.grpc.pb.h"

namespace localoffer::bench {
namespace {

constexpr int kPublications = 300;

// What a node has of each log, as it tells it.
class Watch {
 public:
  explicit Watch(Node& node)
      : stub_(v1::ExchangeService::NewStub(node.channel())),
        reader_(stub_->WatchCheckpoints(&context_, {})) {}
  ~Watch() {
    context_.TryCancel();
    reader_->Finish();
  }

  // Returns when the node has at least so much of each log.
  void AwaitSizes(const std::map<std::string, int64_t>& wanted) {
    v1::WatchCheckpointsResponse message;
    while (!Has(wanted)) {
      if (!reader_->Read(&message)) {
        std::cerr << "the follower ended its stream: "
                  << reader_->Finish().error_message() << "\n";
        std::exit(1);
      }
      for (const v1::LogCheckpoint& log : message.logs()) {
        // The second line of a checkpoint.
        const std::vector<std::string> lines =
            absl::StrSplit(log.checkpoint(), '\n');
        sizes_[log.log()] = std::stoll(lines.at(1));
      }
    }
  }

 private:
  bool Has(const std::map<std::string, int64_t>& wanted) const {
    return std::all_of(wanted.begin(), wanted.end(), [this](const auto& log) {
      const auto known = sizes_.find(log.first);
      return known != sizes_.end() && known->second >= log.second;
    });
  }

  grpc::ClientContext context_;
  std::unique_ptr<v1::ExchangeService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchCheckpointsResponse>> reader_;
  std::map<std::string, int64_t> sizes_;
};

std::map<std::string, int64_t> WriteTrust(Node& home,
                                          const std::string& folder) {
  std::filesystem::create_directories(folder + "/data");
  std::ofstream trust(folder + "/data/trust");
  std::map<std::string, int64_t> sizes;
  for (const v1::Authority& authority : home.Authorities()) {
    if (authority.log_size() == 0) continue;
    const std::string id =
        authority.name().substr(authority.name().find('/') + 1);
    trust << "key " << id << " " << authority.verifier_key() << "\n";
    sizes[authority.name()] = authority.log_size();
  }
  return sizes;
}

}  // namespace

void MeasureFederation(Node& home, const std::string& program,
                       const std::string& folder, Figures& figures) {
  std::filesystem::remove_all(folder);
  std::map<std::string, int64_t> sizes = WriteTrust(home, folder);
  Node follower(program, folder, {"--peer", home.address()});
  const double start = Now();
  follower.Start();
  Watch watch(follower);
  watch.AwaitSizes(sizes);
  const double seconds = SecondsSince(start);
  int64_t changes = 0;
  for (const auto& [log, size] : sizes) changes += size;
  figures["federation.catch_up.seconds"] = seconds;
  figures["federation.catch_up.changes_per_s"] =
      static_cast<double>(changes) / seconds;

  std::vector<double> milliseconds;
  const std::string& name = sizes.begin()->first;
  const std::string authority = name.substr(name.find('/') + 1);
  for (int i = 0; i < kPublications; ++i) {
    // Another one than in an earlier run over the same folder.
    const std::string word = absl::StrCat("propagated", sizes[name]);
    v1::Entry entry;
    const std::string id = absl::StrFormat("00000000-0000-4000-a000-%012x", i);
    entry.set_name(absl::StrCat(name, "/entries/", id));
    entry.mutable_service()->set_id(id);
    entry.mutable_service()->set_name(word);
    home.Publish(authority, v1::PUBLICATION_SCOPE_PARTIAL, {entry});
    const double published = Now();
    watch.AwaitSizes({{name, ++sizes[name]}});
    v1::SearchEntriesRequest request;
    request.set_query(word);
    if (follower.Search(request).hits_size() == 0) {
      std::cerr << word << " is not found on the follower\n";
      std::exit(1);
    }
    milliseconds.push_back(1000 * SecondsSince(published));
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  figures["federation.propagation.p50_ms"] = milliseconds[kPublications / 2];
  figures["federation.propagation.p99_ms"] =
      milliseconds[kPublications * 99 / 100];
}

}  // namespace localoffer::bench
