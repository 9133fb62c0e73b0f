// What a read sees: of each authority's log, the first so many changes.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_INSTANT_H_
#define LOCALOFFER_STORAGE_DIRECTORY_INSTANT_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::storage {

// Revisions only ever follow one another, so an instant stays readable for
// ever. A value; compare, copy and keep at will.
class Instant {
 public:
  using Sizes = std::map<std::string, uint64_t, std::less<>>;

  Instant() = default;
  // Sizes of 0 are left out.
  explicit Instant(Sizes sizes);

  // Number of the authority's changes that the instant takes in; 0 for an
  // authority it does not know.
  uint64_t SizeOf(absl::string_view authority) const;
  const Sizes& sizes() const { return sizes_; }

  // The revision token of the API: opaque, safe in URLs, valid on every node
  // that has reached the same sizes.
  std::string ToRevision() const;
  // INVALID_ARGUMENT when `revision` is no token that ToRevision made.
  static absl::StatusOr<Instant> FromRevision(absl::string_view revision);

  friend bool operator==(const Instant&, const Instant&) = default;

 private:
  Sizes sizes_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_INSTANT_H_
