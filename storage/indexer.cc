#include "storage/indexer.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "storage/directory/bodies.h"
#include "storage/in_order.h"
#include "storage/index/document.h"
#include "storage/index/index_record.h"
#include "storage/keys.h"
#include "storage/log/change.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

// While catching up nobody searches, and the index takes in large batches at
// the least cost.
constexpr size_t kStretchChanges = 500;
// Searches wait while a batch is taken in: about a millisecond for so many.
constexpr size_t kBatchChanges = 64;

// Changes of one log, one after another, as they are on disk.
struct Stretch {
  std::string authority;
  uint64_t first = 0;
  struct Record {
    std::string header;
    // Nothing when it is not there.
    std::optional<std::string> body;
  };
  std::vector<Record> records;
};

absl::Status Damaged(absl::string_view authority, uint64_t sequence) {
  return absl::DataLossError(absl::StrCat("change ", sequence, " of ",
                                          authority, " is missing or damaged"));
}

// The changes of all logs that an index does not have yet.
class NewChanges {
 public:
  NewChanges(const Engine& engine, const SearchIndex& index,
             const Instant& latest)
      : headers_(engine.ScanOnce(Table::kChange)),
        bodies_(engine.ScanOnce(Table::kBody)) {
    for (const auto& [authority, size] : latest.sizes()) {
      const uint64_t known = index.LogSize(authority);
      if (known < size) logs_.push_back({authority, known, size});
    }
  }

  absl::StatusOr<std::optional<Stretch>> Next();

 private:
  struct Log {
    std::string authority;
    uint64_t next;
    uint64_t size;
  };

  Cursor headers_;
  Cursor bodies_;
  std::vector<Log> logs_;
};

absl::StatusOr<std::optional<Stretch>> NewChanges::Next() {
  if (logs_.empty()) return std::nullopt;
  Log& log = logs_.back();
  Stretch stretch{log.authority, log.next, {}};
  const uint64_t end = std::min(log.size, log.next + kStretchChanges);
  headers_.Seek(NumberKey(log.authority, log.next));
  bodies_.Seek(NumberKey(log.authority, log.next));
  for (; log.next < end; ++log.next) {
    const std::string key = NumberKey(log.authority, log.next);
    if (!headers_.Valid() || headers_.key() != key) {
      RETURN_IF_ERROR(headers_.status());
      return Damaged(log.authority, log.next);
    }
    Stretch::Record& record = stretch.records.emplace_back();
    record.header = std::string(headers_.value());
    headers_.Next();
    RETURN_IF_ERROR(bodies_.status());
    if (!bodies_.Valid() || bodies_.key() != key) continue;
    record.body = std::string(bodies_.value());
    bodies_.Next();
  }
  if (log.next == log.size) logs_.pop_back();
  return stretch;
}

absl::StatusOr<CommittedChange> Parse(const Engine& engine,
                                      const Stretch& stretch, size_t position) {
  const Stretch::Record& record = stretch.records[position];
  const uint64_t sequence = stretch.first + position;
  CommittedChange change;
  if (!change.header.ParseFromString(record.header) ||
      change.header.sequence() != sequence) {
    return Damaged(stretch.authority, sequence);
  }
  absl::StatusOr<log::v1::ChangeBody> body =
      record.body ? ParseStoredBody(stretch.authority, sequence, *record.body)
                  // Says whether it was erased.
                  : ReadBody(engine, stretch.authority, sequence);
  if (body.ok()) {
    change.body = std::make_shared<const log::v1::ChangeBody>(*std::move(body));
  } else if (!absl::IsNotFound(body.status())) {
    return body.status();
  }
  return change;
}

}  // namespace

absl::Status Indexer::Load() {
  // Where entries are follows from the table of postcodes.
  ASSIGN_OR_RETURN(const int64_t postcodes,
                   geography_.postcodes().Generation());
  version_ = absl::StrCat(kIndexVersion, "-",
                          Thesaurus::BuiltIn().fingerprint(), "-", postcodes);
  index_ = std::make_unique<SearchIndex>();
  absl::Status loaded = store_.Load(version_, *index_);
  if (!absl::IsDataLoss(loaded)) return loaded;
  // It can be made again, and is.
  index_ = std::make_unique<SearchIndex>();
  return store_.Clear(version_);
}

absl::Status Indexer::CatchUp(const Instant& latest) {
  NewChanges changes(engine_, *index_, latest);
  bool was_behind = false;
  InOrder<Stretch, Reading> catching_up(
      [&changes] { return changes.Next(); },
      [this](const Stretch& stretch) -> absl::StatusOr<Reading> {
        Reading reading;
        for (size_t i = 0; i < stretch.records.size(); ++i) {
          ASSIGN_OR_RETURN(const CommittedChange change,
                           Parse(engine_, stretch, i));
          Read(change, reading);
        }
        return reading;
      },
      [&](const Reading& reading) {
        was_behind = true;
        Take(reading);
        return absl::OkStatus();
      });
  RETURN_IF_ERROR(catching_up.Run());
  if (was_behind) index_->ShrinkToFit();
  return absl::OkStatus();
}

void Indexer::Index(absl::Span<const CommittedChange> changes) {
  using Batch = absl::Span<const CommittedChange>;
  // A few changes are read sooner than a thread has started.
  const int helpers = changes.size() <= kBatchChanges ? 0 : OtherCores();
  InOrder<Batch, Reading> indexing(
      [&changes]() -> absl::StatusOr<std::optional<Batch>> {
        if (changes.empty()) return std::nullopt;
        const Batch batch = changes.subspan(0, kBatchChanges);
        changes.remove_prefix(batch.size());
        return batch;
      },
      [this](Batch batch) -> absl::StatusOr<Reading> {
        Reading reading;
        for (const CommittedChange& change : batch) Read(change, reading);
        return reading;
      },
      [this](const Reading& reading) {
        Take(reading);
        return absl::OkStatus();
      });
  // Nothing of it can fail.
  indexing.Run(helpers).IgnoreError();
}

void Indexer::Read(const CommittedChange& change, Reading& reading) const {
  const log::v1::ChangeHeader& header = change.header;
  const bool published = header.kind() == log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
  if (published && change.body != nullptr) {
    const log::v1::EntryPublished& content = change.body->entry_published();
    reading.changes.push_back(index_->Read(
        DocumentOf({header.authority(), header.subject(), header.sequence(),
                    absl::FromUnixMicros(header.commit_time_micros()),
                    content.service(), content.local_offer()},
                   geography_.gazetteer(), &geography_.places())));
  } else if (published ||
             header.kind() == log::v1::CHANGE_KIND_ENTRY_WITHDRAWN) {
    // What was erased before it came here has no words from then on.
    reading.changes.push_back(IndexChange::Ended(
        header.authority(), header.subject(), header.sequence()));
  } else if (header.kind() == log::v1::CHANGE_KIND_BODY_ERASED) {
    const absl::StatusOr<uint64_t> erased = log::ErasedSequence(header);
    if (erased.ok()) reading.erased.emplace_back(header.authority(), *erased);
  }
}

void Indexer::Take(const Reading& reading) {
  const std::vector<IndexUpdate> updates = index_->Apply(reading.changes);
  if (!updates.empty()) store_.Save(updates);
  for (const auto& [authority, sequence] : reading.erased) {
    if (index_->Erase(authority, sequence)) store_.Abandon();
  }
}

}  // namespace localoffer::storage
