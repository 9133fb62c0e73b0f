// The outlines of England's upper-tier authorities and integrated care boards.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_BOUNDARIES_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_BOUNDARIES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/geography/point.h"
#include "storage/geography/shape.h"

namespace localoffer::geography {

// GSS codes; empty where there is none.
struct Containing {
  std::string authority;
  std::string integrated_care_board;
};

// The 153 authorities of December 2024 and the 42 boards of April 2023, as
// shipped: data/SOURCES.md. The outlines are generalised: near a border a
// point may be taken for the neighbour's, up to about 500 m from it, and
// small islands and headlands are missing. Thread-safe.
class Boundaries {
 public:
  // From the data that is built in; takes tens of milliseconds.
  static std::unique_ptr<const Boundaries> Load();
  ~Boundaries();
  Boundaries(const Boundaries&) = delete;
  Boundaries& operator=(const Boundaries&) = delete;

  // Of a valid point. Both are empty at sea and outside England. Takes
  // microseconds; less for one that was asked for lately: an outward code has
  // one point, and who looks for help asks again about the same home.
  Containing AreasContaining(const Point& point) const;

  // As AreasContaining; where no outline contains the point, the nearest one
  // within `most_meters`, for points on a coast that the outlines cut off.
  Containing AreasNear(const Point& point, double most_meters) const;

  // GSS codes of the authorities that have ground in common with the shape,
  // sorted.
  std::vector<std::string> AuthoritiesTouching(const Shape& shape) const;

  // The Office for National Statistics' name of an area, "Bristol, City of";
  // "" for other codes.
  absl::string_view Title(absl::string_view area) const;

  // The outlines of an authority, for maps; none for other codes.
  const std::vector<Polygon>& OutlinesOf(absl::string_view authority) const;

  // Codes, sorted.
  const std::vector<std::string>& authorities() const;
  const std::vector<std::string>& integrated_care_boards() const;

 private:
  class Layer;
  class RecentAnswers;
  Boundaries();

  std::unique_ptr<const Layer> authorities_;
  std::unique_ptr<const Layer> boards_;
  std::unique_ptr<RecentAnswers> recent_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_BOUNDARIES_H_
