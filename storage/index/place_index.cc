#include "storage/index/place_index.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/numeric/bits.h"
#include "s2/s2cell_id.h"
#include "storage/index/growth.h"

namespace localoffer {
namespace {

// Of the finest grid: a side is 2 or 3 km long.
constexpr double kSquaresPerDegree = 40;
constexpr double kRadiansPerDegree = 0.017453292519943295;

double SquaresPerDegree(int grid) { return kSquaresPerDegree / (1 << grid); }

// Of a shape's covering: more make fewer false candidates and more memory.
constexpr int kMostCells = 16;
// As geography::DistanceMeters has it.
constexpr double kEarthRadiusMeters = 6'371'010;

// Has all of them on their way from memory.
template <typename T>
void Fetch(const std::vector<T>& things) {
  constexpr size_t kCacheLine = 64;
  const auto* const bytes = reinterpret_cast<const char*>(things.data());
  for (size_t at = 0; at < things.size() * sizeof(T); at += kCacheLine) {
    __builtin_prefetch(bytes + at);
  }
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
    const Candidate candidate = Keep(document, shape.shape);
    for (const uint64_t cell : shape.cells) {
      cells_[cell].push_back(candidate);
      cell_levels_ |= uint32_t{1} << S2CellId(cell).level();
    }
  }
}

void PlaceIndex::AddLocation(DocumentNumber document,
                             const geography::Point& point) {
  const Vector at = VectorOf(point);
  const uint32_t word = document / DocumentSet::kWordBits;
  const Square finest = SquareOf(point, 0);
  Located* located = nullptr;
  for (int grid = kGrids - 1; grid >= 0; --grid) {
    // Of negative numbers, too, this rounds down.
    const Square square = {static_cast<int16_t>(finest.first >> grid),
                           static_cast<int16_t>(finest.second >> grid)};
    Part& part =
        located == nullptr
            ? coarsest_[square]
            : located->parts[(square.first & 1) * 2 + (square.second & 1)];
    located = &AddTo(grid, square, at, part);
    if (located->words.empty() || located->words.back().place != word) {
      Append({word, 0}, located->words);
    }
    located->words.back().bits |= DocumentSet::Word{1}
                                  << document % DocumentSet::kWordBits;
  }
  Append({RoughOf(at), document}, located->spots);
  Append(at, locations_);
}

PlaceIndex::Located& PlaceIndex::AddTo(int grid, const Square& square,
                                       const Vector& at, Part& part) {
  std::deque<Located>& squares = grids_[grid];
  if (part.place == kNoPart) {
    const double side = 1 / SquaresPerDegree(grid);
    part.center = RoughOf(
        VectorOf({(square.first + 0.5) * side, (square.second + 0.5) * side}));
    part.place = static_cast<uint32_t>(squares.size());
    squares.emplace_back();
  }
  part.reach =
      std::max(part.reach, std::sqrt(SquaredChord(part.center, RoughOf(at))));
  return squares[part.place];
}

void PlaceIndex::AddNear(const geography::Point& center, double radius_meters,
                         DocumentSet& set) const {
  const Circle circle = {VectorOf(center), ChordOf(radius_meters)};
  // All squares are known before the first is read: what they have is on its
  // way from memory until then.
  Touched touched;
  ForEachSquare(center, radius_meters, [&](const Part& part) {
    Touch(circle, kGrids - 1, part, touched);
  });
  for (int grid = kGrids - 2; grid >= 0; --grid) {
    const std::vector<const Located*> coarser = std::move(touched.at_edge);
    touched.at_edge.clear();
    for (const Located* square : coarser) {
      for (const Part& part : square->parts) {
        if (part.place != kNoPart) Touch(circle, grid, part, touched);
      }
    }
  }
  for (const Located* square : touched.within) Fetch(square->words);
  for (const Located* square : touched.at_edge) Fetch(square->spots);
  for (const Located* square : touched.within) {
    for (const WordOfDocuments& word : square->words) {
      set.InsertWord(word.place, word.bits);
    }
  }
  for (const Located* square : touched.at_edge) {
    AddNear(circle, square->spots, set);
  }
}

void PlaceIndex::Touch(const Circle& circle, int grid, const Part& part,
                       Touched& touched) const {
  const float distance =
      std::sqrt(SquaredChord(RoughOf(circle.center), part.center));
  const auto chord = static_cast<float>(circle.chord);
  if (distance - part.reach > chord + kUnsure) return;
  const Located& square = grids_[grid][part.place];
  if (distance + part.reach < chord - kUnsure) {
    __builtin_prefetch(&square.words);
    touched.within.push_back(&square);
    return;
  }
  __builtin_prefetch(&square);
  __builtin_prefetch(&square.spots);
  touched.at_edge.push_back(&square);
}

void PlaceIndex::AddNear(const Circle& circle, absl::Span<const Spot> spots,
                         DocumentSet& set) const {
  const auto squared = [](double chord) {
    return static_cast<float>(chord * chord);
  };
  const float surely = squared(std::max(circle.chord - kUnsure, 0.0));
  const float possibly = squared(circle.chord + kUnsure);
  const Rough center = RoughOf(circle.center);
  for (const auto& [at, document] : spots) {
    const float chord = SquaredChord(at, center);
    if (chord >= surely && chord <= possibly) {
      set.InsertIf(IsNear(circle, document), document);
    } else {
      set.InsertIf(chord < surely, document);
    }
  }
}

bool PlaceIndex::IsNear(const Circle& circle, DocumentNumber document) const {
  const double most = circle.chord * circle.chord;
  for (uint32_t i = ends_[document]; i < ends_[document + 1]; ++i) {
    if (SquaredChord(circle.center, locations_[i]) <= most) return true;
  }
  return false;
}

void PlaceIndex::FetchLocations(
    absl::Span<const DocumentNumber> documents) const {
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(&ends_[document]);
  }
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(locations_.data() + ends_[document]);
  }
}

absl::optional<double> PlaceIndex::DistancesFrom::Meters(
    DocumentNumber document) const {
  const uint32_t begin = index_.ends_[document];
  const uint32_t end = index_.ends_[document + 1];
  if (begin == end) return absl::nullopt;
  double nearest = 4;
  for (uint32_t i = begin; i < end; ++i) {
    nearest = std::min(nearest, SquaredChord(from_, index_.locations_[i]));
  }
  return 2 * std::asin(std::sqrt(nearest) / 2) * kEarthRadiusMeters;
}

PlaceIndex::Candidate PlaceIndex::Keep(DocumentNumber document,
                                       const geography::Shape& shape) {
  Candidate candidate{document,
                      static_cast<uint32_t>(shapes_.size()),
                      0,
                      Candidate::Kind::kOther,
                      {}};
  if (shape.is_circle()) {
    candidate.kind = Candidate::Kind::kCircle;
    const Vector center = VectorOf(shape.center());
    candidate.extent = {static_cast<float>(center.x),
                        static_cast<float>(center.y),
                        static_cast<float>(center.z),
                        static_cast<float>(ChordOf(shape.radius_meters()))};
    Append(shape, shapes_);
    return candidate;
  }
  const geography::Bounds& bounds = shape.bounds();
  candidate.extent = {
      static_cast<float>(bounds.south), static_cast<float>(bounds.west),
      static_cast<float>(bounds.north), static_cast<float>(bounds.east)};
  if (shape.polygons().size() > 1 || shape.polygons().front().size() > 1) {
    Append(shape, shapes_);
    return candidate;
  }
  static_assert(geography::Shape::kMostVertices <=
                std::numeric_limits<uint16_t>::max());
  const geography::Ring& ring = shape.polygons().front().front();
  candidate.kind = Candidate::Kind::kRing;
  candidate.place = static_cast<uint32_t>(corners_.size());
  candidate.size = static_cast<uint16_t>(ring.size());
  for (const geography::Point& corner : ring) Append(corner, corners_);
  return candidate;
}

PlaceIndex::Candidate::Answer PlaceIndex::Candidate::Contains(
    const geography::Point& point, const Vector& vector) const {
  // More than what rounding to a float takes from degrees, and from all of a
  // unit vector and a chord together.
  constexpr float kDegrees = 1e-4F;
  constexpr double kChord = 1e-6;
  if (kind == Kind::kCircle) {
    const Vector center{extent[0], extent[1], extent[2]};
    const double chord = std::sqrt(SquaredChord(center, vector));
    if (chord < extent[3] - kChord) return Answer::kInside;
    return chord > extent[3] + kChord ? Answer::kOutside : Answer::kUnsure;
  }
  const auto latitude = static_cast<float>(point.latitude);
  const auto longitude = static_cast<float>(point.longitude);
  const bool may_be =
      latitude >= extent[0] - kDegrees && longitude >= extent[1] - kDegrees &&
      latitude <= extent[2] + kDegrees && longitude <= extent[3] + kDegrees;
  return may_be ? Answer::kUnsure : Answer::kOutside;
}

bool PlaceIndex::Contains(const Candidate& candidate,
                          const geography::Point& point) const {
  if (candidate.kind != Candidate::Kind::kRing) {
    return shapes_[candidate.place].Contains(point);
  }
  return geography::Surrounds(
      absl::MakeSpan(corners_).subspan(candidate.place, candidate.size), point);
}

void PlaceIndex::AddShapesAround(const geography::Point& point,
                                 DocumentSet& set) const {
  const S2CellId leaf(geography::CellOf(point));
  const Vector vector = VectorOf(point);
  // Looked at when all are known: until then their corners are on their way
  // from memory.
  std::vector<const Candidate*> unsure;
  std::array<uint64_t, S2CellId::kMaxLevel + 1> around;
  size_t size = 0;
  for (uint32_t levels = cell_levels_; levels != 0; levels &= levels - 1) {
    around[size] = leaf.parent(absl::countr_zero(levels)).id();
    cells_.prefetch(around[size++]);
  }
  for (size_t i = 0; i < size; ++i) {
    const auto found = cells_.find(around[i]);
    if (found == cells_.end()) continue;
    for (const Candidate& candidate : found->second) {
      if (candidate.document >= set.size()) continue;
      switch (candidate.Contains(point, vector)) {
        case Candidate::Answer::kInside:
          set.Insert(candidate.document);
          break;
        case Candidate::Answer::kUnsure:
          if (candidate.kind == Candidate::Kind::kRing) {
            __builtin_prefetch(&corners_[candidate.place]);
          }
          unsure.push_back(&candidate);
          break;
        case Candidate::Answer::kOutside:
          break;
      }
    }
  }
  for (const Candidate* candidate : unsure) {
    if (!set.Contains(candidate->document) && Contains(*candidate, point)) {
      set.Insert(candidate->document);
    }
  }
}

PlaceIndex::Square PlaceIndex::SquareOf(const geography::Point& point,
                                        int grid) {
  const double squares = SquaresPerDegree(grid);
  return {static_cast<int16_t>(std::floor(point.latitude * squares)),
          static_cast<int16_t>(std::floor(point.longitude * squares))};
}

PlaceIndex::Vector PlaceIndex::VectorOf(const geography::Point& point) {
  const double north = point.latitude * kRadiansPerDegree;
  const double east = point.longitude * kRadiansPerDegree;
  return {std::cos(north) * std::cos(east), std::cos(north) * std::sin(east),
          std::sin(north)};
}

PlaceIndex::Rough PlaceIndex::RoughOf(const Vector& vector) {
  return {static_cast<float>(vector.x), static_cast<float>(vector.y),
          static_cast<float>(vector.z)};
}

float PlaceIndex::SquaredChord(const Rough& a, const Rough& b) {
  const float x = a[0] - b[0];
  const float y = a[1] - b[1];
  const float z = a[2] - b[2];
  return x * x + y * y + z * z;
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
  const double squares_per_degree = SquaresPerDegree(kGrids - 1);
  const double squares =
      4 * reach * width * squares_per_degree * squares_per_degree;
  // Of most circles few are looked up; of a wide one there may be fewer.
  if (wraps || squares > static_cast<double>(coarsest_.size())) {
    for (const auto& [square, part] : coarsest_) visit(part);
    return;
  }
  const Square low =
      SquareOf({center.latitude - reach, center.longitude - width}, kGrids - 1);
  const Square high =
      SquareOf({center.latitude + reach, center.longitude + width}, kGrids - 1);
  for (int north = low.first; north <= high.first; ++north) {
    const auto row = static_cast<int16_t>(north);
    const Square last = {row, high.second};
    for (auto at = coarsest_.lower_bound(Square{row, low.second});
         at != coarsest_.end() && at->first <= last; ++at) {
      visit(at->second);
    }
  }
}

}  // namespace localoffer
