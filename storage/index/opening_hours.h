// When a service is open, by its schedules.
#ifndef LOCALOFFER_STORAGE_INDEX_OPENING_HOURS_H_
#define LOCALOFFER_STORAGE_INDEX_OPENING_HOURS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "localoffer/v1/open_referral.pb.h"
#include "storage/index/opening_time.h"

namespace localoffer {

// Minutes from midnight of `HH:MM` or `HH:MM:SS`, with or without a zone,
// which is not looked at; at most 24:00.
absl::optional<uint16_t> MinuteOfDay(absl::string_view time);

// The times at which the service's schedules say that it is open (RFC 5545 as
// Open Referral uses it; those of the service, of its locations and of the one
// at the other), in order, those of one day that touch made one.
//
// A schedule that names no days counts for the weekday of its first occurrence,
// by weeks or weeks of the year (byweekno), or for its day of the month, by
// months; one that has none for nothing. Days of the month or year (bymonthday,
// byyearday) count when they are a weekday that is named, if any is. A schedule
// that names no times counts for the whole of its days. One that closes before
// it opens goes on past midnight. A schedule begins with `valid_from` and
// `dtstart`, and ends with `valid_to`, `until` and `count`, which is of days.
// What can't be told counts for nothing: every second week, or a count, from no
// known beginning; two of byweekno, bymonthday, byyearday and the ordinals of
// byday together; more than 62 numbers in one of them.
std::vector<OpeningTime> OpeningHours(const v1::Service& service);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_OPENING_HOURS_H_
