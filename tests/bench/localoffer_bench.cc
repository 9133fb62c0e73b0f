// How fast a node publishes and finds over all of England, beside what the
// machine can do at all.
//
//   localoffer_bench [--json FILE] [--entries N] [--seconds S]
//                    [--keep FOLDER [--again]] [--only NAME]
//
// Generates the local offers of 153 authorities, publishes them through the
// public API of the real server, a process of its own, and asks it. Compare
// the ratios to the floors of the same run; machines differ and are noisy.
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "storage/engine.h"
#include "tests/bench/child_process.h"
#include "tests/bench/echo.h"
#include "tests/bench/england.h"
#include "tests/bench/federation.h"
#include "tests/bench/gateway.h"
#include "tests/bench/measure.h"
#include "tests/bench/node.h"
#include "tests/bench/question.h"
#include "tests/bench/raw_call.h"
#include "tests/bench/relevance.h"
#include "tests/bench/server_load.h"
#include "tests/generator/generator.h"

namespace localoffer::bench {
namespace {

constexpr int kPublishers = 16;
constexpr size_t kRecordBytes = 512;
constexpr double kNearMeters = 40'000;
constexpr int kPublishingAuthorities = 2;
constexpr int kSampledAnswers = 100;
// Of a search, each after one of the echo.
constexpr int kRounds = 5;
// What README.md says of them.
constexpr char kGeneratedHits[] = "search.relevance.hits_in_first_5.percent";
constexpr char kFeedHitRate[] = "relevance.feed.hit_rate";
constexpr char kHitRate[] = "relevance.hit_rate";
constexpr char kSearchMethod[] =
    "/localoffer.v1.DirectoryService/SearchEntries";

struct Flags {
  std::string json;
  size_t entries = 300'000;
  double seconds = 5;
  std::string keep;
  bool again = false;
  // The beginning of the names of the figures to measure beside the echo;
  // empty for all.
  std::string only;
  size_t echo = 0;

  bool Wants(absl::string_view figure) const {
    return absl::StartsWith(figure, only);
  }
};

// The floor of writing: RocksDB alone.
void MeasureSyncedWrites(const std::string& folder, double seconds,
                         Figures& figures) {
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

std::string BinaryFolder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

// All of England on one node.
class Bench {
 public:
  Bench(const Flags& flags, const std::string& server,
        const std::string& folder)
      : flags_(flags),
        generator_(GeneratorOptionsOf(flags)),
        authorities_(generator_.authorities()),
        node_(server, folder) {
    for (const generator::Area& area : generator_.areas()) {
      places_.insert(places_.end(), area.places.begin(), area.places.end());
    }
  }

  void Load(Figures& figures) {
    node_.Start();
    const double start = Now();
    std::atomic<size_t> published = 0;
    Publish(generator::Round::kFirst, published);
    figures["publish.bulk.entries_per_s"] =
        static_cast<double>(published) / SecondsSince(start);
    figures["publish.bulk.entries"] = static_cast<double>(published);
    // So that the logs have a history.
    Publish(generator::Round::kSecond, published);
    figures["memory.after_load.bytes_per_entry"] = BytesPerEntry();
  }

  void MeasureSingles(Figures& figures) {
    std::vector<v1::Entry> entries;
    generator_.ForEachEntry(authorities_.front(),
                            [&](const generator::GeneratedEntry& generated) {
                              if (entries.size() < kPublishers)
                                entries.push_back(generated.entry);
                            });
    std::vector<std::unique_ptr<v1::PublishingService::Stub>> publishers;
    for (const auto& channel : Connect(node_.address(), kPublishers)) {
      publishers.push_back(v1::PublishingService::NewStub(channel));
    }
    const auto publish = [&](int thread, int call) {
      v1::Entry entry = entries[thread % entries.size()];
      const std::string& authority =
          authorities_[thread % kPublishingAuthorities];
      // An entry of this thread, changed each time.
      const std::string id =
          absl::StrFormat("00000000-0000-4000-9000-%012x", thread);
      entry.set_name(absl::StrCat("authorities/", authority, "/entries/", id));
      entry.mutable_service()->set_id(id);
      entry.mutable_service()->set_name(absl::StrCat("Example ", call));
      std::vector<v1::Entry> offer;
      offer.push_back(std::move(entry));
      node_.Publish(*publishers[thread], authority,
                    v1::PUBLICATION_SCOPE_PARTIAL, std::move(offer));
    };
    figures["publish.single_1.per_s"] = Rate(1, flags_.seconds, publish);
    figures["publish.single.per_s"] =
        Rate(kPublishers, flags_.seconds, publish);
  }

  void MeasureStart(Figures& figures) {
    node_.Stop();
    const double start = Now();
    figures["startup.seconds"] = node_.Start();
    figures["memory.at_start.bytes_per_entry"] = BytesPerEntry();
    node_.AwaitCatalogue();
    figures["startup.catalogue.seconds"] = SecondsSince(start);
  }

  // The floor of asking: gRPC alone, with answers as long as ours are on
  // average. Always measured, and again beside each search.
  void StartEcho(const std::string& folder) {
    echo_.emplace(BinaryFolder() + "/localoffer_bench", folder,
                  ResponseBytes());
    echo_->load().Run(flags_.seconds);
  }
  void ReportEcho(Figures& figures) const { echo_->Report(figures); }

  void MeasureSearches(Figures& figures) {
    MeasureSearch("search.text", figures, [&](std::mt19937&) {
      v1::SearchEntriesRequest request;
      request.set_query(Words());
      return request;
    });
    MeasureSearch("search.near", figures,
                  [&](std::mt19937& random) { return NearRequest(random); });
    MeasureSearch("search.serves", figures, [&](std::mt19937& random) {
      v1::SearchEntriesRequest request;
      request.set_query(Words());
      *request.mutable_filter()->mutable_serves() = RandomPlace(random);
      return request;
    });
    MeasureSearch("search.facets", figures, [&](std::mt19937& random) {
      v1::SearchEntriesRequest request;
      request.set_query("respite");
      *request.mutable_filter()->mutable_serves() = RandomPlace(random);
      for (const v1::Facet facet :
           {v1::FACET_AUTHORITY, v1::FACET_TIER, v1::FACET_SETTING,
            v1::FACET_COST, v1::FACET_PALLIATIVE_COMPONENT,
            v1::FACET_STATUTORY_ITEM}) {
        request.add_facets(facet);
      }
      return request;
    });
    figures["memory.bytes_per_entry"] = BytesPerEntry();
  }

  void MeasureEngland(Figures& figures) {
    if (flags_.Wants("inclusion")) {
      MeasureInclusion(node_, flags_.seconds, figures);
    }
    if (flags_.Wants("coverage")) {
      MeasureCoverage(node_, flags_.seconds, figures);
    }
  }

  void MeasureHttp(const std::string& folder, Figures& figures) {
    MeasureGateway(node_, QuestionsOf(generator_), folder, flags_.seconds,
                   figures);
  }

  void MeasureFollower(const std::string& server, const std::string& folder,
                       Figures& figures) {
    MeasureFederation(node_, server, folder, figures);
  }

  void MeasureRelevance(const std::string& server, const std::string& folder,
                        Figures& figures) {
    relevance::HitRate rate;
    if (flags_.Wants(kGeneratedHits) || flags_.Wants(kHitRate)) {
      rate = AskGeneratedOffers(node_, generator_);
      figures[kGeneratedHits] = 100 * rate.share();
    }
    if (!flags_.Wants(kFeedHitRate) && !flags_.Wants(kHitRate)) return;
    const auto of_feed =
        AskFeed(server, BinaryFolder() + "/../../clients/localoffer/localoffer",
                folder + "/feed");
    if (!of_feed) return;
    figures[kFeedHitRate] = of_feed->share();
    if (flags_.Wants(kHitRate)) figures[kHitRate] = (rate + *of_feed).share();
  }

 private:
  static generator::GeneratorOptions GeneratorOptionsOf(const Flags& flags) {
    generator::GeneratorOptions options;
    options.entries = flags.entries;
    return options;
  }

  // Two authorities at a time, as the machine has two cores.
  void Publish(generator::Round round, std::atomic<size_t>& published) {
    std::atomic<size_t> next = 0;
    std::vector<std::thread> publishers;
    publishers.reserve(kPublishingAuthorities);
    for (int i = 0; i < kPublishingAuthorities; ++i) {
      publishers.emplace_back([&] {
        const auto publishing =
            v1::PublishingService::NewStub(Connect(node_.address()));
        for (size_t at = next++; at < authorities_.size(); at = next++) {
          std::vector<v1::Entry> offer;
          generator_.ForEachEntry(
              authorities_[at], round,
              [&](const generator::GeneratedEntry& generated) {
                offer.push_back(generated.entry);
              });
          published += offer.size();
          node_.Publish(*publishing, authorities_[at],
                        v1::PUBLICATION_SCOPE_FULL, std::move(offer));
        }
      });
    }
    for (std::thread& publisher : publishers) publisher.join();
  }

  // Of an answer to what is near.
  size_t ResponseBytes() {
    std::mt19937 random(kSampledAnswers);
    size_t bytes = 0;
    for (int i = 0; i < kSampledAnswers; ++i) {
      bytes += node_.Search(NearRequest(random)).ByteSizeLong();
    }
    return bytes / kSampledAnswers;
  }

  double BytesPerEntry() const {
    return static_cast<double>(node_.process().MemoryBytes()) /
           static_cast<double>(flags_.entries);
  }

  template <typename MakeRequest>
  void MeasureSearch(const std::string& name, Figures& figures,
                     const MakeRequest& make_request) {
    if (!flags_.Wants(name)) return;
    std::vector<std::mt19937> randoms;
    randoms.reserve(ServerLoad::kCallers);
    for (int i = 0; i < ServerLoad::kCallers; ++i) randoms.emplace_back(i);
    const auto channels = Connect(node_.address(), ServerLoad::kCallers);
    ServerLoad load(node_.process(), [&](int caller) {
      CallRaw(channels[caller], kSearchMethod,
              make_request(randoms[caller]).SerializeAsString());
    });
    ServerLoad& floor = echo_->load();
    double floors = 0;
    for (int round = 0; round < kRounds; ++round) {
      floors += floor.Run(flags_.seconds / kRounds);
      load.Run(flags_.seconds / kRounds);
    }
    load.Report(name, figures);
    figures[name + ".of_echo"] = load.qps() / (floors / kRounds);
  }

  // Two that a tenth of all entries have.
  static std::string Words() {
    return absl::StrCat(generator::kFrequentWords[0], " ",
                        generator::kFrequentWords[1]);
  }

  v1::SearchEntriesRequest NearRequest(std::mt19937& random) const {
    v1::SearchEntriesRequest request;
    request.set_query(Words());
    v1::NearFilter& near = *request.mutable_filter()->mutable_near();
    *near.mutable_place() = RandomPlace(random);
    near.set_radius_meters(kNearMeters);
    return request;
  }

  v1::PlaceQuery RandomPlace(std::mt19937& random) const {
    const generator::Place& place = places_[random() % places_.size()];
    v1::PlaceQuery query;
    query.mutable_point()->set_latitude(place.latitude);
    query.mutable_point()->set_longitude(place.longitude);
    return query;
  }

  const Flags& flags_;
  const generator::Generator generator_;
  const std::vector<std::string> authorities_;
  Node node_;
  absl::optional<EchoFloor> echo_;
  std::vector<generator::Place> places_;
};

int Run(const Flags& flags) {
  const bool keep = !flags.keep.empty();
  const std::filesystem::path folder =
      keep ? std::filesystem::path(flags.keep)
           : std::filesystem::temp_directory_path() /
                 absl::StrCat("localoffer-bench-", getpid());
  std::filesystem::create_directories(folder);
  Figures figures;
  if (flags.Wants("floor")) {
    MeasureSyncedWrites(folder / "floor", flags.seconds, figures);
  }
  {
    const std::string server =
        BinaryFolder() + "/../../services/server/localofferd";
    Bench bench(flags, server, folder);
    if (!flags.again) bench.Load(figures);
    bench.MeasureStart(figures);
    bench.StartEcho(folder);
    bench.MeasureSearches(figures);
    bench.MeasureEngland(figures);
    if (flags.Wants("gateway")) bench.MeasureHttp(folder, figures);
    bench.MeasureRelevance(server, folder, figures);
    if (flags.Wants("publish.single")) bench.MeasureSingles(figures);
    if (flags.Wants("federation")) {
      bench.MeasureFollower(server, folder / "follower", figures);
    }
    bench.ReportEcho(figures);
  }
  if (!keep) std::filesystem::remove_all(folder);
  return Report(figures, flags.json) ? 0 : 1;
}

int Main(int argc, char** argv) {
  CLI::App app("localoffer_bench: all of England on one node, beside floors");
  Flags flags;
  app.add_option("--json", flags.json, "Write the figures to FILE");
  app.add_option("--entries", flags.entries, "Entries of all authorities");
  app.add_option("--seconds", flags.seconds, "Time for each rate");
  app.add_option("--keep", flags.keep, "Work in FOLDER and leave it there");
  app.add_flag("--again", flags.again,
               "Load nothing: ask what --keep left in FOLDER");
  app.add_option("--only", flags.only,
                 "Measure the figures whose names begin so");
  app.add_option("--echo", flags.echo, "Serve answers of so many bytes")
      ->group("");
  CLI11_PARSE(app, argc, argv);
  return flags.echo > 0 ? ServeEcho(flags.echo) : Run(flags);
}

}  // namespace
}  // namespace localoffer::bench

int main(int argc, char** argv) {
#ifdef NDEBUG
  // As localofferd does, so that the floor is not held back by it.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
#endif
  return localoffer::bench::Main(argc, argv);
}
