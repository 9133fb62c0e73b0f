// The node's table of unit postcodes. It ships empty: an operator loads the
// one that the node may use.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_POSTCODES_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_POSTCODES_H_

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "storage/engine.h"
#include "storage/geography/point.h"

namespace localoffer::geography {

struct PostcodeRow {
  // As ParsePostcode returns it.
  std::string postcode;
  // Kept to a millionth of a degree.
  Point point;
  // GSS codes; empty where they are not known.
  std::string district;
  std::string authority;
  std::string integrated_care_board;
};

// Thread-safe. Outlived by the engine.
class Postcodes {
 public:
  explicit Postcodes(storage::Engine& engine) : engine_(engine) {}

  // Nothing when it is not in the table. Takes microseconds.
  absl::StatusOr<std::optional<PostcodeRow>> Find(
      absl::string_view postcode) const;

  // Writes the rows in one batch, durable when it returns OK; each replaces
  // what the table had for its postcode. Rows that the table has already are
  // nothing new. RESOURCE_EXHAUSTED when the disk is
  // nearly full; other errors as of Engine::Commit.
  absl::Status Write(absl::Span<const PostcodeRow> rows);

  // How many there are.
  absl::StatusOr<int64_t> Count() const;

  // A number that rises whenever the table changes. Read once, then known.
  absl::StatusOr<int64_t> Generation() const;

 private:
  absl::StatusOr<int64_t> ReadNumber(absl::string_view key) const;

  static constexpr int64_t kUnread = -1;

  storage::Engine& engine_;
  mutable std::atomic<int64_t> generation_ = kUnread;
  // One batch after another: each counts what is new in it.
  absl::Mutex writing_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_POSTCODES_H_
