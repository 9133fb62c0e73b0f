// Who is in a world, and who lies.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/simulation/world.h"

namespace localoffer::simulation {
namespace {

using exchange::TestingNode;

// Well below what a node puts up with.
constexpr uint64_t kMostSkewSeconds = 60;

}  // namespace

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
    Begin(a);
    for (size_t i = 0; i < count; ++i) {
      if (i != home) at(i).Trust(at(home), authorities_[a]);
    }
  }
  if (OneIn(random_, 2)) {
    at(0).TrustWitness(at(1));
    at(1).TrustWitness(at(2));
  }
  if (OneIn(random_, 3)) MakeLoss();
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

}  // namespace localoffer::simulation
