// From what a caller says of a place to what lies there.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_PLACES_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_PLACES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/geography/boundaries.h"
#include "storage/geography/gazetteer.h"
#include "storage/geography/outcodes.h"
#include "storage/geography/point.h"
#include "storage/geography/postcodes.h"

namespace localoffer::geography {

struct Place {
  Point point;
  // True when the point stands for a larger area: an outcode's middle.
  bool approximate = false;
  // True when the point is in no outline, and the areas are those of the
  // nearest ground.
  bool nearest_ground = false;
  // As `BS1 4DJ`; empty when none was given.
  std::string postcode;
  // As `BS1`; empty when none was given.
  std::string outcode;
  // GSS codes; empty where none is known, and outside England. The district
  // is known only from the table of postcodes, except where the authority has
  // none below it and is its own.
  std::string authority;
  std::string district;
  std::string integrated_care_board;
  // Ids (gazetteer.h) of every area that is known to contain the place:
  // England, its region, the three above, and of a postcode itself, its
  // sector and its outcode. Each once.
  std::vector<std::string> areas;
  // Ids of areas that may contain it: the districts of its authority where the
  // district is not known, and the outcode nearest to a point.
  std::vector<std::string> possible_areas;
};

// Thread-safe. Outlived by what it is made of.
class Places {
 public:
  // How far off the outlines a point still counts as on the nearest ground:
  // they cut off headlands and quays.
  static constexpr double kMostSnapMeters = 1'000;
  // As much for the middle of an outcode, which may be between its islands.
  static constexpr double kMostOutcodeSnapMeters = 5'000;

  Places(const Boundaries& boundaries, const Gazetteer& gazetteer,
         const Outcodes& outcodes, const Postcodes& postcodes)
      : boundaries_(boundaries),
        gazetteer_(gazetteer),
        outcodes_(outcodes),
        postcodes_(postcodes) {}

  // A postcode or an outcode. A postcode that is not in the table stands for
  // its outcode, approximately; so does an outcode, even one that lies in
  // several authorities: then the authority is that of its middle. Outside
  // England the point is known and the authority is empty.
  //   INVALID_ARGUMENT  it has not the form of either; the message says what
  //                     was wanted
  //   NOT_FOUND         there is no such outcode
  absl::StatusOr<Place> Resolve(absl::string_view text) const;

  // A point. INVALID_ARGUMENT when it is not valid. One at sea or abroad has
  // no areas.
  absl::StatusOr<Place> Resolve(const Point& point) const;

 private:
  void Locate(const PostcodeRow& row, Place& place) const;
  void LocateOutcode(const Outcode& outcode, Place& place) const;
  // Fills in the codes that are empty from the boundaries.
  void LookUpBoundaries(double most_snap_meters, Place& place) const;
  void ListAreas(Place& place) const;

  const Boundaries& boundaries_;
  const Gazetteer& gazetteer_;
  const Outcodes& outcodes_;
  const Postcodes& postcodes_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_PLACES_H_
