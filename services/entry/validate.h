// The rules that a record has to meet before it becomes an entry, whichever
// way it came in.
#ifndef LOCALOFFER_SERVICES_ENTRY_VALIDATE_H_
#define LOCALOFFER_SERVICES_ENTRY_VALIDATE_H_

#include <vector>

#include "absl/time/time.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/errors.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::entry {

struct ValidationContext {
  // Where the record stands in its source; copied into each violation.
  v1::SourcePosition position;
  // Dates may lie up to one day after it.
  absl::Time now;
};

// Every violation of the record, in the order of its fields; none when it can
// be published. Each has the path of its field (elements of lists by position
// from 0), the value cut to 200 bytes, what was wanted, and one of the
// reasons:
//
//   REQUIRED                service.id, service.name, an organisation's name,
//                           a phone's number, an identifier
//   NOT_A_UUID              service.id: in lower case, of RFC 4122; other ids:
//                           of the form
//   TOO_LONG                service.name: at most 500 bytes
//   NOT_UTF8, CONTROL_CHARACTER
//   NOT_A_WEB_ADDRESS, NOT_AN_EMAIL_ADDRESS, NOT_A_DATE, NOT_A_DATE_TIME,
//   NOT_A_TIME
//   DATE_IN_FUTURE          service.assured_date
//   NOT_A_NUMBER            infinities and NaN
//   OUT_OF_RANGE            ages, coordinates, amounts, intervals; a minimum
//                           above its maximum
//   UNKNOWN_VALUE           an enum number that the model does not have
//   UNKNOWN_STATUTORY_ITEM
//   MALFORMED_IDENTIFIER    in GB-CHC or GB-COH
//   DUPLICATE_VALUE         in a list of words
//   TOO_MANY_ITEMS          a list of more than 1,000
//   RECORD_TOO_LARGE        more than 1 MiB serialised
//   TOO_MANY_VIOLATIONS     the last of 1,001: how many more there are
//
// Safe to call from any thread.
std::vector<v1::Violation> Validate(const v1::Service& service,
                                    const v1::LocalOffer& local_offer,
                                    const ValidationContext& context);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_VALIDATE_H_
