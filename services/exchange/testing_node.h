// Nodes that exchange logs inside one process, without threads and network: for
// tests of following, and for the simulation.
#ifndef LOCALOFFER_SERVICES_EXCHANGE_TESTING_NODE_H_
#define LOCALOFFER_SERVICES_EXCHANGE_TESTING_NODE_H_

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/entry/resource_name.h"
#include "services/exchange/change_source.h"
#include "services/exchange/follower.h"
#include "services/exchange/log_reader.h"
#include "services/exchange/segment_messages.h"
#include "services/rpc/journal.h"
#include "storage/log/authority_log.h"
#include "storage/store.h"
#include "storage/testing.h"

namespace localoffer::exchange {

// An empty store, to be copied: it takes RocksDB ten times as long to make one.
inline const std::string& EmptyStore() {
  static const storage::TemporaryFolder* const folder = [] {
    auto* made = new storage::TemporaryFolder();
    storage::FakeClock clock;
    storage::StoreOptions options;
    options.directory = made->path();
    options.clock = clock.clock();
    options.random = storage::SeededBytes(0);
    options.small = true;
    EXPECT_TRUE(storage::Store::Open(std::move(options)).ok());
    std::atexit([] { std::filesystem::remove_all(EmptyStore()); });
    return made;
  }();
  return folder->path();
}

// A node's store in a folder of its own, and what stands over it.
class TestingNode {
 public:
  // The seed decides the keys: two nodes with one seed sign alike.
  TestingNode(uint64_t seed, storage::Clock clock,
              std::vector<std::string> peers = {})
      : seed_(seed), clock_(std::move(clock)), peers_(std::move(peers)) {
    Copy(EmptyStore(), folder_.path());
    Open();
  }

  // Starts, or starts again.
  void Open() {
    Close();
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_;
    options.random = storage::SeededBytes(seed_);
    options.small = true;
    auto store = storage::Store::Open(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    reader_ = std::make_unique<LogReader>(*store_, clock_);
    follower_ = std::make_unique<Follower>(*store_, clock_, journal_,
                                           FollowedPeers{peers_});
    store_->committer().AskBeforeSigning(
        [this](const std::string& log) { return follower_->MaySign(log); });
  }

  // Takes a copy of the folder, in place of an earlier one, and starts again.
  void BackUp() {
    Close();
    backup_ = std::make_unique<storage::TemporaryFolder>();
    Copy(folder_.path(), backup_->path());
    Open();
  }
  // Starts from that copy; whatever came since is lost.
  void PutBack() {
    Close();
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_.path())) {
      std::filesystem::remove_all(entry.path());
    }
    Copy(backup_->path(), folder_.path());
    Open();
  }
  // Loses the logs, and keeps the keys.
  void LoseLogs() {
    Close();
    std::filesystem::remove_all(folder_.path() + "/db");
    std::filesystem::remove(folder_.path() + "/heads");
    Open();
  }

  storage::Store& store() { return *store_; }
  LogReader& reader() { return *reader_; }
  Follower& follower() { return *follower_; }
  const std::vector<std::string>& journal() const { return lines_; }
  uint64_t SizeOf(const std::string& log) {
    return store_->logs().Latest().SizeOf(log);
  }
  std::string FirstKey(const std::string& log) {
    return store_->logs().LogOf(log).keys().keys().begin()->second.ToString();
  }

  absl::StatusOr<storage::Receipt> Publish(const std::string& log, int number,
                                           const std::string& name) {
    storage::Proposal proposal;
    proposal.authority = log;
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    *change.body.mutable_entry_published()->mutable_service() =
        storage::TestService(number, name);
    change.subject = change.body.entry_published().service().id();
    const auto revision =
        store_->entries().At(log, change.subject, SizeOf(log));
    if (revision.ok() && *revision) {
      change.expected_sequence = (*revision)->sequence;
    }
    return store_->committer().Commit(proposal);
  }

  // Trusts the key that speaks first for a log of the other node.
  void Trust(TestingNode& other, const std::string& log) {
    const auto key = log::VerifierKey::Parse(other.FirstKey(log));
    ASSERT_TRUE(key.ok());
    ASSERT_TRUE(
        store_->trust().Add({log::TrustStatement::Kind::kKey, log, *key}).ok());
  }
  void TrustWitness(TestingNode& other) {
    ASSERT_TRUE(store_->trust()
                    .Add({log::TrustStatement::Kind::kWitness, "",
                          (*other.store().keyring().NodeKey())->cosigner_key()})
                    .ok());
  }

  std::string Name(const std::string& log, int number) {
    const auto revision = store_->entries().At(
        log, storage::TestService(number, "").id(), SizeOf(log));
    if (!revision.ok() || !*revision) return "none";
    return store_->entries().Content(**revision)->service().name();
  }

 private:
  static void Copy(const std::string& from, const std::string& to) {
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  }
  void Close() {
    follower_.reset();
    reader_.reset();
    store_.reset();
  }

  const uint64_t seed_;
  const storage::Clock clock_;
  const std::vector<std::string> peers_;
  storage::TemporaryFolder folder_;
  std::unique_ptr<storage::TemporaryFolder> backup_;
  std::vector<std::string> lines_;
  rpc::Journal journal_{
      clock_, [this](absl::string_view line) { lines_.emplace_back(line); }};
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<LogReader> reader_;
  std::unique_ptr<Follower> follower_;
};

// All that a peer would tell somebody who has just connected.
inline std::vector<v1::WatchCheckpointsResponse> Checkpoints(
    TestingNode& node, const storage::Clock& clock) {
  CheckpointSource source(node.store(), node.reader(), clock);
  std::vector<v1::WatchCheckpointsResponse> messages(1);
  while (*source.Next(messages.back()) == Found::kMessage) {
    messages.emplace_back();
  }
  messages.pop_back();
  return messages;
}

// A peer's answer to StreamChanges, whole.
inline absl::StatusOr<std::vector<v1::StreamChangesResponse>> Changes(
    TestingNode& node, const Ask& ask) {
  v1::StreamChangesRequest request;
  request.set_log(entry::FormatAuthorityName(ask.log));
  request.set_from_sequence(static_cast<int64_t>(ask.from));
  auto source = ChangeSource::Start(node.store(), request);
  if (!source.ok()) return source.status();
  std::vector<v1::StreamChangesResponse> messages(1);
  while (true) {
    const auto found = source->Next(messages.back());
    if (!found.ok()) return found.status();
    if (*found != Found::kMessage) break;
    messages.emplace_back();
  }
  messages.pop_back();
  return messages;
}

inline absl::StatusOr<v1::GetConsistencyProofResponse> Consistency(
    TestingNode& node, const Ask& ask) {
  v1::GetConsistencyProofRequest request;
  request.set_log(entry::FormatAuthorityName(ask.log));
  request.set_from_size(static_cast<int64_t>(ask.from));
  request.set_to_size(static_cast<int64_t>(ask.to));
  return node.reader().GetConsistencyProof(request);
}

// Takes in the messages of an answer; how to end it.
inline absl::Status TakeChanges(
    Follower& follower, const Ask& ask,
    std::vector<v1::StreamChangesResponse> messages) {
  SegmentBuilder builder(ask.log, ask.from);
  for (v1::StreamChangesResponse& message : messages) {
    auto segment = builder.Take(std::move(message));
    if (!segment.ok()) return segment.status();
    if (!*segment) continue;
    if (absl::Status taken = follower.TakeSegment(ask, **segment);
        !taken.ok()) {
      return taken;
    }
  }
  return absl::OkStatus();
}

// Tells the follower what its peers have, and answers what it asks, until it
// asks nothing more. `peers` in the follower's order; null ones are away.
inline void Follow(TestingNode& node, const std::vector<TestingNode*>& peers,
                   const storage::Clock& clock) {
  Follower& follower = node.follower();
  for (size_t i = 0; i < peers.size(); ++i) {
    if (peers[i] == nullptr) continue;
    for (const auto& message : Checkpoints(*peers[i], clock)) {
      follower.TakeCheckpoints(i, message);
    }
  }
  while (const auto ask = follower.Next()) {
    TestingNode* const peer = peers[ask->peer];
    if (peer == nullptr) {
      follower.End(*ask, absl::UnavailableError("away"));
    } else if (ask->kind == Ask::Kind::kChanges) {
      auto messages = Changes(*peer, *ask);
      follower.End(*ask, messages.ok()
                             ? TakeChanges(follower, *ask, *std::move(messages))
                             : messages.status());
    } else {
      const auto proof = Consistency(*peer, *ask);
      follower.End(
          *ask, proof.ok() ? follower.TakeProof(*ask, *proof) : proof.status());
    }
  }
}

}  // namespace localoffer::exchange

#endif  // LOCALOFFER_SERVICES_EXCHANGE_TESTING_NODE_H_
