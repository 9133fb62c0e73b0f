#include "storage/index/place_index.h"

#include <algorithm>
#include <cmath>

#include "s2/s2cell_id.h"
#include "storage/index/growth.h"

namespace localoffer {
namespace {

// Few enough that most of those within 40 km have many locations, and fine
// enough that most are wholly within.
constexpr double kSquaresPerDegree = 20;
constexpr double kRadiansPerDegree = 0.017453292519943295;
// A circle over more squares than this is found by looking at all points.
constexpr double kMostSquares = 40'000;

// Of a shape's covering: more make fewer false candidates and more memory.
constexpr int kMostCells = 16;
// As geography::DistanceMeters has it.
constexpr double kEarthRadiusMeters = 6'371'010;

bool Contain(const geography::Bounds& bounds, const geography::Point& point) {
  return point.latitude >= bounds.south && point.latitude <= bounds.north &&
         point.longitude >= bounds.west && point.longitude <= bounds.east;
}

double MetersToRadians(double meters) { return meters / kEarthRadiusMeters; }

// The straight distance, on a sphere of radius 1, between points so far apart
// along the ground.
double ChordOf(double meters) {
  return 2 * std::sin(std::min(MetersToRadians(meters) / 2, M_PI / 2));
}

}  // namespace

CoveredShape Cover(geography::Shape shape) {
  std::vector<uint64_t> cells = shape.Covering(kMostCells);
  return {std::move(shape), std::move(cells)};
}

void PlaceIndex::Add(DocumentNumber document,
                     absl::Span<const geography::Point> locations,
                     absl::Span<const CoveredShape> shapes) {
  for (const geography::Point& point : locations) AddLocation(document, point);
  Append(static_cast<uint32_t>(locations_.size()), ends_);
  for (const CoveredShape& shape : shapes) {
    const auto number = static_cast<uint32_t>(shapes_.size());
    for (const uint64_t cell : shape.cells) cells_[cell].push_back(number);
    Shaped& shaped = shapes_.emplace_back(Shaped{document, {}, 0, shape.shape});
    if (!shape.shape.is_circle()) continue;
    shaped.center = VectorOf(shape.shape.center());
    shaped.squared_reach = std::pow(ChordOf(shape.shape.radius_meters()), 2);
  }
}

void PlaceIndex::AddLocation(DocumentNumber document,
                             const geography::Point& point) {
  const Square square = SquareOf(point);
  const auto [found, added] = squares_.try_emplace(square);
  Located& located = found->second;
  if (added) {
    located.center = VectorOf({(square.first + 0.5) / kSquaresPerDegree,
                               (square.second + 0.5) / kSquaresPerDegree});
  }
  const Vector at = VectorOf(point);
  located.reach =
      std::max(located.reach, std::sqrt(SquaredChord(located.center, at)));
  Append({static_cast<uint32_t>(locations_.size()), document},
         located.locations);
  const uint32_t place = document / DocumentSet::kWordBits;
  if (located.words.empty() || located.words.back().place != place) {
    Append({place, 0}, located.words);
  }
  located.words.back().bits |= DocumentSet::Word{1}
                               << document % DocumentSet::kWordBits;
  Append(at, locations_);
}

void PlaceIndex::AddNear(const geography::Point& center, double radius_meters,
                         DocumentSet& set) const {
  // More than what rounding makes of distances on a sphere of radius 1.
  constexpr double kRounding = 1e-12;
  const Vector from = VectorOf(center);
  const double chord = ChordOf(radius_meters);
  ForEachSquare(center, radius_meters, [&](const Located& located) {
    const double distance = std::sqrt(SquaredChord(from, located.center));
    if (distance - located.reach > chord + kRounding) return;
    if (distance + located.reach < chord - kRounding) {
      for (const WordOfDocuments& word : located.words) {
        set.InsertWord(word.place, word.bits);
      }
      return;
    }
    for (const auto& [location, document] : located.locations) {
      set.InsertIf(SquaredChord(from, locations_[location]) <= chord * chord,
                   document);
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

bool PlaceIndex::Shaped::Contains(const geography::Point& point,
                                  const Vector& vector) const {
  // More than what rounding makes of two ways to measure the same.
  constexpr double kRounding = 1e-6;
  if (!Contain(shape.bounds(), point)) return false;
  if (shape.is_circle()) {
    const double square = SquaredChord(center, vector);
    if (square < squared_reach * (1 - kRounding)) return true;
    if (square > squared_reach * (1 + kRounding)) return false;
  }
  return shape.Contains(point);
}

void PlaceIndex::AddShapesAround(const geography::Point& point,
                                 DocumentSet& set) const {
  const S2CellId leaf(geography::CellOf(point));
  const Vector vector = VectorOf(point);
  for (int level = 0; level <= S2CellId::kMaxLevel; ++level) {
    const auto found = cells_.find(leaf.parent(level).id());
    if (found == cells_.end()) continue;
    for (const uint32_t number : found->second) {
      const Shaped& shaped = shapes_[number];
      if (shaped.document < set.size() && !set.Contains(shaped.document) &&
          shaped.Contains(point, vector)) {
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
    for (const auto& [square, located] : squares_) visit(located);
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
      if (found != squares_.end()) visit(found->second);
    }
  }
}

}  // namespace localoffer
