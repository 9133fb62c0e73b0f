// From what was sent to records, whichever form it has.
#ifndef LOCALOFFER_SERVICES_PUBLISHING_SOURCE_READER_H_
#define LOCALOFFER_SERVICES_PUBLISHING_SOURCE_READER_H_

#include "absl/time/time.h"
#include "services/openreferral/record.h"
#include "services/publishing/submission.h"
#include "storage/geography/gazetteer.h"

namespace localoffer::publishing {

// Reads the submission and checks every record against the rules: all
// violations are in the records (or, for an unreadable source, in the source)
// when it returns. Entries sent twice violate a rule too. Service areas that no
// search can tell are among the repairs, AREA_NOT_RECOGNISED: they are
// published as they are.
openreferral::Source ReadSubmission(const Submission& submission,
                                    absl::Time now,
                                    const geography::Gazetteer& gazetteer);

}  // namespace localoffer::publishing

#endif  // LOCALOFFER_SERVICES_PUBLISHING_SOURCE_READER_H_
