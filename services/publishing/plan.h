// What publishing a submission would change.
#ifndef LOCALOFFER_SERVICES_PUBLISHING_PLAN_H_
#define LOCALOFFER_SERVICES_PUBLISHING_PLAN_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/errors.pb.h"
#include "localoffer/v1/publishing.pb.h"
#include "services/openreferral/record.h"
#include "services/publishing/submission.h"
#include "storage/store.h"

namespace localoffer::publishing {

struct Plan {
  v1::PlanSummary summary;
  // In the order of the source, then the withdrawals. Without the unchanged.
  std::vector<v1::PlannedChange> changes;
  std::vector<v1::Repair> repairs;
  std::vector<v1::Violation> violations;
  // What would be committed. Empty of changes when nothing would be.
  storage::Proposal proposal;
  // Why it cannot be published as it stands; OK when it can.
  absl::Status obstacle;
};

struct PlanRules {
  // A full publication that withdraws more than this share needs to be
  // confirmed.
  double most_withdrawn_share = 0.2;
};

// Compares what was read with the local offer as it stands. Writes nothing.
absl::StatusOr<Plan> MakePlan(storage::Store& store,
                              const Submission& submission,
                              const openreferral::Source& source,
                              const PlanRules& rules);

}  // namespace localoffer::publishing

#endif  // LOCALOFFER_SERVICES_PUBLISHING_PLAN_H_
