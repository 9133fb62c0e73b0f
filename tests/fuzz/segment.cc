// Segments from peers: what is taken in is what the authority signed, whatever
// else was sent.
#include "storage/segment.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log/authority_log.h"
#include "storage/segment_reader.h"
#include "storage/store.h"
#include "storage/testing.h"
#include "tests/fuzz/log_testing.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

using storage::ProposedChange;
using storage::Segment;

// A node's store in a folder of its own.
struct Node {
  Node(const storage::Clock& clock, uint64_t seed) {
    storage::StoreOptions options;
    options.directory = folder.path();
    options.clock = clock;
    options.random = storage::SeededBytes(seed);
    auto opened = storage::Store::Open(std::move(options));
    FUZZ_CHECK(opened.ok());
    store = *std::move(opened);
  }

  uint64_t size() const { return store->logs().Latest().SizeOf(kAuthority); }

  storage::TemporaryFolder folder;
  std::unique_ptr<storage::Store> store;
};

// A home node with a log that has changes of all kinds, and nodes that follow
// it, one for each of its segments, which has those before.
class Nodes {
 public:
  Nodes() : home_(clock_.clock(), 1) {
    MakeLog();
    const std::vector<Segment> segments = Segments();
    for (size_t i = 0; i < segments.size(); ++i) {
      Node& node = *followers_.emplace_back(
          std::make_unique<Node>(clock_.clock(), i + 2));
      const storage::AuthorityLog log = home_.store->logs().LogOf(kAuthority);
      FUZZ_CHECK(node.store->trust()
                     .Add({log::TrustStatement::Kind::kKey, kAuthority,
                           log.keys().keys().begin()->second})
                     .ok());
      for (size_t before = 0; before < i; ++before) {
        FUZZ_CHECK(node.store->committer().Receive(segments[before]).ok());
      }
    }
  }

  // The whole log, segment by segment.
  std::vector<Segment> Segments() const {
    std::vector<Segment> segments;
    const uint64_t size = home_.size();
    uint64_t sequence = 0;
    while (sequence < size) {
      auto segment = storage::ReadSegment(*home_.store, kAuthority, sequence,
                                          size, 1 << 20);
      FUZZ_CHECK(segment.ok());
      sequence += segment->changes.size();
      segments.push_back(*std::move(segment));
    }
    return segments;
  }

  // Stages the segment at the node that has what is before it; writes nothing.
  void Stage(const Segment& segment) {
    storage::Store* store = followers_[0]->store.get();
    for (const auto& node : followers_) {
      if (node->size() == segment.first_sequence) store = node->store.get();
    }
    storage::AuthorityLog log = store->logs().LogOf(kAuthority);
    const uint64_t before = log.size();
    storage::Batch batch(store->engine());
    storage::Projector projector(store->engine(), batch);
    std::vector<storage::CommittedChange> committed;
    const absl::Status staged =
        storage::SegmentStager(store->committer().KeysOf(log), clock_.now())
            .Stage(segment, log, projector, batch, committed);
    if (!staged.ok()) return;
    FUZZ_CHECK(log.size() == before + committed.size());
    // So it is the log that the home node signed.
    const auto root =
        storage::StoredRootAt(home_.store->engine(), kAuthority, log.size());
    FUZZ_CHECK(root.ok());
    FUZZ_CHECK(committed.empty() || log.head().root() == log::HashBytes(*root));
  }

 private:
  void MakeLog() {
    Commit({Published(1, "One"), Published(2, "Two")});
    Commit({Published(1, "Another")});
    const auto next = home_.store->keyring().CreateSuccessor(kAuthority);
    FUZZ_CHECK(next.ok());
    ProposedChange rotated;
    rotated.kind = log::v1::CHANGE_KIND_KEY_ROTATED;
    rotated.subject = (*next)->verifier_key().ToString();
    rotated.body.mutable_key_rotated()->set_reason("yearly");
    Commit({rotated});
    ProposedChange erased;
    erased.kind = log::v1::CHANGE_KIND_BODY_ERASED;
    erased.subject = "0";
    erased.body.mutable_body_erased()->set_reason("a name");
    Commit({erased});
  }

  ProposedChange Published(int number, const std::string& name) {
    ProposedChange change;
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    *change.body.mutable_entry_published()->mutable_service() =
        storage::TestService(number, name);
    change.subject = change.body.entry_published().service().id();
    const auto now =
        home_.store->entries().At(kAuthority, change.subject, home_.size());
    if (now.ok() && *now) change.expected_sequence = (*now)->sequence;
    return change;
  }

  void Commit(std::vector<ProposedChange> changes) {
    clock_.Advance(absl::Seconds(1));
    storage::Proposal proposal;
    proposal.authority = kAuthority;
    proposal.changes = std::move(changes);
    FUZZ_CHECK(home_.store->committer().Commit(proposal).ok());
  }

  storage::FakeClock clock_;
  Node home_;
  std::vector<std::unique_ptr<Node>> followers_;
};

Nodes& TheNodes() {
  // Ends with the program, and then removes its folders.
  static Nodes nodes;
  return nodes;
}

std::string Encoded(const log::ChangeProof& proof) {
  std::string bytes = Joined({proof.header_bytes, proof.checkpoint});
  bytes.push_back(static_cast<char>(proof.path.size()));
  for (const log::Hash& hash : proof.path)
    absl::StrAppend(&bytes, log::HashBytes(hash));
  return bytes;
}

log::ChangeProof NextProof(Pieces& pieces) {
  log::ChangeProof proof;
  proof.header_bytes = pieces.Next();
  proof.checkpoint = pieces.Next();
  for (uint64_t left = pieces.Number(1); left > 0 && !pieces.done(); --left) {
    log::Hash& hash = proof.path.emplace_back();
    for (uint8_t& byte : hash) byte = static_cast<uint8_t>(pieces.Number(1));
  }
  return proof;
}

std::string Encoded(const Segment& segment) {
  std::string bytes = Joined({segment.authority, segment.checkpoint});
  bytes.push_back(static_cast<char>(segment.first_sequence));
  bytes.push_back(static_cast<char>(segment.later_rotations.size()));
  for (const log::ChangeProof& proof : segment.later_rotations) {
    bytes += Encoded(proof);
  }
  for (const storage::ReceivedChange& received : segment.changes) {
    bytes.push_back(received.erasure ? '\1' : '\0');
    if (received.erasure) bytes += Encoded(*received.erasure);
    bytes += Joined({received.change.header_bytes, received.change.salt,
                     received.change.body_bytes});
  }
  return bytes;
}

Segment SegmentOf(absl::string_view bytes) {
  Pieces pieces(bytes);
  Segment segment;
  segment.authority = pieces.Next();
  segment.checkpoint = pieces.Next();
  segment.first_sequence = pieces.Number(1);
  for (uint64_t left = pieces.Number(1); left > 0 && !pieces.done(); --left) {
    segment.later_rotations.push_back(NextProof(pieces));
  }
  while (!pieces.done()) {
    storage::ReceivedChange& received = segment.changes.emplace_back();
    if (pieces.Number(1) % 2 == 1) received.erasure = NextProof(pieces);
    received.change.header_bytes = pieces.Next();
    received.change.salt = pieces.Next();
    received.change.body_bytes = pieces.Next();
  }
  return segment;
}

}  // namespace

void Run(absl::string_view bytes) { TheNodes().Stage(SegmentOf(bytes)); }

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (const Segment& segment : TheNodes().Segments()) {
    seeds.push_back(Encoded(segment));
  }
  return seeds;
}

}  // namespace localoffer::fuzz
