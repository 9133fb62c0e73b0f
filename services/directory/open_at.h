// From the times of a filter to those that schedules are asked about.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_OPEN_AT_H_
#define LOCALOFFER_SERVICES_DIRECTORY_OPEN_AT_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "google/protobuf/repeated_field.h"
#include "localoffer/v1/directory.pb.h"
#include "services/rpc/error.h"
#include "storage/index/opening_time.h"

namespace localoffer::directory {

// Reads `filter.open_at` and adds what is wrong with it to `errors`; then the
// times are not to be used. What is to be open every week has yet to be judged;
// see JudgeOpening.
std::vector<AskedTime> ReadOpenAt(
    const google::protobuf::RepeatedPtrField<v1::OpenAt>& open_at,
    std::vector<rpc::FieldError>& errors);

// The day of a filter's YYYY-MM-DD; nothing for what is no date of the years 1
// to 9999.
absl::optional<DayNumber> ReadDate(absl::string_view date);

// The day of a time, as the clocks of Greenwich show it.
DayNumber DayOf(absl::Time time);

// Lets what is to be open every week be judged by what is in force on the next
// such day at or after `today`.
void JudgeOpening(DayNumber today, std::vector<AskedTime>& open_at);

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_OPEN_AT_H_
