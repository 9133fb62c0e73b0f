#include "storage/store.h"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/index/search_index.h"
#include "storage/indexer.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

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
  ASSIGN_OR_RETURN(std::unique_ptr<Engine> engine,
                   Engine::Open({options.directory + "/db",
                                 options.min_free_bytes, options.small}));
  ASSIGN_OR_RETURN(std::unique_ptr<log::HeadsFile> heads,
                   log::HeadsFile::Open(options.directory + "/heads"));
  ASSIGN_OR_RETURN(
      std::unique_ptr<log::Keyring> keyring,
      log::Keyring::Open(options.directory + "/keys", options.random));
  ASSIGN_OR_RETURN(std::unique_ptr<log::Trust> trust,
                   log::Trust::Open(options.directory + "/trust"));
  std::unique_ptr<Store> store(new Store(options.directory, std::move(engine),
                                         std::move(heads), std::move(keyring),
                                         std::move(trust)));
  ASSIGN_OR_RETURN(
      store->authorities_,
      Authorities::Load(*store->engine_, std::move(options.authorities)));
  ASSIGN_OR_RETURN(store->tokens_, Tokens::Load(*store->engine_));
  Indexer* const indexer = store->indexer_.get();
  ASSIGN_OR_RETURN(
      store->logs_,
      CommittedLogs::Load(*store->engine_, *store->heads_, options.clock));
  store->speaking_ = std::make_unique<SpeakingLogs>(*store->logs_);
  ASSIGN_OR_RETURN(store->feeds_, Feeds::Load(*store->engine_, options.random));
  ASSIGN_OR_RETURN(store->witnesses_, Witnesses::Load(*store->engine_));
  store->committer_ = std::make_unique<Committer>(
      *store->engine_, *store->heads_, *store->keyring_, *store->trust_,
      *store->logs_, std::move(options.clock), std::move(options.random),
      [indexer](absl::Span<const CommittedChange> changes) {
        indexer->Index(changes);
      },
      std::move(options.on_failure));
  RETURN_IF_ERROR(indexer->Load());
  RETURN_IF_ERROR(indexer->CatchUp(store->logs_->Latest()));
  RETURN_IF_ERROR(store->PurgeErased());
  return store;
}

Store::Store(std::string directory, std::unique_ptr<Engine> engine,
             std::unique_ptr<log::HeadsFile> heads,
             std::unique_ptr<log::Keyring> keyring,
             std::unique_ptr<log::Trust> trust)
    : directory_(std::move(directory)),
      engine_(std::move(engine)),
      heads_(std::move(heads)),
      keyring_(std::move(keyring)),
      trust_(std::move(trust)),
      geography_(*engine_),
      arrivals_(*engine_),
      entries_(*engine_),
      providers_(*engine_),
      statements_(*engine_),
      editions_(*engine_),
      evidence_(*engine_),
      indexer_(std::make_unique<Indexer>(*engine_, geography_)) {}

Store::~Store() = default;

const SearchIndex& Store::index() const { return indexer_->index(); }

const std::string& Store::index_version() const { return indexer_->version(); }

absl::Status Store::PurgeErased() {
  absl::MutexLock lock(&purging_);
  // Those that come in the meantime are for the next purge.
  std::vector<std::string> pending;
  Cursor cursor = engine_->Scan(Table::kMeta, kPurgePendingKey);
  for (; cursor.Valid(); cursor.Next()) pending.emplace_back(cursor.key());
  RETURN_IF_ERROR(cursor.status());
  if (pending.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(engine_->Purge({Table::kBody, Table::kListing,
                                  Table::kProvider, Table::kStatement,
                                  Table::kIndexName, Table::kIndexRecord}));
  Batch batch(*engine_);
  for (const std::string& mark : pending) batch.Delete(Table::kMeta, mark);
  return engine_->Write(batch);
}

}  // namespace localoffer::storage
