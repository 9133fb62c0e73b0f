// Outward codes, such as BS1, and roughly where they are.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_OUTCODES_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_OUTCODES_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"
#include "storage/geography/point.h"

namespace localoffer::geography {

struct Outcode {
  // The middle of its postcodes.
  Point point;
  // By that middle: outcodes on the border have addresses on both sides.
  bool is_in_england = false;
};

// All of the United Kingdom's as of 2017, as shipped: data/SOURCES.md.
// Thread-safe.
class Outcodes {
 public:
  static std::unique_ptr<const Outcodes> Load();

  // Nullptr when there is none. `outcode` as ParseOutcode returns it.
  const Outcode* Find(absl::string_view outcode) const;
  // Of a postcode area, such as "BS"; empty when there is none.
  std::vector<std::string> InPostcodeArea(absl::string_view letters) const;
  // The one whose middle is nearest to the point, by its name; of several the
  // first in the order of their names.
  const std::pair<const std::string, Outcode>& Nearest(
      const Point& point) const;

  const absl::btree_map<std::string, Outcode>& all() const { return outcodes_; }

 private:
  Outcodes() = default;

  using Entry = std::pair<const std::string, Outcode>;

  absl::btree_map<std::string, Outcode> outcodes_;
  // The same from south to north.
  std::vector<const Entry*> by_latitude_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_OUTCODES_H_
