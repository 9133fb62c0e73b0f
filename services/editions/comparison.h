// What changed between two states of one local offer.
#ifndef LOCALOFFER_SERVICES_EDITIONS_COMPARISON_H_
#define LOCALOFFER_SERVICES_EDITIONS_COMPARISON_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/editions.pb.h"
#include "storage/store.h"

namespace localoffer::editions {

// One comparison under way. Thread-compatible; the store outlives it.
class Comparison {
 public:
  // Errors as in editions.proto.
  static absl::StatusOr<std::unique_ptr<Comparison>> Start(
      storage::Store& store, const v1::CompareEditionsRequest& request);

  // Of the same log at two sizes, `from_size` the smaller.
  static std::unique_ptr<Comparison> Between(storage::Store& store,
                                             std::string log,
                                             uint64_t from_size,
                                             uint64_t to_size);

  // Fills the next message and returns true, or false after the last.
  absl::StatusOr<bool> Next(v1::CompareEditionsResponse& response);

 private:
  static absl::StatusOr<std::unique_ptr<Comparison>> StartAtTime(
      storage::Store& store, const v1::CompareEditionsRequest& request);

  Comparison(storage::Store& store, std::string authority, uint64_t from_size,
             uint64_t to_size);
  // What became of the entry whose revision this is at the later state;
  // counted, and nothing where that is not worth telling.
  absl::StatusOr<std::optional<v1::EditionChange>> Compare(
      const storage::EntryRevision& after);
  absl::StatusOr<std::optional<v1::EditionChange>> Changed(
      const storage::EntryRevision& before,
      const storage::EntryRevision& after);
  absl::Status Describe(const storage::EntryRevision& after,
                        v1::EditionChange& change) const;
  absl::StatusOr<bool> IsErased(uint64_t sequence) const;

  storage::Store& store_;
  const std::string authority_;
  // The log at both states.
  const uint64_t from_size_;
  const uint64_t to_size_;
  v1::CompareSummary summary_;
  std::string last_entry_;
  bool ended_ = false;
};

}  // namespace localoffer::editions

#endif  // LOCALOFFER_SERVICES_EDITIONS_COMPARISON_H_
