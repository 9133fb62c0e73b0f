// Checkpoints that other nodes cosigned: so that a log which is shown
// differently to different nodes is seen by both.
#ifndef LOCALOFFER_STORAGE_WITNESSES_H_
#define LOCALOFFER_STORAGE_WITNESSES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/engine.h"

namespace localoffer::storage {

// The newest cosigned checkpoint of each log and witness. Thread-safe.
class Witnesses {
 public:
  // DATA_LOSS when a record is no checkpoint. `engine` outlives the object.
  static absl::StatusOr<std::unique_ptr<Witnesses>> Load(Engine& engine);

  // Takes in a checkpoint of the log that `witness`, a key name, has cosigned,
  // unless a larger one, or this one, is known. The caller has verified both
  // signatures and that it is of the log which is here. True when it is new.
  // What a power cut takes of it comes again.
  absl::StatusOr<bool> Keep(const std::string& authority,
                            const std::string& witness, uint64_t size,
                            const std::string& note);

  // The notes of a log, in the order of the witnesses' names.
  std::vector<std::string> Of(absl::string_view authority) const;
  // Rises whenever there is a new one of any log.
  uint64_t generation() const;

 private:
  struct Cosigned {
    uint64_t size = 0;
    std::string note;
  };
  using ByWitness = std::map<std::string, Cosigned, std::less<>>;

  explicit Witnesses(Engine& engine) : engine_(engine) {}

  Engine& engine_;
  mutable absl::Mutex mutex_;
  std::map<std::string, ByWitness, std::less<>> logs_ ABSL_GUARDED_BY(mutex_);
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_WITNESSES_H_
