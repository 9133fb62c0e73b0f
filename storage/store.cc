#include "storage/store.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/directory/bodies.h"
#include "storage/index/document.h"
#include "storage/index/index_record.h"
#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

// While catching up: what is kept is written so many changes at a time.
constexpr size_t kChangesAtOnce = 1000;

absl::Status MakeDirectory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "cannot make data directory ", directory, ": ", error.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Store::Open(StoreOptions options) {
  RETURN_IF_ERROR(MakeDirectory(options.directory));
  ASSIGN_OR_RETURN(
      std::unique_ptr<Engine> engine,
      Engine::Open({options.directory + "/db", options.min_free_bytes}));
  ASSIGN_OR_RETURN(std::unique_ptr<log::HeadsFile> heads,
                   log::HeadsFile::Open(options.directory + "/heads"));
  ASSIGN_OR_RETURN(
      std::unique_ptr<log::Keyring> keyring,
      log::Keyring::Open(options.directory + "/keys", options.random));
  std::unique_ptr<Store> store(
      new Store(std::move(engine), std::move(heads), std::move(keyring)));
  ASSIGN_OR_RETURN(
      store->authorities_,
      Authorities::Load(*store->engine_, std::move(options.authorities)));
  ASSIGN_OR_RETURN(store->tokens_, Tokens::Load(*store->engine_));
  ASSIGN_OR_RETURN(store->feeds_, Feeds::Load(*store->engine_, options.random));
  Store* const self = store.get();
  ASSIGN_OR_RETURN(store->logs_,
                   CommittedLogs::Load(*store->engine_, *store->heads_,
                                       std::move(options.clock)));
  store->committer_ = std::make_unique<Committer>(
      *store->engine_, *store->heads_, *store->keyring_, *store->logs_,
      std::move(options.random),
      [self](absl::Span<const CommittedChange> changes) {
        self->Index(changes);
      },
      std::move(options.on_failure));
  RETURN_IF_ERROR(store->LoadIndex());
  RETURN_IF_ERROR(store->CatchUpIndex());
  return store;
}

Store::Store(std::unique_ptr<Engine> engine,
             std::unique_ptr<log::HeadsFile> heads,
             std::unique_ptr<log::Keyring> keyring)
    : engine_(std::move(engine)),
      heads_(std::move(heads)),
      keyring_(std::move(keyring)),
      geography_(*engine_),
      entries_(*engine_),
      providers_(*engine_),
      statements_(*engine_),
      index_store_(*engine_) {}

absl::Status Store::LoadIndex() {
  // Where entries are follows from the table of postcodes.
  ASSIGN_OR_RETURN(const int64_t postcodes,
                   geography_.postcodes().Generation());
  const std::string version = absl::StrCat(
      kIndexVersion, "-", Thesaurus::BuiltIn().fingerprint(), "-", postcodes);
  index_ = std::make_unique<SearchIndex>();
  const absl::Status loaded = index_store_.Load(version, *index_);
  if (!absl::IsDataLoss(loaded)) return loaded;
  // It can be made again, and is.
  index_ = std::make_unique<SearchIndex>();
  return index_store_.Clear(version);
}

absl::Status Store::CatchUpIndex() {
  const Instant latest = logs_->Latest();
  std::vector<CommittedChange> changes;
  for (const auto& [authority, size] : latest.sizes()) {
    uint64_t sequence = index_->LogSize(authority);
    if (sequence >= size) continue;
    Cursor cursor = engine_->Scan(Table::kChange, IdPrefix(authority));
    cursor.Seek(NumberKey(authority, sequence));
    for (; sequence < size; ++sequence, cursor.Next()) {
      RETURN_IF_ERROR(cursor.status());
      CommittedChange change;
      if (!cursor.Valid() ||
          !change.header.ParseFromArray(
              cursor.value().data(), static_cast<int>(cursor.value().size())) ||
          change.header.sequence() != sequence) {
        return absl::DataLossError(absl::StrCat(
            "change ", sequence, " of ", authority, " is missing or damaged"));
      }
      ASSIGN_OR_RETURN(change.body, ReadBody(*engine_, authority, sequence));
      changes.push_back(std::move(change));
      if (changes.size() < kChangesAtOnce) continue;
      Index(changes);
      changes.clear();
    }
  }
  Index(changes);
  return absl::OkStatus();
}

void Store::Index(absl::Span<const CommittedChange> changes) {
  std::vector<IndexUpdate> updates;
  for (const auto& [header, body] : changes) {
    absl::optional<IndexUpdate> update;
    if (header.kind() == log::v1::CHANGE_KIND_ENTRY_PUBLISHED) {
      const log::v1::EntryPublished& content = body.entry_published();
      update = index_->Add(
          DocumentOf({header.authority(), header.subject(), header.sequence(),
                      absl::FromUnixMicros(header.commit_time_micros()),
                      content.service(), content.local_offer()},
                     geography_.gazetteer(), &geography_.places()));
    } else if (header.kind() == log::v1::CHANGE_KIND_ENTRY_WITHDRAWN) {
      update =
          index_->End(header.authority(), header.subject(), header.sequence());
    }
    if (update.has_value()) updates.push_back(*std::move(update));
  }
  if (!updates.empty()) index_store_.Save(updates);
}

}  // namespace localoffer::storage
