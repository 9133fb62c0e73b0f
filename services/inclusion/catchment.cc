#include "services/inclusion/catchment.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "services/entry/excerpt.h"
#include "services/places/place_query.h"
#include "storage/geography/service_area.h"

namespace localoffer::inclusion {
namespace {

constexpr int kMostCircles = 20;
constexpr int kMostPostcodes = 5000;
constexpr int kMostCorners = 10000;
constexpr size_t kMostGeojsonBytes = size_t{1} << 20;
constexpr int kMostTold = 20;

class CatchmentReader {
 public:
  CatchmentReader(const geography::Geography& geography,
                  const storage::Authorities& registered,
                  AskedAuthorities& asked, std::vector<rpc::FieldError>& errors)
      : geography_(geography),
        registered_(registered),
        asked_(asked),
        errors_(errors) {}

  void ReadCircle(int index, const v1::Circle& circle) {
    const std::string field = absl::StrCat("catchment.circles[", index, "]");
    const absl::optional<geography::Place> center = places::FindPlace(
        absl::StrCat(field, ".center"), circle.center(), geography_, errors_);
    if (!center.has_value()) return;
    *outcome_.add_centers() =
        places::ShowPlace(*center, geography_.gazetteer());
    const absl::StatusOr<geography::Shape> shape =
        geography::Shape::Circle(center->point, circle.radius_meters());
    if (!shape.ok()) {
      Refuse(absl::StrCat(field, ".radius_meters"), shape.status().message());
      return;
    }
    v1::CatchmentReason reason;
    reason.set_basis(v1::CATCHMENT_BASIS_CIRCLE);
    reason.set_circle(index);
    reason.set_approximate(center->approximate);
    AddTouching(*shape, reason);
  }

  void ReadGeojson(const std::string& geojson) {
    if (geojson.size() > kMostGeojsonBytes) {
      Refuse("catchment.geojson",
             absl::StrCat("wanted at most ", kMostGeojsonBytes, " bytes"));
      return;
    }
    const auto shapes = geography::ShapesOfGeoJson(geojson);
    if (!shapes.ok()) {
      Refuse("catchment.geojson", shapes.status().message());
      return;
    }
    for (const geography::Shape& shape : *shapes) AddPolygon(shape);
  }

  void ReadOutline(const v1::Catchment& catchment) {
    geography::Ring ring;
    for (const v1::Point& point : catchment.outline()) {
      ring.push_back({point.latitude(), point.longitude()});
    }
    if (ring.size() > kMostCorners) {
      Refuse("catchment.outline",
             absl::StrCat("wanted at most ", kMostCorners, " points"));
      return;
    }
    const absl::StatusOr<geography::Shape> shape =
        geography::Shape::Polygons({{std::move(ring)}});
    if (!shape.ok()) {
      Refuse("catchment.outline", shape.status().message());
      return;
    }
    AddPolygon(*shape);
  }

  void ReadPostcode(int index, const std::string& postcode) {
    const absl::StatusOr<geography::Place> place =
        geography_.places().Resolve(postcode);
    if (!place.ok()) {
      if (++refused_ <= kMostTold) {
        Refuse(absl::StrCat("catchment.postcodes[", index, "]"),
               place.status().message());
      }
      return;
    }
    if (place->authority.empty() || !registered_.Find(place->authority)) {
      Tell(postcode, *outcome_.mutable_postcodes_outside());
      outcome_.set_postcodes_outside_count(outcome_.postcodes_outside_count() +
                                           1);
      return;
    }
    if (place->approximate) {
      Tell(postcode, *outcome_.mutable_postcodes_approximate());
      outcome_.set_postcodes_approximate_count(
          outcome_.postcodes_approximate_count() + 1);
    }
    asked_.AddPostcode(place->authority, place->approximate);
  }

  void Refuse(const std::string& field, absl::string_view description) {
    errors_.push_back({field, std::string(description)});
  }

  v1::CatchmentOutcome Finish() && { return std::move(outcome_); }

 private:
  static void Tell(const std::string& postcode,
                   google::protobuf::RepeatedPtrField<std::string>& told) {
    if (told.size() < kMostTold) *told.Add() = entry::Excerpt(postcode);
  }

  void AddPolygon(const geography::Shape& shape) {
    v1::CatchmentReason reason;
    reason.set_basis(v1::CATCHMENT_BASIS_POLYGON);
    AddTouching(shape, reason);
  }

  void AddTouching(const geography::Shape& shape,
                   const v1::CatchmentReason& reason) {
    for (const std::string& authority :
         geography_.boundaries().AuthoritiesTouching(shape)) {
      if (registered_.Find(authority)) asked_.Add(authority, reason);
    }
  }

  const geography::Geography& geography_;
  const storage::Authorities& registered_;
  AskedAuthorities& asked_;
  std::vector<rpc::FieldError>& errors_;
  v1::CatchmentOutcome outcome_;
  int refused_ = 0;
};

}  // namespace

void AskedAuthorities::Add(const std::string& authority,
                           const v1::CatchmentReason& reason) {
  const auto [known, is_new] = reasons_.try_emplace(authority);
  if (is_new) ids_.push_back(authority);
  for (const v1::CatchmentReason& earlier : known->second) {
    if (earlier.basis() == reason.basis() &&
        earlier.circle() == reason.circle()) {
      return;
    }
  }
  known->second.push_back(reason);
}

void AskedAuthorities::AddPostcode(const std::string& authority,
                                   bool approximate) {
  v1::CatchmentReason reason;
  reason.set_basis(v1::CATCHMENT_BASIS_POSTCODES);
  reason.set_approximate(true);  // until one is known exactly
  Add(authority, reason);
  for (v1::CatchmentReason& kept : reasons_[authority]) {
    if (kept.basis() != v1::CATCHMENT_BASIS_POSTCODES) continue;
    kept.set_postcode_count(kept.postcode_count() + 1);
    kept.set_approximate(kept.approximate() && approximate);
  }
}

void AskedAuthorities::SortFrom(size_t first) {
  std::sort(ids_.begin() + static_cast<std::ptrdiff_t>(first), ids_.end());
}

bool AskedAuthorities::Has(absl::string_view authority) const {
  return reasons_.contains(authority);
}

const std::vector<v1::CatchmentReason>& AskedAuthorities::ReasonsOf(
    const std::string& authority) const {
  return reasons_.at(authority);
}

v1::CatchmentOutcome ReadCatchment(const v1::Catchment& catchment,
                                   const geography::Geography& geography,
                                   const storage::Authorities& registered,
                                   AskedAuthorities& asked,
                                   std::vector<rpc::FieldError>& errors) {
  const size_t errors_before = errors.size();
  CatchmentReader reader(geography, registered, asked, errors);
  if (catchment.circles_size() > kMostCircles) {
    reader.Refuse("catchment.circles",
                  absl::StrCat("wanted at most ", kMostCircles));
  }
  if (catchment.postcodes_size() > kMostPostcodes) {
    reader.Refuse("catchment.postcodes",
                  absl::StrCat("wanted at most ", kMostPostcodes));
  }
  if (errors.size() > errors_before) return {};
  for (int i = 0; i < catchment.circles_size(); ++i) {
    reader.ReadCircle(i, catchment.circles(i));
  }
  if (!catchment.geojson().empty()) reader.ReadGeojson(catchment.geojson());
  if (!catchment.outline().empty()) reader.ReadOutline(catchment);
  for (int i = 0; i < catchment.postcodes_size(); ++i) {
    reader.ReadPostcode(i, catchment.postcodes(i));
  }
  return std::move(reader).Finish();
}

}  // namespace localoffer::inclusion
