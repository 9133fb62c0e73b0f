// Checkpoints: each has one spelling, and only what was signed is believed.
#include "storage/log/checkpoint.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/log/key_timeline.h"
#include "tests/fuzz/log_testing.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

// One key for the sizes up to 100, another beyond.
const log::KeyTimeline& Keys() {
  static const auto* const keys = [] {
    auto* made = new log::KeyTimeline;
    made->Begin(0, KeyOf(1).verifier_key());
    made->Begin(100, KeyOf(2).verifier_key());
    return made;
  }();
  return *keys;
}

}  // namespace

void Run(absl::string_view bytes) {
  if (const auto body = log::ParseCheckpointBody(bytes); body.ok()) {
    FUZZ_CHECK(absl::StartsWith(bytes, log::CheckpointBody(*body)));
  }
  const auto opened = log::OpenCheckpoint(bytes, kAuthority, Keys());
  if (!opened.ok()) return;
  // Nothing else was ever signed.
  FUZZ_CHECK(*opened == CheckpointOf(opened->size));
  FUZZ_CHECK(opened->size == 7 || opened->size == 1000);
}

std::vector<std::string> Seeds() {
  return {*log::SignCheckpoint(CheckpointOf(7), KeyOf(1)),
          *log::SignCheckpoint(CheckpointOf(1000), KeyOf(2)),
          // By a key that no longer speaks, and by one that does not yet.
          *log::SignCheckpoint(CheckpointOf(1001), KeyOf(1)),
          *log::SignCheckpoint(CheckpointOf(8), KeyOf(2)),
          log::CheckpointBody(CheckpointOf(9)),
          absl::StrCat(log::CheckpointBody(CheckpointOf(9)), "more\n")};
}

}  // namespace localoffer::fuzz
