#include "storage/index/place_index.h"

#include <algorithm>
#include <cmath>

#include "s2/s2cell_id.h"

namespace localoffer {
namespace {

constexpr double kSquaresPerDegree = 10;
constexpr double kRadiansPerDegree = 0.017453292519943295;
// A circle over more squares than this is found by looking at all points.
constexpr double kMostSquares = 20'000;

// Of a shape's covering: more make fewer false candidates and more memory.
constexpr int kMostCells = 16;
// As geography::DistanceMeters has it.
constexpr double kEarthRadiusMeters = 6'371'010;

double MetersToRadians(double meters) { return meters / kEarthRadiusMeters; }

}  // namespace

void PlaceIndex::Add(DocumentNumber document,
                     absl::Span<const geography::Point> locations,
                     std::vector<geography::Shape> shapes) {
  for (const geography::Point& point : locations) {
    const Vector at = VectorOf(point);
    Located& located = squares_[SquareOf(point)];
    located.points.push_back(at);
    located.documents.push_back(document);
    locations_.push_back(at);
  }
  ends_.push_back(static_cast<uint32_t>(locations_.size()));
  for (geography::Shape& shape : shapes) {
    const auto number = static_cast<uint32_t>(shapes_.size());
    for (const uint64_t cell : shape.Covering(kMostCells)) {
      cells_[cell].push_back(number);
    }
    shapes_.push_back({std::move(shape), document});
  }
}

void PlaceIndex::AddNear(const geography::Point& center, double radius_meters,
                         DocumentSet& set) const {
  const Vector from = VectorOf(center);
  const double half_angle =
      std::min(MetersToRadians(radius_meters) / 2, M_PI / 2);
  const double chord = 2 * std::sin(half_angle);
  const double most = chord * chord;
  ForEachSquare(
      center, radius_meters, [&](const Square& square, const Located& located) {
        // Documents rise.
        const auto end = std::lower_bound(located.documents.begin(),
                                          located.documents.end(), set.size());
        const auto count = static_cast<size_t>(end - located.documents.begin());
        const bool all = IsWithin(square, from, most);
        for (size_t i = 0; i < count; ++i) {
          set.InsertIf(all || SquaredChord(from, located.points[i]) <= most,
                       located.documents[i]);
        }
      });
}

absl::optional<double> PlaceIndex::DistanceMeters(
    DocumentNumber document, const geography::Point& point) const {
  const uint32_t begin = ends_[document];
  const uint32_t end = ends_[document + 1];
  if (begin == end) return absl::nullopt;
  const Vector from = VectorOf(point);
  double nearest = 4;
  for (uint32_t i = begin; i < end; ++i) {
    nearest = std::min(nearest, SquaredChord(from, locations_[i]));
  }
  return 2 * std::asin(std::sqrt(nearest) / 2) * kEarthRadiusMeters;
}

void PlaceIndex::AddShapesAround(const geography::Point& point,
                                 DocumentSet& set) const {
  const S2CellId leaf(geography::CellOf(point));
  for (int level = 0; level <= S2CellId::kMaxLevel; ++level) {
    const auto found = cells_.find(leaf.parent(level).id());
    if (found == cells_.end()) continue;
    for (const uint32_t number : found->second) {
      const Shaped& shaped = shapes_[number];
      if (shaped.document < set.size() && !set.Contains(shaped.document) &&
          shaped.shape.Contains(point)) {
        set.Insert(shaped.document);
      }
    }
  }
}

PlaceIndex::Square PlaceIndex::SquareOf(const geography::Point& point) {
  return {
      static_cast<int16_t>(std::floor(point.latitude * kSquaresPerDegree)),
      static_cast<int16_t>(std::floor(point.longitude * kSquaresPerDegree))};
}

PlaceIndex::Vector PlaceIndex::VectorOf(const geography::Point& point) {
  const double north = point.latitude * kRadiansPerDegree;
  const double east = point.longitude * kRadiansPerDegree;
  return {std::cos(north) * std::cos(east), std::cos(north) * std::sin(east),
          std::sin(north)};
}

double PlaceIndex::SquaredChord(const Vector& a, const Vector& b) {
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  const double z = a.z - b.z;
  return x * x + y * y + z * z;
}

bool PlaceIndex::IsWithin(const Square& square, const Vector& from,
                          double squared_chord) {
  // Between two corners a side of the square bends away from the straight
  // line, by less than this of the sphere's radius.
  constexpr double kBend = 1e-5;
  const double most = std::sqrt(squared_chord) - kBend;
  if (most <= 0) return false;
  for (const int north : {0, 1}) {
    for (const int east : {0, 1}) {
      const Vector corner =
          VectorOf({(square.first + north) / kSquaresPerDegree,
                    (square.second + east) / kSquaresPerDegree});
      if (SquaredChord(from, corner) > most * most) return false;
    }
  }
  return true;
}

template <typename Visit>
void PlaceIndex::ForEachSquare(const geography::Point& center,
                               double radius_meters, const Visit& visit) const {
  // Degrees, a little more than the circle reaches.
  const double reach =
      MetersToRadians(radius_meters) / kRadiansPerDegree + 1e-6;
  const double pole =
      std::min(std::abs(center.latitude) + reach, 90.0) * kRadiansPerDegree;
  const double width = reach / std::max(std::cos(pole), 1e-9);
  const bool wraps =
      center.longitude - width < -180 || center.longitude + width > 180;
  const double squares =
      4 * reach * width * kSquaresPerDegree * kSquaresPerDegree;
  if (wraps || squares > kMostSquares) {
    for (const auto& [square, located] : squares_) visit(square, located);
    return;
  }
  const Square low =
      SquareOf({center.latitude - reach, center.longitude - width});
  const Square high =
      SquareOf({center.latitude + reach, center.longitude + width});
  for (int north = low.first; north <= high.first; ++north) {
    for (int east = low.second; east <= high.second; ++east) {
      const auto found = squares_.find(
          {static_cast<int16_t>(north), static_cast<int16_t>(east)});
      if (found != squares_.end()) visit(found->first, found->second);
    }
  }
}

}  // namespace localoffer
