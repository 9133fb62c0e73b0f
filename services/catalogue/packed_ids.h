// Ids, nearly all of which are UUIDs, in little room.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_PACKED_IDS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_PACKED_IDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace localoffer::catalogue {

// A list of ids: 16 bytes each, and for one that is no UUID in lower case its
// text beside them. Thread-compatible.
class PackedIds {
 public:
  void Add(absl::string_view id);
  // Adds the one at a place of another list.
  void Add(const PackedIds& from, size_t place);
  void ShrinkToFit();

  size_t size() const { return ids_.size(); }
  // As it was added.
  std::string operator[](size_t place) const;

 private:
  // The bits of a UUID, of which the highest of `low` are 10 (RFC 9562, 4.1).
  // Otherwise where a text begins and how long it is.
  struct Id {
    uint64_t high = 0;
    uint64_t low = 0;
  };

  static bool IsUuid(const Id& id) { return id.low >> 62 == 2; }
  // Of a UUID in lower case; for another text something else.
  static Id UuidOf(absl::string_view text);

  std::vector<Id> ids_;
  std::string texts_;
};

// Where ids stand in a list, whatever case callers write them in: 8 bytes each.
// Immutable, so thread-safe.
class IdIndex {
 public:
  // Of no list.
  IdIndex() = default;
  // Of a list that is complete.
  explicit IdIndex(const PackedIds& ids);
  // The same where what stands at a place is of a kind: knows only the first
  // place of each id and kind.
  IdIndex(const PackedIds& ids,
          absl::FunctionRef<uint32_t(uint32_t place)> kind_of);

  // Calls `visit` with each place of `ids`, the list it was made of, where this
  // id stands, in their order, until it returns false.
  void ForEach(const PackedIds& ids, absl::string_view id,
               absl::FunctionRef<bool(uint32_t place)> visit) const;

 private:
  // By hash, then place.
  std::vector<std::pair<uint32_t, uint32_t>> places_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_PACKED_IDS_H_
