// Opening times in a cell: `Mo-Fr 09:00-17:00; Sa 10:00-12:00`.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_OPENING_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_OPENING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::openreferral {

// What was understood of one item of the cell, the text between semicolons.
struct OpeningReading {
  // A weekly schedule for each stretch of time: freq, byday, opens_at,
  // closes_at and nothing else. Empty when the item is refused.
  std::vector<v1::Schedule> schedules;
  // The refusal's reason and what was wanted, in plain words:
  // NOT_A_DAY, NOT_OPENING_TIMES.
  absl::string_view reason;
  absl::string_view wanted;

  bool refused() const { return !reason.empty(); }
};

// Days, then times: `Mo-Fr 09:00-12:00, 13:00-17:00`, `Mo,We 9:00-15:30`,
// `Sa 20:00-02:00`, `daily 00:00-24:00`. Days are English, two letters or
// more, in any case.
OpeningReading ReadOpening(absl::string_view item);

// The cell of the schedules that it has room for: weekly ones of every week,
// without beginning or end, that have days and times.
std::string OpeningCell(
    const google::protobuf::RepeatedPtrField<v1::Schedule>& schedules);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_OPENING_H_
