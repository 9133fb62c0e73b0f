#include "storage/index_store.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "storage/geography/gazetteer.h"
#include "storage/in_order.h"
#include "storage/index/index_record.h"
#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

// The index takes batches in one after another: more would make batches that
// wait in memory, as long as the machine has cores.
constexpr int kMostHelpers = 3;

// Keys and values as they are on disk.
using StoredRecords = std::vector<std::pair<std::string, std::string>>;

absl::StatusOr<std::optional<StoredRecords>> Fetch(Cursor& cursor,
                                                   size_t most) {
  StoredRecords records;
  for (; cursor.Valid() && records.size() < most; cursor.Next()) {
    records.emplace_back(cursor.key(), cursor.value());
  }
  RETURN_IF_ERROR(cursor.status());
  if (records.empty()) return std::nullopt;
  return records;
}

absl::StatusOr<IndexRecordBatch> Decode(const StoredRecords& stored,
                                        absl::optional<ValueNumber> first) {
  std::vector<IndexRecord> records;
  records.reserve(stored.size());
  for (const auto& [key, value] : stored) {
    const std::optional<uint64_t> sequence = NumberOfKey(key);
    if (!sequence) {
      return absl::DataLossError("a key of the search index is none");
    }
    ASSIGN_OR_RETURN(records.emplace_back(),
                     DecodeRecord(AuthorityOfKey(key), *sequence, value));
  }
  return BatchOf(std::move(records), first);
}

}  // namespace

absl::Status IndexStore::Load(absl::string_view version, SearchIndex& index) {
  ASSIGN_OR_RETURN(const std::optional<std::string> kept,
                   engine_.Get(Table::kMeta, kIndexVersionKey));
  if (kept != version) return Clear(version);
  RETURN_IF_ERROR(LoadNames(index));
  RETURN_IF_ERROR(LoadRecords(index));
  index.FinishRestoring();
  return absl::OkStatus();
}

absl::Status IndexStore::Clear(absl::string_view version) {
  RETURN_IF_ERROR(engine_.Clear(Table::kIndexName));
  RETURN_IF_ERROR(engine_.Clear(Table::kIndexRecord));
  Batch batch(engine_);
  batch.Put(Table::kMeta, kIndexVersionKey, version);
  return engine_.Write(batch);
}

absl::Status IndexStore::LoadNames(SearchIndex& index) {
  Cursor cursor = engine_.ScanOnce(Table::kIndexName);
  for (; cursor.Valid(); cursor.Next()) {
    const std::optional<IndexNameKeyParts> key =
        ParseIndexNameKey(cursor.key());
    if (!key) return absl::DataLossError("a key of the search index is none");
    RETURN_IF_ERROR(index.Restore({static_cast<NameKind>(key->kind),
                                   key->number, std::string(cursor.value())}));
  }
  return cursor.status();
}

absl::Status IndexStore::LoadRecords(SearchIndex& index) {
  Cursor cursor = engine_.ScanOnce(Table::kIndexRecord);
  // What serves all of England is wanted in every search for what serves a
  // home: side by side these take few lines of a set, one here and one there
  // nearly all.
  const absl::optional<ValueNumber> england =
      index.NumberOf(Property::kArea, std::string(geography::kEngland));
  InOrder<StoredRecords, IndexRecordBatch> loading(
      [this, &cursor] { return Fetch(cursor, records_at_once_); },
      [england](const StoredRecords& stored) {
        return Decode(stored, england);
      },
      [&index](IndexRecordBatch batch) {
        return index.Restore(std::move(batch));
      });
  return loading.Run(std::min(OtherCores(), kMostHelpers));
}

void IndexStore::Abandon() {
  failed_ = true;
  // Should it fail, the version is gone all the same: see Projector.
  Clear("").IgnoreError();
}

void IndexStore::Save(absl::Span<const IndexUpdate> updates) {
  if (failed_) return;
  Batch batch(engine_);
  for (const IndexUpdate& update : updates) {
    for (const IndexName& name : update.names) {
      batch.Put(Table::kIndexName,
                IndexNameKey(static_cast<uint8_t>(name.kind), name.number),
                name.bytes);
    }
    batch.Put(Table::kIndexRecord,
              NumberKey(update.record.authority, update.record.sequence),
              EncodeRecord(update.record));
  }
  failed_ = !engine_.Write(batch).ok();
}

}  // namespace localoffer::storage
