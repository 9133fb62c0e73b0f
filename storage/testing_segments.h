// Two nodes, of which one follows the other's log, for tests of segments.
#ifndef LOCALOFFER_STORAGE_TESTING_SEGMENTS_H_
#define LOCALOFFER_STORAGE_TESTING_SEGMENTS_H_

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "storage/log/trust.h"
#include "storage/refusal.h"
#include "storage/segment.h"
#include "storage/segment_reader.h"
#include "storage/store.h"
#include "storage/testing.h"

namespace localoffer::storage {

inline constexpr char kBristol[] = "E06000023";

// A node's store in a folder of its own.
class LogNode {
 public:
  explicit LogNode(uint64_t seed) : seed_(seed) { Open(); }

  void Open() {
    store_.reset();
    StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = SeededBytes(seed_);
    auto store = Store::Open(std::move(options));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  Store& store() { return *store_; }
  FakeClock& clock() { return clock_; }
  uint64_t size() { return store_->logs().Latest().SizeOf(kBristol); }

  void Commit(std::vector<ProposedChange> changes) {
    clock_.Advance(absl::Seconds(1));
    Proposal proposal;
    proposal.authority = kBristol;
    proposal.changes = std::move(changes);
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
  }

  ProposedChange Published(int number, const std::string& name) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    *change.body.mutable_entry_published()->mutable_service() =
        TestService(number, name);
    change.subject = change.body.entry_published().service().id();
    change.expected_sequence = SequenceOf(change.subject);
    return change;
  }

  ProposedChange Withdrawn(int number) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
    change.subject = TestService(number, "").id();
    change.body.mutable_entry_withdrawn()->set_reason("closed");
    change.expected_sequence = SequenceOf(change.subject);
    return change;
  }

  static ProposedChange Erased(uint64_t sequence) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
    change.subject = absl::StrCat(sequence);
    change.body.mutable_body_erased()->set_reason("a person's name");
    return change;
  }

  static ProposedChange Rotated(const log::VerifierKey& key) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_KEY_ROTATED;
    change.subject = key.ToString();
    change.body.mutable_key_rotated()->set_reason("yearly");
    return change;
  }

  std::string Name(int number) {
    const auto revision =
        store_->entries().At(kBristol, TestService(number, "").id(), size());
    if (!revision.ok() || !*revision) return "none";
    if ((*revision)->withdrawn) return "withdrawn";
    return store_->entries().Content(**revision)->service().name();
  }

  // The files of the node that have these bytes.
  std::vector<std::string> FilesWith(const std::string& bytes) const {
    std::vector<std::string> found;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(folder_.path())) {
      if (!file.is_regular_file()) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      if (text.find(bytes) != std::string::npos) {
        found.push_back(file.path().filename());
      }
    }
    return found;
  }

  // The segment from a sequence on.
  Segment From(uint64_t sequence, size_t most_bytes = 1 << 20) {
    auto segment = ReadSegment(*store_, kBristol, sequence, size(), most_bytes);
    EXPECT_TRUE(segment.ok()) << segment.status();
    return segment.ok() ? *std::move(segment) : Segment();
  }

  // Trusts the key that speaks first for the other node's log.
  void Trust(LogNode& other) {
    const AuthorityLog log = other.store().logs().LogOf(kBristol);
    const auto& keys = log.keys().keys();
    ASSERT_FALSE(keys.empty());
    ASSERT_TRUE(store_->trust()
                    .Add({log::TrustStatement::Kind::kKey, kBristol,
                          keys.begin()->second})
                    .ok());
  }

  // Takes all of the other node's log; the first error.
  absl::Status Follow(LogNode& other, size_t most_bytes = 1 << 20) {
    clock_.Advance(other.clock().now() - clock_.now());
    while (size() < other.size()) {
      if (absl::Status received =
              store_->committer().Receive(other.From(size(), most_bytes));
          !received.ok()) {
        return received;
      }
    }
    return absl::OkStatus();
  }

 private:
  std::optional<uint64_t> SequenceOf(const std::string& entry) {
    const auto revision = store_->entries().At(kBristol, entry, size());
    if (!revision.ok() || !*revision) return std::nullopt;
    return (*revision)->sequence;
  }

  const uint64_t seed_;
  TemporaryFolder folder_;
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

class SegmentTest : public ::testing::Test {
 protected:
  void Trust() { follower_.Trust(home_); }

  // What the follower says to a segment; it must be as it was before.
  std::optional<Refusal> Refused(const Segment& segment) {
    const uint64_t before = follower_.size();
    const absl::Status received =
        follower_.store().committer().Receive(segment);
    EXPECT_EQ(follower_.size(), before);
    EXPECT_FALSE(received.ok());
    return RefusalOf(received);
  }

  LogNode home_{1};
  LogNode follower_{2};
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_TESTING_SEGMENTS_H_
