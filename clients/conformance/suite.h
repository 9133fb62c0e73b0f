// Asks an Open Referral UK 3.0 server what an app would ask, in questions made
// from its own records, and reports what does not come back.
#ifndef LOCALOFFER_CLIENTS_CONFORMANCE_SUITE_H_
#define LOCALOFFER_CLIENTS_CONFORMANCE_SUITE_H_

#include <cstdint>
#include <string>

#include "clients/conformance/report.h"
#include "clients/conformance/server.h"

namespace localoffer::conformance {

struct SuiteOptions {
  // So many records are looked at closely, and asked by.
  int most_records = 20;
  // Chooses them.
  uint64_t seed = 0;
  // Of a service that was withdrawn; empty when none is known.
  std::string withdrawn_id = {};
};

// Takes as many requests as `server` allows. `now` judges which schedules are
// in force.
Report RunSuite(Server& server, const SuiteOptions& options, absl::Time now);

}  // namespace localoffer::conformance

#endif  // LOCALOFFER_CLIENTS_CONFORMANCE_SUITE_H_
