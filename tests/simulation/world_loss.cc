// What crashes lose: what was under way, and what came after a backup.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/simulation/world.h"

namespace localoffer::simulation {
namespace {

// A peer that is connected says what it has before a home gives up waiting.
constexpr uint64_t kMostSilenceMillis = 9'000;

}  // namespace

void World::MakeLoss() {
  Loss loss;
  loss.node = Below(random_, authorities_.size()) % nodes_.size();
  loss.backup_step = static_cast<int>(Below(random_, 60));
  loss.loss_step = loss.backup_step + 20 + static_cast<int>(Below(random_, 80));
  loss_ = loss;
}

bool World::IsTakingBack(size_t node) const {
  return loss_ && loss_->link && loss_->node == node;
}

bool World::IsPinned(size_t node, size_t link) const {
  return IsTakingBack(node) && *loss_->link == link;
}

void World::Crash(size_t node) {
  Node& crashed = nodes_[node];
  if (loss_ && loss_->link &&
      nodes_[loss_->node].links[*loss_->link].node == node) {
    return;
  }
  ++counts_.crashes;
  Forget(crashed);
  if (crashed.up && OneIn(random_, 2) && !IsTakingBack(node)) {
    crashed.up = false;
    Say(absl::StrCat("node ", node, " is down"));
    return;
  }
  crashed.node->Open();
  crashed.up = true;
  if (IsTakingBack(node)) SetTellBy();
  Say(absl::StrCat("node ", node, " has restarted"));
}

void World::Forget(Node& node) {
  ++node.epoch;
  node.asked.clear();
}

void World::SetTellBy() {
  loss_->tell_by =
      clock_.now() + absl::Milliseconds(Below(random_, kMostSilenceMillis));
}

void World::MoveLoss(int step) {
  Node& node = nodes_[loss_->node];
  if (step == loss_->backup_step) {
    Forget(node);
    node.node->BackUp();
    node.up = true;
    Say(absl::StrCat("node ", loss_->node, " is backed up"));
  }
  if (!loss_->link) {
    if (step < loss_->loss_step || (step - loss_->loss_step) % 8 > 0) return;
    // A quiet moment before: what was published gets about.
    for (size_t i = 0; i < 2 * nodes_.size(); ++i) {
      ExchangeReliably(i % nodes_.size());
    }
    PutBack();
    return;
  }
  if (clock_.now() >= loss_->tell_by) {
    loss_->tell_by = absl::InfiniteFuture();
    for (const auto& told : node.links[*loss_->link].peer->TellCheckpoints()) {
      node.node->follower().TakeCheckpoints(*loss_->link, told);
    }
  }
  const bool has_all = std::all_of(
      loss_->sizes.begin(), loss_->sizes.end(), [&](const auto& lost) {
        return node.node->SizeOf(lost.first) >= lost.second;
      });
  if (has_all) {
    Say(absl::StrCat("node ", loss_->node, " has all again"));
    loss_.reset();
  }
}

// As soon as a peer is reached that has all of its logs: what nobody else has
// is lost with a disk, and no program can know of it.
void World::PutBack() {
  Node& node = nodes_[loss_->node];
  for (size_t link = 0; link < node.links.size(); ++link) {
    const Link& to = node.links[link];
    if (!to.node || to.peer != nodes_[*to.node].as_peer.get() ||
        IsCut(loss_->node, link)) {
      continue;
    }
    std::optional<std::map<std::string, uint64_t>> known =
        KnownTo(*to.node, loss_->node);
    if (!known) continue;
    loss_->link = link;
    loss_->sizes = *std::move(known);
    Forget(node);
    node.node->PutBack();
    node.up = true;
    SetTellBy();
    ++counts_.put_back;
    Say(absl::StrCat("node ", loss_->node, " is put back"));
    return;
  }
}

std::optional<std::map<std::string, uint64_t>> World::KnownTo(size_t peer,
                                                              size_t home) {
  std::map<std::string, uint64_t> sizes;
  for (size_t a = 0; a < authorities_.size(); ++a) {
    if (a % nodes_.size() != home) continue;
    const std::string& log = authorities_[a];
    if (Root(at(peer), log) != Root(at(home), log)) return std::nullopt;
    sizes[log] = at(home).SizeOf(log);
  }
  return sizes;
}

}  // namespace localoffer::simulation
