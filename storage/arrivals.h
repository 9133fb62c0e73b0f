// In which order the changes of all logs came to this node.
#ifndef LOCALOFFER_STORAGE_ARRIVALS_H_
#define LOCALOFFER_STORAGE_ARRIVALS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine.h"

namespace localoffer::storage {

// Changes of one log that follow one another there. The first has the number
// `first_number`, each further one the next.
struct Arrival {
  uint64_t first_number = 0;
  std::string log;
  uint64_t first_sequence = 0;
  uint64_t change_count = 0;
  std::string chain;

  uint64_t last_number() const { return first_number + change_count - 1; }
};

// Where one change stands in the order.
struct ArrivedChange {
  uint64_t number = 0;
  absl::string_view log;
  uint64_t sequence = 0;
};

// Every change that becomes part of a log here takes the next number of one
// row, from 1: neither the commit times nor the sequences of several logs give
// such an order, because a follower takes in what is old elsewhere. Numbers
// are this node's alone, never used twice, and on disk with their changes.
//
// A log comes in again as a whole, under new numbers, when it begins or ceases
// to speak for its authority: whoever follows the order has to look at all its
// entries once more.
//
// What is written may not be readable yet: a reader keeps to an Instant that
// was taken before. Thread-safe.
class Arrivals {
 public:
  explicit Arrivals(const Engine& engine) : engine_(engine) {}

  // The newest number that was given; 0 before the first.
  absl::StatusOr<uint64_t> Newest() const;

  // Calls `visit` with each stretch that has numbers above `after`, in their
  // order, until it returns false.
  absl::Status ForEach(uint64_t after,
                       absl::FunctionRef<bool(const Arrival&)> visit) const;

  // What stands for the whole order up to `number`, 16 characters: another
  // store, or one put back from a backup, has the same only if the same changes
  // came in the same order. NOT_FOUND when the number was not given yet.
  absl::StatusOr<std::string> Witness(uint64_t number) const;

  // The stretch in which the log last came in again; nothing when it never did.
  absl::StatusOr<std::optional<Arrival>> CameAgain(absl::string_view log) const;

 private:
  absl::StatusOr<std::optional<Arrival>> Holding(uint64_t number) const;

  const Engine& engine_;
};

// Gives numbers to what one batch adds. The batch has to be written before the
// next object is made.
class ArrivalWriter {
 public:
  static absl::StatusOr<ArrivalWriter> Open(const Engine& engine);

  // `root` is the log's after the batch.
  void Add(absl::string_view log, uint64_t first_sequence,
           uint64_t change_count, absl::string_view root, Batch& batch);
  // The first `size` changes of a log, again.
  void AddAgain(absl::string_view log, uint64_t size, Batch& batch);

 private:
  ArrivalWriter(uint64_t newest, std::string chain)
      : newest_(newest), chain_(std::move(chain)) {}

  uint64_t newest_;
  std::string chain_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_ARRIVALS_H_
