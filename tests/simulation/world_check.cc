// What has to hold in the end.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/exchange/checkpoint_check.h"
#include "storage/evidence.h"
#include "storage/index/search_index.h"
#include "storage/log/authority_log.h"
#include "storage/log/hash.h"
#include "tests/simulation/world.h"

namespace localoffer::simulation {

using exchange::TestingNode;

void World::Check() {
  for (const std::string& log : authorities_) CheckLog(log);
  for (Node& node : nodes_) {
    if (node.node->SizeOf("E09000009") > 0) {
      Fail("changes of next year were taken in");
    }
    const v1::ListPeersResponse shown = node.node->follower().Show();
    for (const v1::Peer& peer : shown.peers()) {
      counts_.refusals += peer.refusals();
    }
  }
}

void World::CheckLog(const std::string& log) {
  const bool twofold = equivocating_ && log == authorities_[*equivocating_];
  size_t evidence = 0;
  for (Node& node : nodes_) {
    const auto found = *node.node->store().evidence().List(log, 100);
    evidence += found.size();
    for (const storage::Evidence& one : found) {
      const absl::Status shown = storage::VerifyEvidence(
          one, exchange::KeysOf(node.node->store(), log));
      if (!shown.ok()) Fail(absl::StrCat("evidence: ", shown.ToString()));
    }
  }
  counts_.evidence += static_cast<int64_t>(evidence);
  if (twofold) {
    std::set<std::string> beginnings;
    for (Node& node : nodes_) {
      const auto root =
          storage::StoredRootAt(node.node->store().engine(), log, 1);
      if (node.node->SizeOf(log) > 0 && root.ok()) {
        beginnings.insert(log::HashHex(*root));
      }
    }
    if (beginnings.size() > 1 && evidence == 0) {
      Fail(absl::StrCat("nodes hold two logs of ", log, ", and none knows"));
    }
    return;
  }
  if (evidence > 0) {
    Fail(absl::StrCat(log, " is accused of two logs, and has one"));
  }
  for (const Acknowledged& commit : acknowledged_) {
    if (commit.log != log) continue;
    for (Node& node : nodes_) {
      const auto seen = exchange::LookAt(node.node->store(), clock_.now(),
                                         "check", log, commit.checkpoint);
      if (!seen.ok() || !seen->consistent) {
        Fail(absl::StrCat("what was acknowledged of ", log, " at ", commit.size,
                          " is not in a log"));
      }
    }
  }
  CheckDirectories(log);
}

void World::CheckDirectories(const std::string& log) {
  const std::string directory = Directory(at(0), log);
  for (Node& node : nodes_) {
    if (Directory(*node.node, log) != directory) {
      Fail(absl::StrCat("directories of ", log, " differ"));
    }
    for (const auto& [of, sequence] : erased_) {
      if (of != log) continue;
      const auto change =
          storage::StoredChange(node.node->store().engine(), log, sequence);
      if (!change.ok() || !change->IsErased()) {
        Fail(absl::StrCat("change ", sequence, " of ", log,
                          " was erased and is still there"));
      }
    }
  }
}

std::string World::Directory(TestingNode& node, const std::string& log) {
  std::string text;
  const absl::Status read = node.store().entries().ForEach(
      log, node.SizeOf(log), "", [&](const storage::EntryRevision& revision) {
        const auto content = node.store().entries().Content(revision);
        absl::StrAppend(&text, revision.entry_id, " ", revision.sequence, " ",
                        revision.withdrawn, " ",
                        content.ok() ? content->service().name() : "?", "\n");
        return true;
      });
  SearchQuery query;
  query.instant = Instant{{log, node.SizeOf(log)}};
  query.limit = 100;
  for (const char* word : kWords) {
    query.text = word;
    for (const Hit& hit : node.store().index().Search(query).hits) {
      absl::StrAppend(&text, word, " ", hit.position.entry_id, "\n");
    }
  }
  return absl::StrCat(text, read.ToString());
}

std::string World::Root(TestingNode& node, const std::string& log) {
  const auto head = node.store().logs().Head(log);
  return head ? head->root() : "";
}

}  // namespace localoffer::simulation
