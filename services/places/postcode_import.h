// Rows of postcodes on their way into the table.
#ifndef LOCALOFFER_SERVICES_PLACES_POSTCODE_IMPORT_H_
#define LOCALOFFER_SERVICES_PLACES_POSTCODE_IMPORT_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/places.pb.h"
#include "storage/geography/geography.h"
#include "storage/geography/national_grid.h"

namespace localoffer::places {

// One import. Not thread-safe. Outlived by the geography.
class PostcodeImport {
 public:
  static constexpr int kMostRows = 10'000;
  static constexpr int kMostViolations = 1'000;

  explicit PostcodeImport(geography::Geography& geography)
      : geography_(geography) {}

  // Writes the rows that are in order, in one batch, and notes what is wrong
  // with the others.
  //   INVALID_ARGUMENT    no rows, or too many of them
  //   RESOURCE_EXHAUSTED  the disk is nearly full
  absl::Status Add(const v1::ImportPostcodesRequest& request);

  // What has become of all rows so far.
  absl::StatusOr<v1::ImportPostcodesResponse> Report() const;

 private:
  // Appends the row to `rows`, unless there are violations.
  void Check(const v1::PostcodeRow& row,
             std::vector<geography::PostcodeRow>& rows);
  // Where the row says it is.
  geography::Point PointOf(const v1::PostcodeRow& row);
  void Refuse(const std::vector<v1::Violation>& violations);

  geography::Geography& geography_;
  geography::NationalGrid grid_;
  v1::ImportPostcodesResponse report_;
};

}  // namespace localoffer::places

#endif  // LOCALOFFER_SERVICES_PLACES_POSTCODE_IMPORT_H_
