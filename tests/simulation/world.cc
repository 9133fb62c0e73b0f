#include "tests/simulation/world.h"

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "services/exchange/segment_messages.h"

namespace localoffer::simulation {
namespace {

using exchange::Ask;
using exchange::TestingNode;
using storage::ProposedChange;

constexpr int kSteps = 220;
constexpr int kHealingRounds = 40;
constexpr uint64_t kEntries = 6;
// Well below what a node puts up with.
constexpr uint64_t kMostSkewSeconds = 60;
// A follower gives up a question that is not answered.
constexpr size_t kMostAsked = 2;

ProposedChange Published(TestingNode& node, const std::string& log,
                         Random& random) {
  ProposedChange change;
  change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
  *change.body.mutable_entry_published()->mutable_service() =
      storage::TestService(
          static_cast<int>(Below(random, kEntries)),
          absl::StrCat(kWords[Below(random, 6)], " ", Below(random, 1000)));
  change.subject = change.body.entry_published().service().id();
  const auto revision =
      node.store().entries().At(log, change.subject, node.SizeOf(log));
  if (revision.ok() && *revision) {
    change.expected_sequence = (*revision)->sequence;
  }
  return change;
}

}  // namespace

World::World(uint64_t seed, bool verbose)
    : seed_(seed), verbose_(verbose), random_(seed) {
  MakeNodes();
  MakeMalicious();
}

storage::Clock World::ClockOf(size_t node) {
  return [this, node] { return clock_.now() + skews_[node]; };
}

void World::MakeNodes() {
  const size_t count = 3 + Below(random_, 2);
  const size_t authorities = 1 + Below(random_, 3);
  for (size_t i = 0; i < authorities; ++i) {
    authorities_.push_back(absl::StrCat("E0900000", i + 1));
  }
  nodes_.resize(count);
  for (size_t i = 0; i < count; ++i) {
    skews_.push_back(absl::Seconds(Below(random_, kMostSkewSeconds)));
  }
  // Who follows whom: everybody the next, and some others.
  std::vector<std::vector<size_t>> follows(count);
  for (size_t i = 0; i < count; ++i) {
    follows[i].push_back((i + 1) % count);
    for (size_t j = 0; j < count; ++j) {
      if (j != i && j != (i + 1) % count && OneIn(random_, 3)) {
        follows[i].push_back(j);
      }
    }
  }
  for (size_t i = 0; i < count; ++i) {
    std::vector<std::string> addresses;
    for (const size_t j : follows[i]) {
      addresses.push_back(absl::StrCat("node", j, ":1"));
    }
    // Whoever lies may come to any node.
    for (int liar = 0; liar < 4; ++liar) {
      addresses.push_back(absl::StrCat("liar", liar, ":1"));
    }
    nodes_[i].node = std::make_unique<TestingNode>(seed_ * 100 + i + 1,
                                                   ClockOf(i), addresses);
    nodes_[i].as_peer =
        std::make_unique<HonestPeer>(*nodes_[i].node, ClockOf(i));
  }
  for (size_t i = 0; i < count; ++i) {
    for (const size_t j : follows[i]) {
      nodes_[i].links.push_back({nodes_[j].as_peer.get(), j});
    }
  }
  // Every log begins, and is trusted everywhere.
  for (size_t a = 0; a < authorities; ++a) Publish();
  for (size_t a = 0; a < authorities; ++a) {
    const size_t home = a % count;
    if (at(home).SizeOf(authorities_[a]) == 0) {
      storage::Proposal proposal;
      proposal.authority = authorities_[a];
      proposal.changes.push_back(Published(at(home), authorities_[a], random_));
      Commit(a, std::move(proposal));
    }
    for (size_t i = 0; i < count; ++i) {
      if (i != home) at(i).Trust(at(home), authorities_[a]);
    }
  }
  if (OneIn(random_, 2)) {
    at(0).TrustWitness(at(1));
    at(1).TrustWitness(at(2));
  }
}

void World::MakeMalicious() {
  for (int i = static_cast<int>(Below(random_, 3)); i > 0; --i) {
    const size_t behind = Below(random_, nodes_.size());
    peers_.push_back(
        simulation::MakeMalicious(static_cast<Malice>(Below(random_, 5)),
                                  *nodes_[behind].as_peer, random_));
    const size_t victim = Below(random_, nodes_.size());
    AddLiar(victim, peers_.back().get(), behind);
  }
  if (OneIn(random_, 4)) MakeTwin();
  if (OneIn(random_, 4)) MakeForger();
  if (OneIn(random_, 4)) MakeProphet();
}

void World::AddLiar(size_t node, Peer* peer, std::optional<size_t> behind) {
  if (nodes_[node].links.size() >= at(node).follower().peers()) return;
  nodes_[node].links.push_back({peer, behind});
}

// The first home's key signs a second log, for other eyes.
void World::MakeTwin() {
  liars_.push_back(std::make_unique<TestingNode>(seed_ * 100 + 1, ClockOf(0)));
  twin_ = liars_.back().get();
  equivocating_ = 0;
  clock_.Advance(absl::Milliseconds(1));
  for (uint64_t i = 1 + Below(random_, 4); i > 0; --i) {
    (void)twin_->Publish(authorities_[0], static_cast<int>(i), "another");
  }
  peers_.push_back(std::make_unique<HonestPeer>(*twin_, ClockOf(0)));
  AddLiar(1 + Below(random_, nodes_.size() - 1), peers_.back().get(),
          std::nullopt);
}

// Signs for the first authority with a key of its own.
void World::MakeForger() {
  liars_.push_back(std::make_unique<TestingNode>(seed_ * 100 + 77, ClockOf(0)));
  for (uint64_t i = 1 + Below(random_, 9); i > 0; --i) {
    (void)liars_.back()->Publish(authorities_[0], static_cast<int>(i),
                                 "forged");
  }
  peers_.push_back(std::make_unique<HonestPeer>(*liars_.back(), ClockOf(0)));
  AddLiar(Below(random_, nodes_.size()), peers_.back().get(), std::nullopt);
}

// Has an authority of its own, which everybody trusts, and the time of next
// year.
void World::MakeProphet() {
  constexpr char kProphet[] = "E09000009";
  liars_.push_back(std::make_unique<TestingNode>(
      seed_ * 100 + 88, [this] { return clock_.now() + absl::Hours(9000); }));
  (void)liars_.back()->Publish(kProphet, 1, "tomorrow");
  for (Node& node : nodes_) node.node->Trust(*liars_.back(), kProphet);
  peers_.push_back(std::make_unique<HonestPeer>(*liars_.back(), ClockOf(0)));
  AddLiar(Below(random_, nodes_.size()), peers_.back().get(), std::nullopt);
}

std::vector<std::string> World::Run() {
  for (int step = 0; step < kSteps && failures_.empty(); ++step) Step();
  if (failures_.empty() && !Heal()) {
    Fail("after healing the nodes do not hold equal logs");
  }
  if (failures_.empty()) Check();
  return failures_;
}

void World::Step() {
  clock_.Advance(absl::Milliseconds(Below(random_, 400)));
  const size_t node = Below(random_, nodes_.size());
  const size_t link = Below(random_, nodes_[node].links.size());
  switch (Below(random_, 16)) {
    case 0:
    case 1:
    case 2:
      Publish();
      break;
    case 3:
    case 4:
    case 5:
      TellCheckpoints(node, link);
      break;
    case 6:
    case 7:
    case 8:
      AskNext(node);
      break;
    case 9:
      if (OneIn(random_, 4)) GiveUp(node);
      break;
    case 10:
      if (OneIn(random_, 8)) Crash(node);
      break;
    case 11:
      if (OneIn(random_, 3))
        cut_.clear();
      else if (OneIn(random_, 2))
        cut_.insert({node, link});
      break;
    default:
      Deliver();
  }
}

void World::Publish() {
  const size_t authority = Below(random_, authorities_.size());
  TestingNode& home = at(authority % nodes_.size());
  if (!nodes_[authority % nodes_.size()].up) return;
  const std::string& log = authorities_[authority];
  storage::Proposal proposal;
  proposal.authority = log;
  ProposedChange change;
  const uint64_t size = home.SizeOf(log);
  switch (size == 0 ? 9 : Below(random_, 12)) {
    case 0: {
      // An erasure of something that is not current.
      const uint64_t sequence = Below(random_, size);
      change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
      change.subject = absl::StrCat(sequence);
      change.body.mutable_body_erased()->set_reason("a name");
      break;
    }
    case 1: {
      const auto next = home.store().keyring().CreateSuccessor(log);
      if (!next.ok()) return Fail(next.status().ToString());
      change.kind = log::v1::CHANGE_KIND_KEY_ROTATED;
      change.subject = (*next)->verifier_key().ToString();
      change.body.mutable_key_rotated()->set_reason("yearly");
      break;
    }
    case 2: {
      const ProposedChange published = Published(home, log, random_);
      if (!published.expected_sequence) return;
      const auto revision =
          home.store().entries().At(log, published.subject, size);
      if (!revision.ok() || !*revision || (*revision)->withdrawn) return;
      change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
      change.subject = published.subject;
      change.expected_sequence = published.expected_sequence;
      change.body.mutable_entry_withdrawn()->set_reason("closed");
      break;
    }
    default:
      change = Published(home, log, random_);
  }
  proposal.changes.push_back(std::move(change));
  Commit(authority, std::move(proposal));
}

void World::Commit(size_t authority, storage::Proposal proposal) {
  TestingNode& home = at(authority % nodes_.size());
  const auto receipt = home.store().committer().Commit(proposal);
  if (!receipt.ok()) {
    // What can't be erased a second time, say.
    Say(absl::StrCat("commit: ", receipt.status().ToString()));
    return;
  }
  ++counts_.commits;
  acknowledged_.push_back(
      {proposal.authority, receipt->size, receipt->checkpoint});
  if (proposal.changes[0].kind == log::v1::CHANGE_KIND_BODY_ERASED) {
    erased_.emplace_back(proposal.authority,
                         std::stoull(proposal.changes[0].subject));
  }
  Say(absl::StrCat("commit ", proposal.authority, " ", receipt->size));
}

bool World::IsCut(size_t node, size_t link) const {
  const std::optional<size_t>& other = nodes_[node].links[link].node;
  return cut_.contains({node, link}) || (other && !nodes_[*other].up);
}

void World::TellCheckpoints(size_t node, size_t link) {
  if (!nodes_[node].up) return;
  if (IsCut(node, link)) {
    at(node).follower().Lost(link, absl::UnavailableError("cut"));
    return;
  }
  for (auto& told : nodes_[node].links[link].peer->TellCheckpoints()) {
    Message message;
    message.node = node;
    message.link = link;
    message.epoch = nodes_[node].epoch;
    message.checkpoints = std::move(told);
    in_flight_.push_back(std::move(message));
  }
}

void World::AskNext(size_t node) {
  Node& asking = nodes_[node];
  if (!asking.up || asking.asked.size() >= kMostAsked) return;
  const std::optional<Ask> ask = at(node).follower().Next();
  if (!ask) return;
  if (ask->peer >= asking.links.size()) {
    return Fail("asks a peer that never said anything");
  }
  const int number = next_ask_++;
  asking.asked.emplace(number, *ask);
  Message message;
  message.kind = Message::Kind::kQuestion;
  message.node = node;
  message.link = ask->peer;
  message.epoch = asking.epoch;
  message.ask = number;
  in_flight_.push_back(std::move(message));
  Say(absl::StrCat("node ", node, " asks link ", ask->peer, " for ", ask->log,
                   " from ", ask->from,
                   ask->kind == Ask::Kind::kConsistency ? " (proof)" : ""));
}

void World::GiveUp(size_t node) {
  Node& asking = nodes_[node];
  if (!asking.up || asking.asked.empty()) return;
  const auto first = asking.asked.begin();
  at(node).follower().End(first->second,
                          absl::DeadlineExceededError("no answer"));
  asking.asked.erase(first);
}

// Any message of those under way, so they come in any order; some get lost, and
// some come twice.
void World::Deliver() {
  if (in_flight_.empty()) return;
  const size_t which = Below(random_, std::min<size_t>(in_flight_.size(), 6));
  Message message = in_flight_[which];
  if (!OneIn(random_, 10)) in_flight_.erase(in_flight_.begin() + which);
  if (OneIn(random_, 10)) {
    ++counts_.lost;
    return;
  }
  ++counts_.messages;
  Take(std::move(message));
}

void World::Take(Message message) {
  Node& node = nodes_[message.node];
  if (!node.up || node.epoch != message.epoch) return;
  if (IsCut(message.node, message.link)) return;
  exchange::Follower& follower = node.node->follower();
  if (message.kind == Message::Kind::kCheckpoints) {
    follower.TakeCheckpoints(message.link, message.checkpoints);
    return;
  }
  const auto asked = node.asked.find(message.ask);
  if (asked == node.asked.end()) return;
  const Ask& ask = asked->second;
  if (message.kind == Message::Kind::kQuestion) {
    Peer& peer = *node.links[message.link].peer;
    message.kind = Message::Kind::kAnswer;
    if (ask.kind == Ask::Kind::kChanges) {
      message.changes = peer.TellChanges(ask);
    } else {
      message.proof = peer.Prove(ask);
    }
    in_flight_.push_back(std::move(message));
    return;
  }
  absl::Status taken;
  if (ask.kind == Ask::Kind::kChanges) {
    taken =
        message.changes.ok()
            ? exchange::TakeChanges(follower, ask, *std::move(message.changes))
            : message.changes.status();
  } else {
    taken = message.proof.ok() ? follower.TakeProof(ask, *message.proof)
                               : message.proof.status();
  }
  follower.End(ask, taken);
  Say(absl::StrCat("node ", message.node, " took ", ask.log, ": ",
                   taken.ToString()));
  node.asked.erase(asked);
}

void World::Crash(size_t node) {
  Node& crashed = nodes_[node];
  ++counts_.crashes;
  ++crashed.epoch;
  crashed.asked.clear();
  if (crashed.up && OneIn(random_, 2)) {
    crashed.up = false;
    Say(absl::StrCat("node ", node, " is down"));
    return;
  }
  crashed.node->Open();
  crashed.up = true;
  Say(absl::StrCat("node ", node, " has restarted"));
}

bool World::Heal() {
  cut_.clear();
  in_flight_.clear();
  for (Node& node : nodes_) {
    if (!node.up) node.node->Open();
    node.up = true;
    for (const auto& [number, ask] : node.asked) {
      // After a restart nobody knows of it.
      node.node->follower().End(ask, absl::UnavailableError("healing"));
    }
    node.asked.clear();
  }
  for (int round = 0; round < kHealingRounds; ++round) {
    clock_.Advance(absl::Minutes(1));
    for (size_t i = 0; i < nodes_.size(); ++i) ExchangeReliably(i);
    const bool equal = std::all_of(
        authorities_.begin(), authorities_.end(), [&](const std::string& log) {
          if (equivocating_ && log == authorities_[*equivocating_]) return true;
          return std::all_of(nodes_.begin(), nodes_.end(), [&](Node& node) {
            return Root(*node.node, log) == Root(at(0), log);
          });
        });
    // Some more rounds when somebody signs two logs: word of it has to travel.
    if (equal && (!equivocating_ || round > 6)) return true;
  }
  return false;
}

void World::ExchangeReliably(size_t node) {
  exchange::Follower& follower = at(node).follower();
  for (size_t link = 0; link < nodes_[node].links.size(); ++link) {
    for (const auto& told : nodes_[node].links[link].peer->TellCheckpoints()) {
      follower.TakeCheckpoints(link, told);
    }
  }
  for (int asks = 0; const auto ask = follower.Next(); ++asks) {
    // It has to come to an end without the clock moving.
    if (asks > 200) return Fail("a follower asks for ever");
    Peer& peer = *nodes_[node].links[ask->peer].peer;
    absl::Status taken;
    if (ask->kind == Ask::Kind::kChanges) {
      auto changes = peer.TellChanges(*ask);
      taken = changes.ok()
                  ? exchange::TakeChanges(follower, *ask, *std::move(changes))
                  : changes.status();
    } else {
      const auto proof = peer.Prove(*ask);
      taken = proof.ok() ? follower.TakeProof(*ask, *proof) : proof.status();
    }
    follower.End(*ask, taken);
  }
}

void World::Fail(const std::string& what) {
  failures_.push_back(what);
  Say(what);
}

void World::Say(const std::string& what) const {
  if (verbose_) std::cerr << what << "\n";
}

}  // namespace localoffer::simulation
