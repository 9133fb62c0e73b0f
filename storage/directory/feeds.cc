#include "storage/directory/feeds.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

constexpr size_t kNodeIdBytes = 32;

absl::Status NoFeed(absl::string_view log) {
  return absl::NotFoundError(absl::StrCat("no feed is followed into ", log));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Feeds>> Feeds::Load(Engine& engine,
                                                   RandomBytes random) {
  ByLog feeds;
  Cursor cursor = engine.Scan(Table::kFeed, "");
  for (; cursor.Valid(); cursor.Next()) {
    v1::FeedRecord record;
    if (!record.ParseFromArray(cursor.value().data(),
                               static_cast<int>(cursor.value().size()))) {
      return absl::DataLossError("a record of the table feed is malformed");
    }
    feeds.emplace(std::string(cursor.key()), std::move(record));
  }
  RETURN_IF_ERROR(cursor.status());
  return std::unique_ptr<Feeds>(
      new Feeds(engine, std::move(random), std::move(feeds)));
}

absl::StatusOr<std::string> Feeds::NodeId() {
  ASSIGN_OR_RETURN(std::optional<std::string> known,
                   engine_.Get(Table::kMeta, kNodeIdKey));
  if (known) return *std::move(known);
  std::array<uint8_t, kNodeIdBytes> bytes = {};
  random_(absl::MakeSpan(bytes));
  std::string made(bytes.begin(), bytes.end());
  Batch batch(engine_);
  batch.Put(Table::kMeta, kNodeIdKey, made);
  RETURN_IF_ERROR(engine_.Commit(batch));
  return made;
}

absl::StatusOr<std::string> Feeds::LogFor(absl::string_view authority) {
  absl::MutexLock lock(&mutex_);
  ASSIGN_OR_RETURN(const std::string node_id, NodeId());
  return log::HarvestedLogId(authority, node_id);
}

std::optional<v1::FeedRecord> Feeds::Find(absl::string_view log) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = feeds_.find(log);
  if (found == feeds_.end()) return std::nullopt;
  return found->second;
}

Feeds::ByLog Feeds::All() const {
  absl::ReaderMutexLock lock(&mutex_);
  return feeds_;
}

absl::Status Feeds::Add(const std::string& log, const v1::FeedRecord& record) {
  absl::MutexLock lock(&mutex_);
  if (feeds_.contains(log)) {
    return absl::AlreadyExistsError(
        absl::StrCat("a feed is followed into ", log, " already"));
  }
  RETURN_IF_ERROR(engine_.CheckFreeSpace());
  return Write(log, record);
}

absl::Status Feeds::Update(const std::string& log,
                           const v1::FeedRecord& record) {
  absl::MutexLock lock(&mutex_);
  if (!feeds_.contains(log)) return NoFeed(log);
  return Write(log, record);
}

absl::Status Feeds::Write(const std::string& log,
                          const v1::FeedRecord& record) {
  Batch batch(engine_);
  batch.Put(Table::kFeed, log, record.SerializeAsString());
  RETURN_IF_ERROR(engine_.Commit(batch));
  feeds_.insert_or_assign(log, record);
  return absl::OkStatus();
}

absl::Status Feeds::Remove(const std::string& log) {
  absl::MutexLock lock(&mutex_);
  if (!feeds_.contains(log)) return NoFeed(log);
  Batch batch(engine_);
  batch.Delete(Table::kFeed, log);
  RETURN_IF_ERROR(engine_.Commit(batch));
  feeds_.erase(log);
  return absl::OkStatus();
}

}  // namespace localoffer::storage
