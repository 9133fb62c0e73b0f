// Times of the API and of the store.
#ifndef LOCALOFFER_SERVICES_ENTRY_TIMESTAMP_H_
#define LOCALOFFER_SERVICES_ENTRY_TIMESTAMP_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace localoffer::entry {

google::protobuf::Timestamp ToTimestamp(absl::Time time);

// INVALID_ARGUMENT outside the years 1 to 9999, or with impossible nanos.
absl::StatusOr<absl::Time> FromTimestamp(
    const google::protobuf::Timestamp& timestamp);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_TIMESTAMP_H_
