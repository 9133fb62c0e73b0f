// A node's store: the logs, the directory they project to, and the search
// index, opened from one data directory.
#ifndef LOCALOFFER_STORAGE_STORE_H_
#define LOCALOFFER_STORAGE_STORE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "storage/arrivals.h"
#include "storage/committed_logs.h"
#include "storage/committer.h"
#include "storage/directory/authorities.h"
#include "storage/directory/editions.h"
#include "storage/directory/entries.h"
#include "storage/directory/feeds.h"
#include "storage/directory/providers.h"
#include "storage/directory/statements.h"
#include "storage/directory/tokens.h"
#include "storage/engine.h"
#include "storage/evidence.h"
#include "storage/geography/geography.h"
#include "storage/log/heads_file.h"
#include "storage/log/keyring.h"
#include "storage/log/trust.h"
#include "storage/speaking_logs.h"
#include "storage/witnesses.h"

namespace localoffer {
class SearchIndex;
}

namespace localoffer::storage {

class Indexer;

struct StoreOptions {
  // Made if missing. Holds `db` (RocksDB), `heads`, `keys` and `trust`.
  std::string directory;
  // See EngineOptions.
  uint64_t min_free_bytes = 0;
  bool small = false;
  // Authorities that ship with the product.
  Authorities::Register authorities;
  Clock clock;
  RandomBytes random;
  // Called once, if a write fails and the store takes no more; may be empty.
  Committer::FailureObserver on_failure;
};

// Thread-safe. Everything it hands out lives as long as it does.
class Store {
 public:
  // Opens or makes the store, checks every log, and fills the index.
  // Errors as of Engine::Open and CommittedLogs::Load.
  static absl::StatusOr<std::unique_ptr<Store>> Open(StoreOptions options);
  ~Store();

  const std::string& directory() const { return directory_; }
  // Where changes come in, and what of them has been committed.
  Committer& committer() { return *committer_; }
  CommittedLogs& logs() { return *logs_; }
  const Arrivals& arrivals() const { return arrivals_; }
  const Entries& entries() const { return entries_; }
  const Providers& providers() const { return providers_; }
  const Statements& statements() const { return statements_; }
  const Editions& editions() const { return editions_; }
  Authorities& authorities() { return *authorities_; }
  Tokens& tokens() { return *tokens_; }
  Feeds& feeds() { return *feeds_; }
  const SpeakingLogs& speaking() const { return *speaking_; }
  // What other nodes cosigned, and what contradicts itself.
  Witnesses& witnesses() { return *witnesses_; }
  EvidenceTable& evidence() { return evidence_; }
  log::Keyring& keyring() { return *keyring_; }
  // Which keys of other nodes speak for which log.
  log::Trust& trust() { return *trust_; }
  const SearchIndex& index() const;
  // Which index that is, of this process: see Indexer::version().
  const std::string& index_version() const;
  geography::Geography& geography() { return geography_; }
  const Engine& engine() const { return *engine_; }

  // Drops from the files what was deleted when bodies were erased, if any were
  // since the last time: when it returns OK, the files have nothing of what was
  // erased before the call. Takes as long as rewriting the tables concerned.
  absl::Status PurgeErased();

 private:
  Store(std::string directory, std::unique_ptr<Engine> engine,
        std::unique_ptr<log::HeadsFile> heads,
        std::unique_ptr<log::Keyring> keyring,
        std::unique_ptr<log::Trust> trust);

  const std::string directory_;
  const std::unique_ptr<Engine> engine_;
  // Held while the files are rewritten: once at a time is enough.
  absl::Mutex purging_;
  const std::unique_ptr<log::HeadsFile> heads_;
  const std::unique_ptr<log::Keyring> keyring_;
  const std::unique_ptr<log::Trust> trust_;
  geography::Geography geography_;
  const Arrivals arrivals_;
  const Entries entries_;
  const Providers providers_;
  const Statements statements_;
  const Editions editions_;
  EvidenceTable evidence_;
  const std::unique_ptr<Indexer> indexer_;
  std::unique_ptr<Authorities> authorities_;
  std::unique_ptr<Tokens> tokens_;
  std::unique_ptr<Feeds> feeds_;
  std::unique_ptr<Witnesses> witnesses_;
  std::unique_ptr<CommittedLogs> logs_;
  std::unique_ptr<Committer> committer_;
  std::unique_ptr<SpeakingLogs> speaking_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_STORE_H_
