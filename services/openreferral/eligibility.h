// Who a service of Open Referral UK 1.0 is for, in the terms of HSDS 3.0.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_ELIGIBILITY_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_ELIGIBILITY_H_

#include <cstddef>

#include "services/openreferral/json_tree.h"
#include "services/openreferral/record.h"
#include "services/openreferral/record_report.h"

namespace localoffer::openreferral {

// Open Referral UK 1.0 has a list `eligibilitys` {eligibility, minimum_age,
// maximum_age} where HSDS 3.0 has three members of the service. Fills those of
// the three that `service` does not have: the lowest minimum and the highest
// maximum, where every element has one, and the words, joined by "; ". The
// list itself stays in the service's `verbatim`. `index` is the service
// object. Reports ELIGIBILITY_MAPPED if it filled anything.
void MapEligibility(const JsonTree& tree, size_t index, v1::Service* service,
                    RecordReport* report);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_ELIGIBILITY_H_
