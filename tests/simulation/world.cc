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

std::vector<std::string> World::Run() {
  for (int step = 0; step < kSteps && failures_.empty(); ++step) Step(step);
  if (failures_.empty() && !Heal()) {
    Fail("after healing the nodes do not hold equal logs");
  }
  if (failures_.empty()) Check();
  return failures_;
}

void World::Step(int step) {
  clock_.Advance(absl::Milliseconds(Below(random_, 400)));
  if (loss_) MoveLoss(step);
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

void World::Begin(size_t authority) {
  const std::string& log = authorities_[authority];
  TestingNode& home = at(authority % nodes_.size());
  if (home.SizeOf(log) > 0) return;
  storage::Proposal proposal;
  proposal.authority = log;
  proposal.changes.push_back(Published(home, log, random_));
  Commit(authority, std::move(proposal));
}

void World::Commit(size_t authority, storage::Proposal proposal) {
  TestingNode& home = at(authority % nodes_.size());
  const auto receipt = home.store().committer().Commit(proposal);
  if (absl::IsUnavailable(receipt.status())) ++counts_.held;
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
  if (IsPinned(node, link)) return false;
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
