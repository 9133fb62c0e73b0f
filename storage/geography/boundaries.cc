#include "storage/geography/boundaries.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/synchronization/mutex.h"
#include "s2/mutable_s2shape_index.h"
#include "s2/s2closest_edge_query.h"
#include "s2/s2contains_point_query.h"
#include "s2/s2earth.h"
#include "s2/s2latlng.h"
#include "s2/s2lax_polygon_shape.h"
#include "s2/s2lax_polyline_shape.h"
#include "storage/geography/geojson.h"

namespace localoffer::geography {

// Made from data/ by the build.
extern const absl::string_view kAuthoritiesGeojson;
extern const absl::string_view kCareBoardsGeojson;

namespace {

// Longer edges are cut: S2's are great circles, ours straight in longitude
// and latitude. At this length they are less than a metre apart.
constexpr double kLongestEdgeDegrees = 0.05;

S2Point ToS2(const Point& point) {
  return S2LatLng::FromDegrees(point.latitude, point.longitude).ToPoint();
}

// Twice the area, above 0 when the ring runs counterclockwise.
double SignedArea(const Ring& ring) {
  double area = 0;
  const Point* from = &ring.back();
  for (const Point& to : ring) {
    area += from->longitude * to.latitude - to.longitude * from->latitude;
    from = &to;
  }
  return area;
}

// S2 wants the inside on the left: outlines counterclockwise, holes not.
std::vector<S2Point> LoopOf(Ring ring, bool is_hole) {
  if ((SignedArea(ring) > 0) == is_hole) std::reverse(ring.begin(), ring.end());
  std::vector<S2Point> loop;
  const Point* from = &ring.back();
  for (const Point& to : ring) {
    const double north = to.latitude - from->latitude;
    const double east = to.longitude - from->longitude;
    const int parts =
        1 + static_cast<int>(std::max(std::abs(north), std::abs(east)) /
                             kLongestEdgeDegrees);
    for (int part = 1; part <= parts; ++part) {
      const double share = static_cast<double>(part) / parts;
      loop.push_back(ToS2(
          {from->latitude + north * share, from->longitude + east * share}));
    }
    from = &to;
  }
  return loop;
}

std::unique_ptr<S2Shape> S2ShapeOf(const std::vector<Polygon>& polygons) {
  std::vector<std::vector<S2Point>> loops;
  for (const Polygon& polygon : polygons) {
    for (size_t i = 0; i < polygon.size(); ++i) {
      loops.push_back(LoopOf(polygon[i], /*is_hole=*/i > 0));
    }
  }
  return std::make_unique<S2LaxPolygonShape>(loops);
}

}  // namespace

// The areas of one kind.
class Boundaries::Layer {
 public:
  explicit Layer(absl::string_view geojson) {
    const auto features = ReadGeoJson(geojson);
    for (const GeoJsonFeature& feature : *features) {
      const absl::StatusOr<Shape> shape = Shape::Polygons(feature.polygons);
      index_.Add(S2ShapeOf(shape->polygons()));
      std::vector<Point>& corners = corners_.emplace_back();
      for (const Polygon& polygon : shape->polygons()) {
        corners.push_back(polygon.front().front());
      }
      outlines_.emplace(feature.code, shape->polygons());
      codes_.push_back(feature.code);
      titles_.emplace(feature.code, feature.name);
    }
    sorted_codes_ = codes_;
    std::sort(sorted_codes_.begin(), sorted_codes_.end());
    // Otherwise the first question would build it, under a lock.
    index_.ForceBuild();
  }

  // "" when there is none; the lowest where outlines overlap.
  std::string CodeAt(const Point& point) const {
    auto query = MakeS2ContainsPointQuery(&index_);
    const std::string* lowest = nullptr;
    query.VisitContainingShapes(ToS2(point), [&](S2Shape* shape) {
      const std::string& code = codes_[static_cast<size_t>(shape->id())];
      if (lowest == nullptr || code < *lowest) lowest = &code;
      return true;
    });
    return lowest == nullptr ? "" : *lowest;
  }

  std::string CodeNear(const Point& point, double most_meters) const {
    std::string code = CodeAt(point);
    if (!code.empty()) return code;
    S2ClosestEdgeQuery query(&index_);
    query.mutable_options()->set_inclusive_max_distance(
        S2Earth::MetersToAngle(most_meters));
    S2ClosestEdgeQuery::PointTarget target(ToS2(point));
    const auto nearest = query.FindClosestEdge(&target);
    return nearest.is_empty() ? ""
                              : codes_[static_cast<size_t>(nearest.shape_id())];
  }

  std::vector<std::string> Touching(const Shape& shape) const {
    S2ClosestEdgeQuery query(&index_);
    if (shape.is_circle()) {
      query.mutable_options()->set_inclusive_max_distance(
          S2Earth::MetersToAngle(shape.radius_meters()));
      S2ClosestEdgeQuery::PointTarget target(ToS2(shape.center()));
      const std::set<std::string> codes =
          CodesOf(query.FindClosestEdges(&target));
      return {codes.begin(), codes.end()};
    }
    // Outlines that people draw may cross themselves and one another, which S2
    // takes for something else: it is asked about the lines alone. What no
    // line meets is inside as a whole or not at all.
    MutableS2ShapeIndex lines;
    for (const Polygon& polygon : shape.polygons()) {
      for (const Ring& ring : polygon) {
        std::vector<S2Point> line = LoopOf(ring, /*is_hole=*/false);
        line.push_back(line.front());
        lines.Add(std::make_unique<S2LaxPolylineShape>(line));
      }
    }
    query.mutable_options()->set_inclusive_max_distance(S1ChordAngle::Zero());
    S2ClosestEdgeQuery::ShapeIndexTarget target(&lines);
    std::set<std::string> codes = CodesOf(query.FindClosestEdges(&target));
    for (size_t i = 0; i < codes_.size(); ++i) {
      for (const Point& corner : corners_[i]) {
        if (shape.Contains(corner)) codes.insert(codes_[i]);
      }
    }
    return {codes.begin(), codes.end()};
  }

  absl::string_view Title(absl::string_view code) const {
    const auto found = titles_.find(code);
    return found == titles_.end() ? absl::string_view() : found->second;
  }

  const std::vector<Polygon>& OutlinesOf(absl::string_view code) const {
    static const std::vector<Polygon>& none = *new std::vector<Polygon>();
    const auto found = outlines_.find(code);
    return found == outlines_.end() ? none : found->second;
  }

  const std::vector<std::string>& codes() const { return sorted_codes_; }

 private:
  std::set<std::string> CodesOf(
      const std::vector<S2ClosestEdgeQuery::Result>& edges) const {
    std::set<std::string> codes;
    for (const auto& edge : edges) {
      codes.insert(codes_[static_cast<size_t>(edge.shape_id())]);
    }
    return codes;
  }

  MutableS2ShapeIndex index_;
  // By the id of the shape in the index: the area's code, and a point of each
  // of its outlines.
  std::vector<std::string> codes_;
  std::vector<std::vector<Point>> corners_;
  std::vector<std::string> sorted_codes_;
  absl::flat_hash_map<std::string, std::string> titles_;
  absl::flat_hash_map<std::string, std::vector<Polygon>> outlines_;
};

// The answers to some points that were asked for. Each has one place where it
// may be kept, in place of another. Thread-safe.
class Boundaries::RecentAnswers {
 public:
  std::optional<Containing> Find(const Point& point) {
    absl::MutexLock lock(&mutex_);
    const Answer& answer = AnswerTo(point);
    if (!answer.is_known || answer.point.latitude != point.latitude ||
        answer.point.longitude != point.longitude) {
      return std::nullopt;
    }
    return answer.areas;
  }

  void Keep(const Point& point, const Containing& areas) {
    absl::MutexLock lock(&mutex_);
    Answer& answer = AnswerTo(point);
    answer = {true, point, areas};
  }

 private:
  struct Answer {
    bool is_known = false;
    Point point;
    Containing areas;
  };
  // Of these, all outward codes of England take about a third.
  static constexpr size_t kAnswers = 8192;

  Answer& AnswerTo(const Point& point) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return answers_[absl::HashOf(point.latitude, point.longitude) % kAnswers];
  }

  absl::Mutex mutex_;
  std::vector<Answer> answers_ ABSL_GUARDED_BY(mutex_) =
      std::vector<Answer>(kAnswers);
};

Boundaries::Boundaries()
    : authorities_(std::make_unique<Layer>(kAuthoritiesGeojson)),
      boards_(std::make_unique<Layer>(kCareBoardsGeojson)),
      recent_(std::make_unique<RecentAnswers>()) {}

Boundaries::~Boundaries() = default;

std::unique_ptr<const Boundaries> Boundaries::Load() {
  return std::unique_ptr<const Boundaries>(new Boundaries());
}

Containing Boundaries::AreasContaining(const Point& point) const {
  if (std::optional<Containing> known = recent_->Find(point)) return *known;
  Containing areas = {authorities_->CodeAt(point), boards_->CodeAt(point)};
  recent_->Keep(point, areas);
  return areas;
}

Containing Boundaries::AreasNear(const Point& point, double most_meters) const {
  return {authorities_->CodeNear(point, most_meters),
          boards_->CodeNear(point, most_meters)};
}

std::vector<std::string> Boundaries::AuthoritiesTouching(
    const Shape& shape) const {
  return authorities_->Touching(shape);
}

absl::string_view Boundaries::Title(absl::string_view area) const {
  const absl::string_view title = authorities_->Title(area);
  return title.empty() ? boards_->Title(area) : title;
}

const std::vector<Polygon>& Boundaries::OutlinesOf(
    absl::string_view authority) const {
  return authorities_->OutlinesOf(authority);
}

const std::vector<std::string>& Boundaries::authorities() const {
  return authorities_->codes();
}

const std::vector<std::string>& Boundaries::integrated_care_boards() const {
  return boards_->codes();
}

}  // namespace localoffer::geography
