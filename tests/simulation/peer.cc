#include "tests/simulation/peer.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log/checkpoint.h"
#include "storage/log/note.h"

namespace localoffer::simulation {
namespace {

// Half of its answers are as they should be: it wants to be asked again.
class MaliciousPeer : public Peer {
 public:
  MaliciousPeer(Malice malice, Peer& behind, Random& random)
      : malice_(malice), behind_(behind), random_(random) {}

  Checkpoints TellCheckpoints() override {
    Checkpoints told = behind_.TellCheckpoints();
    if (OneIn(random_, 2) || told.empty()) return told;
    if (malice_ == Malice::kReplay) {
      if (!old_checkpoints_.empty() && OneIn(random_, 2)) {
        return old_checkpoints_;
      }
      old_checkpoints_ = told;
    }
    for (v1::WatchCheckpointsResponse& message : told) {
      for (v1::LogCheckpoint& log : *message.mutable_logs()) Alter(log);
    }
    return told;
  }

  absl::StatusOr<Changes> TellChanges(const exchange::Ask& ask) override {
    if (malice_ == Malice::kBoast && OneIn(random_, 2)) return Changes();
    absl::StatusOr<Changes> told = behind_.TellChanges(ask);
    if (!told.ok() || told->empty() || OneIn(random_, 2)) return told;
    if (malice_ == Malice::kReplay) {
      const auto [old, added] =
          old_changes_.try_emplace(absl::StrCat(ask.log, ask.from), *told);
      return old->second;
    }
    Alter((*told)[Below(random_, told->size())]);
    return told;
  }

  absl::StatusOr<v1::GetConsistencyProofResponse> Prove(
      const exchange::Ask& ask) override {
    auto told = behind_.Prove(ask);
    if (!told.ok() || malice_ != Malice::kFlip || OneIn(random_, 2)) {
      return told;
    }
    std::string bytes = told->SerializeAsString();
    Flip(bytes);
    v1::GetConsistencyProofResponse altered;
    if (!altered.ParseFromString(bytes)) return told;
    return altered;
  }

 private:
  void Flip(std::string& bytes) {
    if (bytes.empty()) return;
    char& byte = bytes[Below(random_, bytes.size())];
    byte = static_cast<char>(byte ^ (1 << Below(random_, 8)));
  }

  void Alter(v1::LogCheckpoint& log) {
    if (malice_ == Malice::kFlip) {
      Flip(*log.mutable_checkpoint());
    } else if (malice_ == Malice::kBoast) {
      const auto note = log::ParseNote(log.checkpoint());
      auto checkpoint = log::ParseCheckpointBody(note->text);
      checkpoint->size += 1 + Below(random_, 1 << 20);
      log.set_checkpoint(
          absl::StrCat(log::CheckpointBody(*checkpoint), "\n",
                       log::SignatureLine(note->signatures.front())));
    }
  }

  void Alter(v1::StreamChangesResponse& message) {
    auto& changes = *message.mutable_changes();
    const int size = changes.size();
    if (size == 0) return;
    const int at = static_cast<int>(Below(random_, size));
    v1::LoggedChange& change = changes[at];
    switch (malice_) {
      case Malice::kFlip: {
        std::string* const parts[] = {
            change.mutable_header(), change.mutable_salt(),
            change.mutable_body(), message.mutable_end()->mutable_checkpoint()};
        Flip(*parts[Below(random_, 4)]);
        break;
      }
      case Malice::kRearrange:
        if (OneIn(random_, 3) || size == 1) {
          changes.DeleteSubrange(at, 1);
        } else if (OneIn(random_, 2)) {
          *changes.Add() = v1::LoggedChange(change);
        } else {
          changes.SwapElements(at, (at + 1) % size);
        }
        break;
      case Malice::kWithhold:
        change.clear_salt();
        change.clear_body();
        break;
      case Malice::kReplay:
      case Malice::kBoast:
        break;
    }
  }

  const Malice malice_;
  Peer& behind_;
  Random& random_;
  Checkpoints old_checkpoints_;
  std::map<std::string, Changes> old_changes_;
};

}  // namespace

std::unique_ptr<Peer> MakeMalicious(Malice malice, Peer& behind,
                                    Random& random) {
  return std::make_unique<MaliciousPeer>(malice, behind, random);
}

}  // namespace localoffer::simulation
