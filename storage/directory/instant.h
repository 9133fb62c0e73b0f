// What a read sees: of each authority's log, the first so many changes.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_INSTANT_H_
#define LOCALOFFER_STORAGE_DIRECTORY_INSTANT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::storage {

// The longest revision token that is read: it bounds what a made-up one can
// cost. The 153 authorities of England take less than 1 KiB.
inline constexpr size_t kMostRevisionBytes = 64 << 10;

// Revisions only ever follow one another, so an instant stays readable for
// ever. A value; compare, copy and keep at will: copies share what they hold,
// which never changes, so that a copy costs no more than a pointer's.
class Instant {
 public:
  using Sizes = std::map<std::string, uint64_t, std::less<>>;

  // Takes in nothing.
  Instant();
  // Sizes of 0 are left out.
  explicit Instant(Sizes sizes);

  // Number of the authority's changes that the instant takes in; 0 for an
  // authority it does not know.
  uint64_t SizeOf(absl::string_view authority) const;
  const Sizes& sizes() const& { return contents_->sizes; }
  // The same for whoever keeps them.
  std::shared_ptr<const Sizes> shared_sizes() const {
    return {contents_, &contents_->sizes};
  }
  // A loop over what a temporary holds would outlive it.
  void sizes() && = delete;
  // Whether it takes in a log that is harvested for an authority; see
  // storage/log/log_id.h.
  bool HasHarvestedLogs() const { return contents_->has_harvested_logs; }

  // The revision token of the API: opaque, safe in URLs, valid on every node
  // that has reached the same sizes. Made once, with the instant.
  const std::string& ToRevision() const { return contents_->revision; }
  // INVALID_ARGUMENT when `revision` is no token that ToRevision made, whole
  // and unchanged.
  static absl::StatusOr<Instant> FromRevision(absl::string_view revision);

  friend bool operator==(const Instant& a, const Instant& b) {
    return a.contents_ == b.contents_ || a.sizes() == b.sizes();
  }

 private:
  struct Contents {
    Sizes sizes;
    std::string revision;
    bool has_harvested_logs = false;
  };

  std::shared_ptr<const Contents> contents_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_INSTANT_H_
