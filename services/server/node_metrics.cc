#include "services/server/node_metrics.h"

#include <unistd.h>

#include <fstream>
#include <optional>

#include "localoffer/storage/v1/records.pb.h"
#include "storage/index/search_index.h"

namespace localoffer::server {
namespace {

using metrics::Exposition;
using metrics::Kind;

constexpr double kMicros = 1e6;

void ShowLogs(const storage::Store& store, storage::CommittedLogs& logs,
              Exposition& out) {
  const storage::Instant latest = logs.Latest();
  for (const auto& [log, size] : latest.sizes()) {
    const std::optional<storage::v1::LogHead> head = logs.Head(log);
    if (!head) continue;
    out.Add(Kind::kGauge, "localoffer_log_changes", "Changes in a log",
            {{"log", log}}, static_cast<double>(head->size()));
    out.Add(Kind::kGauge, "localoffer_entries", "Published entries of a log",
            {{"log", log}}, static_cast<double>(head->published_entries()));
    out.Add(Kind::kGauge, "localoffer_log_commit_timestamp_seconds",
            "Time of a log's newest commit", {{"log", log}},
            static_cast<double>(head->commit_time_micros()) / kMicros);
  }
  if (const auto newest = store.arrivals().Newest(); newest.ok()) {
    out.Add(Kind::kCounter, "localoffer_arrivals_total",
            "Change number of the newest change of any log", {},
            static_cast<double>(*newest));
  }
}

void ShowCommits(const storage::Committer& committer, Exposition& out) {
  const storage::Committer::Totals totals = committer.totals();
  out.Add(Kind::kCounter, "localoffer_commit_groups_total",
          "Batches written, each with one sync", {},
          static_cast<double>(totals.groups));
  out.Add(Kind::kCounter, "localoffer_commit_changes_total",
          "Changes that became part of a log", {},
          static_cast<double>(totals.changes));
  out.Add(Kind::kCounter, "localoffer_commit_refused_total",
          "Proposals and segments that were not taken", {},
          static_cast<double>(totals.refused));
  out.Add(Kind::kGauge, "localoffer_publishing",
          "1 while the store takes writes", {}, committer.health().ok());
}

void ShowIndex(const SearchIndex& index, Exposition& out) {
  const SearchIndex::Figures figures = index.figures();
  out.Add(Kind::kGauge, "localoffer_index_revisions",
          "Revisions of entries in the search index", {},
          static_cast<double>(figures.revisions));
  out.Add(Kind::kGauge, "localoffer_index_words", "Words in the search index",
          {}, static_cast<double>(figures.words));
}

void ShowStorage(const storage::Engine& engine, Exposition& out) {
  const storage::Engine::Figures figures = engine.figures();
  const auto gauge = [&out](absl::string_view name, absl::string_view help,
                            uint64_t value) {
    out.Add(Kind::kGauge, name, help, {}, static_cast<double>(value));
  };
  gauge("localoffer_rocksdb_table_file_bytes", "Size of the store's tables",
        figures.table_file_bytes);
  gauge("localoffer_rocksdb_memtable_bytes", "Written and not yet in tables",
        figures.memtable_bytes);
  gauge("localoffer_rocksdb_block_cache_bytes", "Blocks kept in memory",
        figures.block_cache_bytes);
  gauge("localoffer_rocksdb_compaction_pending_bytes",
        "What compactions have yet to rewrite",
        figures.compaction_pending_bytes);
  gauge("localoffer_rocksdb_running_compactions", "Compactions under way",
        figures.running_compactions);
  gauge("localoffer_rocksdb_write_stopped",
        "1 while writes wait for compactions", figures.write_stopped);
  gauge("localoffer_rocksdb_background_errors",
        "Flushes and compactions that failed", figures.background_errors);
  gauge("localoffer_disk_free_bytes", "Free where the store is",
        figures.free_disk_bytes);
}

void ShowProcess(Exposition& out) {
  std::ifstream statm("/proc/self/statm");
  uint64_t pages = 0;
  uint64_t resident = 0;
  if (!(statm >> pages >> resident)) return;
  out.Add(Kind::kGauge, "process_resident_memory_bytes", "Memory in use", {},
          static_cast<double>(resident) *
              static_cast<double>(sysconf(_SC_PAGESIZE)));
}

}  // namespace

void AddNodeMetrics(storage::Store& store, metrics::Registry& registry) {
  registry.AddSource([&store](Exposition& out) {
    ShowLogs(store, store.logs(), out);
    ShowCommits(store.committer(), out);
    ShowIndex(store.index(), out);
    ShowStorage(store.engine(), out);
    ShowProcess(out);
  });
}

}  // namespace localoffer::server
