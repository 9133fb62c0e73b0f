// A point on the ground.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_POINT_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_POINT_H_

namespace localoffer::geography {

// WGS 84, degrees north and east.
struct Point {
  double latitude = 0;
  double longitude = 0;

  friend bool operator==(const Point& a, const Point& b) {
    return a.latitude == b.latitude && a.longitude == b.longitude;
  }
};

// Both are numbers, latitude from -90 to 90, longitude from -180 to 180.
bool IsValid(const Point& point);

// Whether a point that somebody wrote down may be meant: valid, and not 0, 0,
// which is what programs write where they know nothing.
bool IsPlausible(const Point& point);

// Along the surface of a sphere of the Earth's mean radius; off by at most
// half a percent. Both points must be valid.
double DistanceMeters(const Point& a, const Point& b);

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_POINT_H_
