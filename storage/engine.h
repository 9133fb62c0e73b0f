// RocksDB, as the rest of the store sees it: tables, batches and cursors.
// The only header of the product that names RocksDB.
#ifndef LOCALOFFER_STORAGE_ENGINE_H_
#define LOCALOFFER_STORAGE_ENGINE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "rocksdb/iterator.h"
#include "rocksdb/write_batch.h"
#include "storage/schema.h"

// What most of the product includes need not read all of RocksDB.
namespace rocksdb {
class ColumnFamilyHandle;
class DB;
}  // namespace rocksdb

namespace localoffer::storage {

class Engine;

// Writes that happen together or not at all.
class Batch {
 public:
  explicit Batch(const Engine& engine) : engine_(engine) {}

  void Put(Table table, absl::string_view key, absl::string_view value);
  void Delete(Table table, absl::string_view key);
  // Remembers this point; the newest one is gone back to, or forgotten.
  void SetSavePoint();
  void RollbackToSavePoint();
  void ForgetSavePoint();
  size_t bytes() const { return batch_.GetDataSize(); }

 private:
  friend class Engine;
  const Engine& engine_;
  rocksdb::WriteBatch batch_;
};

// Walks the keys of one table that begin with a prefix, in order, as they
// were when the cursor was made. Must not outlive its engine.
class Cursor {
 public:
  // To the first key at or after `key`; one before the prefix counts as the
  // prefix.
  void Seek(absl::string_view key);
  // To the last key at or before `key`.
  void SeekForPrev(absl::string_view key);
  void Next();
  // False when the key found lacks the prefix, or after an error.
  bool Valid() const;
  absl::string_view key() const;
  absl::string_view value() const;
  // INTERNAL when reading failed: then the walk is not complete.
  absl::Status status() const;

 private:
  friend class Engine;
  Cursor(std::unique_ptr<rocksdb::Iterator> iterator, std::string prefix,
         absl::string_view from);
  std::unique_ptr<rocksdb::Iterator> iterator_;
  std::string prefix_;
};

struct EngineOptions {
  std::string directory;
  // Commits are refused (RESOURCE_EXHAUSTED) when less is free: RocksDB, as
  // Debian builds it, aborts the process on a full disk.
  uint64_t min_free_bytes = 0;
  // For tests, which open thousands of small stores: no threads to open files
  // with, no disk set aside for what is to come, no log of RocksDB's own. What
  // is on disk when, and what a crash leaves, is the same.
  bool small = false;
};

// An open store. Thread-safe.
class Engine {
 public:
  // Opens the store in `directory`, or makes a new one.
  //   FAILED_PRECONDITION  another process has it open, or it is of another
  //                        schema version
  //   DATA_LOSS            it is damaged
  static absl::StatusOr<std::unique_ptr<Engine>> Open(
      const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  absl::StatusOr<std::optional<std::string>> Get(Table table,
                                                 absl::string_view key) const;
  // Over the keys that begin with `prefix`, from the first at or after `from`
  // on.
  Cursor Scan(Table table, absl::string_view prefix,
              absl::string_view from = "") const;
  // The same over a whole table, for a single walk: what is read is not kept in
  // memory for later reads.
  Cursor ScanOnce(Table table) const;
  // RESOURCE_EXHAUSTED when less disk is free than there should be.
  absl::Status CheckFreeSpace() const;
  // Writes the batch; on disk when it returns OK. After
  // INTERNAL it is unknown whether the batch will be there at the next opening.
  absl::Status Commit(Batch& batch);
  // Writes the batch, and leaves it to a later commit to bring it to disk: what
  // was written before it is there whenever it is, and a crash may lose it. For
  // what can be made again from what was committed.
  absl::Status Write(Batch& batch);
  // Empties a table; as Write().
  absl::Status Clear(Table table);
  // What an operator may want to know, of all tables together.
  struct Figures {
    uint64_t table_file_bytes = 0;
    uint64_t memtable_bytes = 0;
    uint64_t block_cache_bytes = 0;
    uint64_t compaction_pending_bytes = 0;
    uint64_t running_compactions = 0;
    uint64_t write_stopped = 0;
    uint64_t background_errors = 0;
    uint64_t free_disk_bytes = 0;
  };
  Figures figures() const;
  // Drops the bytes of deleted keys from the files of these tables, and from
  // the write-ahead log.
  absl::Status Purge(absl::Span<const Table> tables);

 private:
  friend class Batch;
  Engine(EngineOptions options, std::unique_ptr<rocksdb::DB> db,
         std::array<rocksdb::ColumnFamilyHandle*, kTableCount> handles);
  rocksdb::ColumnFamilyHandle* handle(Table table) const {
    return handles_[static_cast<size_t>(table)];
  }
  absl::Status CheckSchema();

  const EngineOptions options_;
  const std::unique_ptr<rocksdb::DB> db_;
  const std::array<rocksdb::ColumnFamilyHandle*, kTableCount> handles_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_ENGINE_H_
