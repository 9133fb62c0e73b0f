// When a service is open, as times of a week.
#ifndef LOCALOFFER_STORAGE_INDEX_OPENING_HOURS_H_
#define LOCALOFFER_STORAGE_INDEX_OPENING_HOURS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer {

inline constexpr uint16_t kMinutesOfDay = 24 * 60;
inline constexpr uint16_t kMinutesOfWeek = 7 * kMinutesOfDay;

// A stretch of a week: minutes from Monday, 00:00, local time. `end` is the
// first minute after it; both are at most kMinutesOfWeek, begin below end.
struct WeekTime {
  uint16_t begin = 0;
  uint16_t end = 0;

  friend bool operator==(const WeekTime&, const WeekTime&) = default;
};

// Minutes from midnight of `HH:MM` or `HH:MM:SS`, with or without a zone,
// which is not looked at; at most 24:00.
absl::optional<uint16_t> MinuteOfDay(absl::string_view time);

// The times of a week at which the service's schedules say that it is open
// (RFC 5545 as Open Referral uses it: freq, byday, opens_at, closes_at; those
// of the service, of its locations and of the one at the other), joined, in
// order.
//
// A weekly schedule that names no days counts for the weekday of its first
// occurrence, one that has none for nothing. One that names no times counts for the whole of its days.
// One that closes before it opens goes on past midnight. Days of every second
// week, or of a month's first ("1MO"), count as days of a week; dates of
// validity are not looked at.
std::vector<WeekTime> OpeningHours(const v1::Service& service);

// True when one of `times` contains a minute of [begin, end).
bool IsOpen(absl::Span<const WeekTime> times, uint16_t begin, uint16_t end);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_OPENING_HOURS_H_
