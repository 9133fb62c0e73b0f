#include "clients/localoffer/instant.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace localoffer::command {
namespace {

std::string Format(absl::string_view format,
                   const google::protobuf::Timestamp& time) {
  return absl::FormatTime(format, absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<google::protobuf::Timestamp> ParseInstant(
    absl::string_view text, absl::string_view flag) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d", text, &time, &error) &&
      !absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat(flag, ": \"", text,
                     "\" is not a date: wanted YYYY-MM-DD, or a time such as "
                     "2025-09-01T12:00:00Z."));
  }
  google::protobuf::Timestamp instant;
  instant.set_seconds(absl::ToUnixSeconds(time));
  const absl::Duration rest = time - absl::FromUnixSeconds(instant.seconds());
  instant.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  return instant;
}

std::string DateOf(const google::protobuf::Timestamp& time) {
  return Format("%Y-%m-%d", time);
}

std::string TimeOf(const google::protobuf::Timestamp& time) {
  return Format("%Y-%m-%dT%H:%M:%SZ", time);
}

}  // namespace localoffer::command
