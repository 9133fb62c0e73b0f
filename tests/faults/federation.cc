#include "tests/faults/federation.h"

#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

constexpr std::array kAuthorities = {kBristol, kBath, kLeeds};
constexpr int kMostBatched = 100;

// The entries of a publication say which it is: a log shows by itself whether
// it has all of them.
constexpr int kMostEntries = 3;
int EntriesOf(int publication) { return publication % kMostEntries + 1; }
int EntryNumber(int publication, int index) {
  return publication * kMostEntries + index;
}
std::string ServiceName(int number) { return absl::StrCat("Club ", number); }

// The number of an entry, from the last part of its id.
int NumberOf(const std::string& entry) {
  int number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(entry.substr(entry.rfind('-') + 1), &number))
      << entry;
  return number;
}

std::string NameOf(int node) {
  return absl::StrCat("authorities/", kAuthorities[node]);
}

// The second line of a checkpoint.
int64_t SizeIn(const std::string& checkpoint) {
  std::istringstream text(checkpoint);
  std::string origin;
  int64_t size = 0;
  text >> origin >> size;
  return size;
}

std::string SecretOf(const std::string& path) {
  std::ifstream file(path);
  std::string secret;
  std::getline(file, secret);
  return secret;
}

}  // namespace

void Federation::Start() {
  for (int node = 0; node < kNodes; ++node) {
    ASSERT_NO_FATAL_FAILURE(StartProcess(node, {}));
    ASSERT_NO_FATAL_FAILURE(MakeKey(node));
    StopProcess(node);
  }
  for (int node = 0; node < kNodes; ++node) {
    std::ofstream trust(nodes_[node].folder.path() + "/trust");
    for (int home = 0; home < kNodes; ++home) {
      if (home == node) continue;
      trust << "key " << kAuthorities[home] << " "
            << nodes_[home].key->ToString() << "\n";
    }
  }
  for (int node = 0; node < kNodes; ++node) {
    ASSERT_NO_FATAL_FAILURE(StartProcess(node, PeersOf(node)));
  }
}

void Federation::StartProcess(int node, const std::vector<std::string>& peers) {
  nodes_[node].process = std::make_unique<NodeProcess>(
      NodeProcess::Options{nodes_[node].folder.path(), network_.address(node),
                           peers, network_.name_space(node)});
  ASSERT_FALSE(nodes_[node].process->address().empty())
      << "node " << node
      << " needs help to start: " << nodes_[node].process->output();
  std::shared_ptr<grpc::Channel> channel = network_.Connect(node);
  ASSERT_NE(channel, nullptr) << "node " << node << " can't be reached";
  absl::MutexLock lock(&mutex_);
  channels_[node] = std::move(channel);
}

// A key is made when first it signs.
void Federation::MakeKey(int node) {
  nodes_[node].operator_token =
      SecretOf(nodes_[node].folder.path() + "/operator-token");
  const auto stub = v1::AuthoritiesService::NewStub(ChannelTo(node));
  v1::CreateTokenRequest request;
  request.set_parent(NameOf(node));
  request.add_roles(v1::ROLE_PUBLISHER);
  v1::CreateTokenResponse response;
  const grpc::Status status = stub->CreateToken(
      With(nodes_[node].operator_token).get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  nodes_[node].token = response.secret();
  ASSERT_TRUE(Publish(node));
  v1::GetAuthorityRequest get;
  get.set_name(NameOf(node));
  v1::GetAuthorityResponse authority;
  ASSERT_TRUE(stub->GetAuthority(With("").get(), get, &authority).ok());
  const auto key =
      log::VerifierKey::Parse(authority.authority().verifier_key());
  ASSERT_TRUE(key.ok()) << key.status();
  nodes_[node].key = *key;
}

std::vector<std::string> Federation::PeersOf(int node) const {
  std::vector<std::string> peers;
  for (int peer = 0; peer < kNodes; ++peer) {
    if (peer != node) peers.push_back(network_.address(peer));
  }
  return peers;
}

std::shared_ptr<grpc::Channel> Federation::ChannelTo(int node) const {
  absl::MutexLock lock(&mutex_);
  return channels_[node];
}

void Federation::Kill(int node) {
  {
    // Before, so that whoever is not answered knows why.
    absl::MutexLock lock(&mutex_);
    channels_[node] = nullptr;
  }
  nodes_[node].process->Kill();
}

void Federation::Restart(int node) { StartProcess(node, PeersOf(node)); }

bool Federation::Publish(int node) {
  const std::shared_ptr<grpc::Channel> channel = ChannelTo(node);
  if (channel == nullptr) return false;
  const int publication = next_publication_.fetch_add(1);
  const auto context = With(nodes_[node].token);
  const auto stream =
      v1::PublishingService::NewStub(channel)->Publish(context.get());
  v1::PublishRequest request;
  *request.mutable_header() =
      TestNode::Header(kAuthorities[node], v1::PUBLICATION_SCOPE_PARTIAL);
  stream->Write(request);
  for (int i = 0; i < EntriesOf(publication); ++i) {
    const int number = EntryNumber(publication, i);
    *request.mutable_entry() = TestEntry(number, ServiceName(number));
    stream->Write(request);
  }
  request.set_end(true);
  stream->Write(request);
  stream->WritesDone();
  v1::PublishResponse response;
  v1::Publication done;
  while (stream->Read(&response)) {
    if (response.has_publication()) done = response.publication();
  }
  const grpc::Status status = stream->Finish();
  if (!status.ok()) {
    // A home that has just started asks its peers first.
    const bool asks_peers = Reason(status) == "ASKING_PEERS";
    EXPECT_TRUE(asks_peers || ChannelTo(node) != channel)
        << "node " << node << " runs and refuses: " << status.error_message();
    return false;
  }
  EXPECT_EQ(done.change_count(), EntriesOf(publication));
  for (int i = 0; i < EntriesOf(publication); ++i) {
    acknowledged_.Add(
        TestEntryName(kAuthorities[node], EntryNumber(publication, i)),
        done.first_sequence() + i);
  }
  return true;
}

int64_t Federation::SizeAtHome(int node) const {
  v1::GetCheckpointsRequest request;
  request.add_logs(NameOf(node));
  v1::GetCheckpointsResponse response;
  const grpc::Status status =
      v1::ExchangeService::NewStub(ChannelTo(node))
          ->GetCheckpoints(With("").get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.logs_size() == 1 ? SizeIn(response.logs(0).checkpoint()) : -1;
}

absl::Duration Federation::AwaitEqual(absl::Duration longest) {
  const absl::Time begin = absl::Now();
  std::map<std::string, int64_t> wanted;
  for (int node = 0; node < kNodes; ++node) {
    wanted[NameOf(node)] = SizeAtHome(node);
  }
  for (int node = 0; node < kNodes; ++node) {
    AwaitSizes(node, wanted, begin + longest);
  }
  return absl::Now() - begin;
}

void Federation::AwaitSizes(int node,
                            const std::map<std::string, int64_t>& wanted,
                            absl::Time deadline) const {
  const auto context = With("");
  context->set_deadline(absl::ToChronoTime(deadline));
  const auto reader = v1::ExchangeService::NewStub(ChannelTo(node))
                          ->WatchCheckpoints(context.get(), {});
  std::map<std::string, int64_t> missing = wanted;
  v1::WatchCheckpointsResponse message;
  while (!missing.empty() && reader->Read(&message)) {
    for (const v1::LogCheckpoint& log : message.logs()) {
      const auto found = missing.find(log.log());
      if (found == missing.end()) continue;
      if (SizeIn(log.checkpoint()) >= found->second) missing.erase(found);
    }
  }
  context->TryCancel();
  const grpc::Status status = reader->Finish();
  for (const auto& [log, size] : missing) {
    ADD_FAILURE() << "node " << node << " never had " << size << " changes of "
                  << log << ": " << status.error_message() << "\n"
                  << ShowPeers(node);
  }
}

std::string Federation::ShowPeers(int node) const {
  v1::ListPeersResponse response;
  const grpc::Status status =
      v1::PeersService::NewStub(ChannelTo(node))
          ->ListPeers(With(nodes_[node].operator_token).get(), {}, &response);
  return status.ok() ? response.DebugString() : status.error_message();
}

void Federation::ExpectNothingLost() {
  std::array<log::Hash, kNodes> roots;
  for (int node = 0; node < kNodes; ++node) {
    std::vector<LogCopy> copies;
    for (int home = 0; home < kNodes; ++home) {
      const auto copy =
          CopyLog(ChannelTo(node), kAuthorities[home], *nodes_[home].key);
      ASSERT_TRUE(copy.ok()) << copy.status();
      ExpectWholeCommits(*copy);
      if (node == 0) roots[home] = copy->root;
      EXPECT_EQ(copy->root, roots[home])
          << "nodes 0 and " << node << " differ in " << NameOf(home);
      copies.push_back(*copy);
    }
    ExpectAcknowledged(node, copies);
    ExpectServed(node);
    ExpectNothingRefused(node);
  }
}

// Whether it was acknowledged or not, a publication is there or it isn't.
void Federation::ExpectWholeCommits(const LogCopy& copy) const {
  std::set<std::string> seen;
  size_t at = 0;
  while (at < copy.changes.size()) {
    const int first = NumberOf(copy.changes[at].entry);
    const int publication = first / kMostEntries;
    for (int i = 0; i < EntriesOf(publication); ++i, ++at) {
      ASSERT_LT(at, copy.changes.size()) << "half of " << publication;
      const LogCopy::Change& change = copy.changes[at];
      const int number = EntryNumber(publication, i);
      ASSERT_EQ(NumberOf(change.entry), number) << "at " << at;
      EXPECT_EQ(change.name, ServiceName(number));
      EXPECT_EQ(change.commit_time_micros,
                copy.changes[at - i].commit_time_micros);
      EXPECT_TRUE(seen.insert(change.entry).second)
          << change.entry << " is there twice";
    }
  }
}

void Federation::ExpectAcknowledged(int node,
                                    const std::vector<LogCopy>& copies) const {
  std::map<std::string, int64_t> there;
  for (int home = 0; home < kNodes; ++home) {
    for (size_t at = 0; at < copies[home].changes.size(); ++at) {
      const int number = NumberOf(copies[home].changes[at].entry);
      there[TestEntryName(kAuthorities[home], number)] =
          static_cast<int64_t>(at);
    }
  }
  for (const auto& [entry, sequence] : acknowledged_.all()) {
    const auto found = there.find(entry);
    ASSERT_NE(found, there.end()) << "node " << node << " lost " << entry;
    EXPECT_EQ(found->second, sequence) << entry;
  }
}

// The directory says what the logs say.
void Federation::ExpectServed(int node) const {
  const auto stub = v1::DirectoryService::NewStub(ChannelTo(node));
  std::vector<std::pair<std::string, int64_t>> batch;
  const auto expect_batch = [&] {
    v1::BatchGetEntriesRequest request;
    for (const auto& [entry, sequence] : batch) {
      request.add_names(absl::StrCat(entry, "@", sequence));
    }
    v1::BatchGetEntriesResponse response;
    const grpc::Status status =
        stub->BatchGetEntries(With("").get(), request, &response);
    ASSERT_TRUE(status.ok())
        << "node " << node << ": " << status.error_message();
    for (int i = 0; i < response.entries_size(); ++i) {
      EXPECT_EQ(response.entries(i).sequence(), batch[i].second);
      EXPECT_EQ(response.entries(i).service().name(),
                ServiceName(NumberOf(batch[i].first)));
    }
    batch.clear();
  };
  for (const auto& entry : acknowledged_.all()) {
    batch.push_back(entry);
    if (batch.size() < kMostBatched) continue;
    ASSERT_NO_FATAL_FAILURE(expect_batch());
  }
  if (!batch.empty()) expect_batch();
}

// All are honest, and none may be taken for anything else.
void Federation::ExpectNothingRefused(int node) const {
  const auto stub = v1::PeersService::NewStub(ChannelTo(node));
  const std::string& token = nodes_[node].operator_token;
  v1::ListEvidenceResponse evidence;
  grpc::Status status = stub->ListEvidence(With(token).get(), {}, &evidence);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(evidence.evidence_size(), 0) << evidence.DebugString();
  v1::ListPeersResponse response;
  status = stub->ListPeers(With(token).get(), {}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.peers_size(), kNodes - 1);
  for (const v1::Peer& peer : response.peers()) {
    EXPECT_EQ(peer.refusals(), 0) << peer.DebugString();
  }
}

void Federation::StopProcess(int node) {
  {
    // A node that stops waits a while for whoever is connected.
    absl::MutexLock lock(&mutex_);
    channels_[node] = nullptr;
  }
  EXPECT_EQ(nodes_[node].process->Stop(), 0) << "node " << node;
}

void Federation::Stop() {
  for (int node = 0; node < kNodes; ++node) StopProcess(node);
}

}  // namespace localoffer::testing
