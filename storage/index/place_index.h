// Where documents are, and which shapes they serve.
#ifndef LOCALOFFER_STORAGE_INDEX_PLACE_INDEX_H_
#define LOCALOFFER_STORAGE_INDEX_PLACE_INDEX_H_

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "storage/geography/point.h"
#include "storage/geography/service_area.h"
#include "storage/index/document_set.h"

namespace localoffer {

// A shape, and the ids of the S2 cells by which it is looked up: any point in
// it is in one of them.
struct CoveredShape {
  geography::Shape shape;
  std::vector<uint64_t> cells;
};
// Takes a while: not to be done while searches wait.
CoveredShape Cover(geography::Shape shape);

// Thread-compatible.
class PlaceIndex {
 public:
  // `document` has to be the next.
  void Add(DocumentNumber document,
           absl::Span<const geography::Point> locations,
           absl::Span<const CoveredShape> shapes);

  // Adds to `set`, which has to be as large as there are documents, those with
  // a location within `radius_meters` of `center`.
  void AddNear(const geography::Point& center, double radius_meters,
               DocumentSet& set) const;

  // Has the locations of documents on their way from memory.
  void FetchLocations(absl::Span<const DocumentNumber> documents) const;

  class DistancesFrom;

  // Adds to `set` the documents with a shape that contains `point`.
  void AddShapesAround(const geography::Point& point, DocumentSet& set) const;

 private:
  // A square of a grid, north and east.
  using Square = std::pair<int16_t, int16_t>;
  // A point of the unit sphere: the straight distance between two of them
  // rises with that along the ground, and takes no trigonometry.
  struct Vector {
    double x;
    double y;
    double z;
  };
  // The same to within a metre.
  using Rough = std::array<float, 3>;
  // More than what rounding to floats makes of straight distances: 6 m on the
  // ground.
  static constexpr float kUnsure = 1e-6F;
  // A circle on the ground, by straight distances.
  struct Circle {
    Vector center;
    double chord;
  };
  // Documents of one word of a DocumentSet.
  struct WordOfDocuments {
    uint32_t place;
    DocumentSet::Word bits;
  };
  // A location, and whose it is: enough to tell of most without a look at
  // `locations_`, which is nowhere near in memory.
  struct Spot {
    Rough at;
    DocumentNumber document;
  };
  // A square, as the next coarser one knows it: enough to tell of most whether
  // a circle touches them.
  struct Part {
    // All its locations are within `reach`.
    Rough center = {};
    float reach = 0;
    // Among the squares of its grid.
    uint32_t place = kNoPart;
  };
  static constexpr uint32_t kNoPart = std::numeric_limits<uint32_t>::max();
  // The locations in a square.
  struct Located {
    // Unless it is of the finest grid.
    std::array<Part, 4> parts;
    // The documents, for when all of them are wanted.
    std::vector<WordOfDocuments> words;
    // Of a square of the finest grid.
    std::vector<Spot> spots;
  };
  // Of what is in a circle of 40 km most is in squares of the coarser ones that
  // are wholly within, and few locations are looked at one by one.
  static constexpr int kGrids = 3;
  // What a cell keeps of a shape that touches it: enough to tell of most points
  // in it, without a look at the shape, which is nowhere near in memory.
  struct Candidate {
    enum class Kind : uint8_t { kCircle, kRing, kOther };
    enum class Answer : uint8_t { kOutside, kInside, kUnsure };

    Answer Contains(const geography::Point& point, const Vector& vector) const;

    DocumentNumber document;
    // Of a ring, in `corners_`, from which on there are `size` of its; of
    // others, in `shapes_`.
    uint32_t place;
    uint16_t size;
    Kind kind;
    // Of a circle its centre, and the straight distance from there to its edge;
    // of another shape its bounds: south, west, north, east.
    std::array<float, 4> extent;
  };

  static Square SquareOf(const geography::Point& point, int grid);
  static Vector VectorOf(const geography::Point& point);
  static Rough RoughOf(const Vector& vector);
  static double SquaredChord(const Vector& a, const Vector& b);
  static float SquaredChord(const Rough& a, const Rough& b);
  // Keeps what Contains() looks at.
  Candidate Keep(DocumentNumber document, const geography::Shape& shape);
  bool Contains(const Candidate& candidate,
                const geography::Point& point) const;
  void AddLocation(DocumentNumber document, const geography::Point& point);
  // Makes the square, unless it is there, and notes a location in it.
  Located& AddTo(int grid, const Square& square, const Vector& at, Part& part);
  // Calls `visit` with every square of the coarsest grid that the circle may
  // touch.
  template <typename Visit>
  void ForEachSquare(const geography::Point& center, double radius_meters,
                     const Visit& visit) const;
  // Squares that a circle touches.
  struct Touched {
    // Wholly within.
    std::vector<const Located*> within;
    std::vector<const Located*> at_edge;
  };
  // Adds a square if the circle touches it, and has it on its way from memory.
  void Touch(const Circle& circle, int grid, const Part& part,
             Touched& touched) const;
  // Adds those of the spots that are in the circle.
  void AddNear(const Circle& circle, absl::Span<const Spot> spots,
               DocumentSet& set) const;
  bool IsNear(const Circle& circle, DocumentNumber document) const;

  // The squares of each grid, the finest first, in which a location is: a
  // square of the next holds four of it.
  std::array<std::deque<Located>, kGrids> grids_;
  // Those of the coarsest; of a row of squares, neighbours stand side by side.
  absl::btree_map<Square, Part> coarsest_;
  // The locations of document i end where those of i + 1 begin.
  std::vector<Vector> locations_;
  std::vector<uint32_t> ends_ = {0};
  // Of polygons of one ring each, which most are, the rings; the shapes of all
  // others.
  std::vector<geography::Point> corners_;
  std::vector<geography::Shape> shapes_;
  // Both by the S2 cells that cover them.
  absl::flat_hash_map<uint64_t, std::vector<Candidate>> cells_;
  // The levels of these, a bit each.
  uint32_t cell_levels_ = 0;
};

// From one point to many documents. Thread-compatible; the index has to outlive
// it, unchanged.
class PlaceIndex::DistancesFrom {
 public:
  DistancesFrom(const PlaceIndex& index, const geography::Point& point)
      : index_(index), from_(VectorOf(point)) {}

  // To the document's nearest location; nothing if it has none.
  absl::optional<double> Meters(DocumentNumber document) const;

 private:
  const PlaceIndex& index_;
  const Vector from_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_PLACE_INDEX_H_
