#include "storage/engine.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/table.h"
#include "rocksdb/write_buffer_manager.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

constexpr size_t kBlockCacheBytes = 96 << 20;
constexpr size_t kWriteBufferBytes = 32 << 20;
// Of all tables together: there are many, and each would fill one of its own.
constexpr size_t kWriteBuffersBytes = 48 << 20;

rocksdb::Slice ToSlice(absl::string_view text) {
  return rocksdb::Slice(text.data(), text.size());
}

absl::string_view ToView(const rocksdb::Slice& slice) {
  return absl::string_view(slice.data(), slice.size());
}

absl::Status ToStatus(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) return absl::DataLossError(status.ToString());
  return absl::InternalError(status.ToString());
}

absl::Status OpenError(const std::string& directory,
                       const rocksdb::Status& status) {
  if (status.IsIOError() && absl::StrContains(status.ToString(), "lock")) {
    return absl::FailedPreconditionError(
        absl::StrCat("data directory ", directory,
                     " is in use by another process: ", status.ToString()));
  }
  if (status.IsCorruption()) {
    return absl::DataLossError(absl::StrCat(
        "data directory ", directory,
        " is damaged; restore it from a backup: ", status.ToString()));
  }
  return absl::InternalError(absl::StrCat("cannot open data directory ",
                                          directory, ": ", status.ToString()));
}

class NoLog : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

// Measured: a store with many tables starts hundreds of threads to open its
// files, and a log that is written in memory is cleared first, all of it.
void MakeSmall(rocksdb::DBOptions& options) {
  options.max_file_opening_threads = 1;
  options.allow_fallocate = false;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.info_log = std::make_shared<NoLog>();
}

rocksdb::DBOptions DatabaseOptions(
    const EngineOptions& engine, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::DBOptions options;
  // What is written takes the place of what was read: one bound for both.
  options.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(kWriteBuffersBytes, cache);
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  // Opens after a crash's torn tail and refuses a flipped byte anywhere else.
  // Measured against the other modes; see DESIGN, "Dependencies".
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.paranoid_checks = true;
  // A table that is seldom written must not keep old logs for ever.
  options.max_total_wal_size = 256 << 20;
  options.keep_log_file_num = 2;
  options.max_background_jobs = 2;
  if (engine.small) MakeSmall(options);
  return options;
}

rocksdb::ColumnFamilyOptions TableOptions(
    const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = kWriteBufferBytes;
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace

void Batch::Put(Table table, absl::string_view key, absl::string_view value) {
  batch_.Put(engine_.handle(table), ToSlice(key), ToSlice(value));
}

void Batch::Delete(Table table, absl::string_view key) {
  batch_.Delete(engine_.handle(table), ToSlice(key));
}

void Batch::SetSavePoint() { batch_.SetSavePoint(); }

void Batch::RollbackToSavePoint() { batch_.RollbackToSavePoint(); }

void Batch::ForgetSavePoint() { batch_.PopSavePoint(); }

Cursor::Cursor(std::unique_ptr<rocksdb::Iterator> iterator, std::string prefix,
               absl::string_view from)
    : iterator_(std::move(iterator)), prefix_(std::move(prefix)) {
  Seek(from);
}

void Cursor::Seek(absl::string_view key) {
  iterator_->Seek(key < prefix_ ? rocksdb::Slice(prefix_) : ToSlice(key));
}

void Cursor::SeekForPrev(absl::string_view key) {
  iterator_->SeekForPrev(ToSlice(key));
}

void Cursor::Next() { iterator_->Next(); }

bool Cursor::Valid() const {
  return iterator_->Valid() && iterator_->key().starts_with(prefix_);
}

absl::string_view Cursor::key() const { return ToView(iterator_->key()); }

absl::string_view Cursor::value() const { return ToView(iterator_->value()); }

absl::Status Cursor::status() const { return ToStatus(iterator_->status()); }

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(
    const EngineOptions& options) {
  const std::shared_ptr<rocksdb::Cache> cache =
      rocksdb::NewLRUCache(kBlockCacheBytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (size_t i = 0; i < kTableCount; ++i) {
    families.emplace_back(std::string(TableName(static_cast<Table>(i))),
                          TableOptions(cache));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> opened;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::Open(DatabaseOptions(options, cache), options.directory,
                        families, &opened, &db);
  if (!status.ok()) return OpenError(options.directory, status);
  std::array<rocksdb::ColumnFamilyHandle*, kTableCount> handles;
  std::copy(opened.begin(), opened.end(), handles.begin());
  std::unique_ptr<Engine> engine(
      new Engine(options, std::unique_ptr<rocksdb::DB>(db), handles));
  RETURN_IF_ERROR(engine->CheckSchema());
  return engine;
}

Engine::Engine(EngineOptions options, std::unique_ptr<rocksdb::DB> db,
               std::array<rocksdb::ColumnFamilyHandle*, kTableCount> handles)
    : options_(std::move(options)), db_(std::move(db)), handles_(handles) {}

Engine::~Engine() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle);
  }
  db_->Close();
}

absl::Status Engine::CheckSchema() {
  ASSIGN_OR_RETURN(const std::optional<std::string> version,
                   Get(Table::kMeta, kSchemaVersionKey));
  if (!version) {
    Batch batch(*this);
    batch.Put(Table::kMeta, kSchemaVersionKey, kSchemaVersion);
    return Commit(batch);
  }
  if (*version == kSchemaVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "data directory ", options_.directory, " has schema version ", *version,
      "; this program reads version ", kSchemaVersion));
}

absl::Status Engine::CheckFreeSpace() const {
  if (options_.min_free_bytes == 0) return absl::OkStatus();
  struct statvfs disk;
  if (statvfs(options_.directory.c_str(), &disk) != 0) {
    return absl::ErrnoToStatus(errno, "statvfs");
  }
  const uint64_t free = uint64_t{disk.f_bavail} * disk.f_frsize;
  if (free >= options_.min_free_bytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat(
      "only ", free >> 20, " MiB of disk are free; publishing stops below ",
      options_.min_free_bytes >> 20, " MiB"));
}

absl::StatusOr<std::optional<std::string>> Engine::Get(
    Table table, absl::string_view key) const {
  std::string value;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), handle(table), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  RETURN_IF_ERROR(ToStatus(status));
  return value;
}

Cursor Engine::Scan(Table table, absl::string_view prefix,
                    absl::string_view from) const {
  return Cursor(std::unique_ptr<rocksdb::Iterator>(
                    db_->NewIterator(rocksdb::ReadOptions(), handle(table))),
                std::string(prefix), from);
}

Cursor Engine::ScanOnce(Table table) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  return Cursor(std::unique_ptr<rocksdb::Iterator>(
                    db_->NewIterator(options, handle(table))),
                "", "");
}

absl::Status Engine::Commit(Batch& batch) {
  rocksdb::WriteOptions options;
  options.sync = true;
  return ToStatus(db_->Write(options, &batch.batch_));
}

absl::Status Engine::Write(Batch& batch) {
  return ToStatus(db_->Write(rocksdb::WriteOptions(), &batch.batch_));
}

absl::Status Engine::Clear(Table table) {
  // No key begins with so many of the highest byte.
  constexpr size_t kLongest = 1024;
  return ToStatus(db_->DeleteRange(rocksdb::WriteOptions(), handle(table),
                                   rocksdb::Slice(),
                                   std::string(kLongest, '\xff')));
}

Engine::Figures Engine::figures() const {
  const auto sum = [this](const rocksdb::Slice& property) {
    uint64_t value = 0;
    return db_->GetAggregatedIntProperty(property, &value) ? value : 0;
  };
  // Of what the tables share: any of them knows it.
  const auto shared = [this](const rocksdb::Slice& property) {
    uint64_t value = 0;
    return db_->GetIntProperty(property, &value) ? value : 0;
  };
  Figures figures;
  figures.table_file_bytes = sum(rocksdb::DB::Properties::kLiveSstFilesSize);
  figures.memtable_bytes = sum(rocksdb::DB::Properties::kSizeAllMemTables);
  figures.block_cache_bytes = shared(rocksdb::DB::Properties::kBlockCacheUsage);
  figures.compaction_pending_bytes =
      sum(rocksdb::DB::Properties::kEstimatePendingCompactionBytes);
  figures.running_compactions =
      shared(rocksdb::DB::Properties::kNumRunningCompactions);
  figures.write_stopped = shared(rocksdb::DB::Properties::kIsWriteStopped);
  figures.background_errors =
      shared(rocksdb::DB::Properties::kBackgroundErrors);
  struct statvfs disk;
  if (statvfs(options_.directory.c_str(), &disk) == 0) {
    figures.free_disk_bytes = uint64_t{disk.f_bavail} * disk.f_frsize;
  }
  return figures;
}

absl::Status Engine::Purge(absl::Span<const Table> tables) {
  // The write-ahead log goes when no table needs it any more.
  RETURN_IF_ERROR(ToStatus(
      db_->Flush(rocksdb::FlushOptions(), {handles_.begin(), handles_.end()})));
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForceOptimized;
  for (const Table table : tables) {
    RETURN_IF_ERROR(
        ToStatus(db_->CompactRange(options, handle(table), nullptr, nullptr)));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::storage
