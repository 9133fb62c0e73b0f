// Publishing: from a submission to a commit.
#ifndef LOCALOFFER_SERVICES_PUBLISHING_PUBLISHER_H_
#define LOCALOFFER_SERVICES_PUBLISHING_PUBLISHER_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "localoffer/v1/publishing.pb.h"
#include "services/openreferral/record.h"
#include "services/publishing/plan.h"
#include "services/publishing/submission.h"
#include "storage/store.h"

namespace localoffer::publishing {

// What publishing led to: the plan, and the commit if there was one.
struct Outcome {
  Plan plan;
  // Absent when `status` is an error.
  std::optional<v1::Publication> publication;
  // Why nothing was published; the plan says what it would have been.
  absl::Status status;
};

// Thread-safe. The store outlives it.
class Publisher {
 public:
  Publisher(storage::Store& store, storage::Clock clock, PlanRules rules)
      : store_(store), clock_(std::move(clock)), rules_(rules) {}

  // What publishing `submission` would change. The plan's `obstacle` says
  // whether it could be published. NOT_FOUND for an unknown authority,
  // INVALID_ARGUMENT when nothing was sent.
  absl::StatusOr<Plan> MakePlan(const Submission& submission) const;

  // Publishes it, or nothing of it. `may_commit` is asked last before the
  // commit, however long the upload and the plan took, and before an earlier
  // outcome is told again; its error is the answer. Errors that concern the
  // records come in Outcome::status, with the plan; others as the status
  // itself.
  absl::StatusOr<Outcome> Publish(
      const Submission& submission,
      const std::function<absl::Status()>& may_commit) const;

  // See PublishingService.WithdrawEntry and DeclareNil.
  absl::StatusOr<v1::WithdrawEntryResponse> Withdraw(
      const v1::WithdrawEntryRequest& request) const;
  absl::StatusOr<v1::DeclareNilResponse> DeclareNil(
      const v1::DeclareNilRequest& request) const;

 private:
  openreferral::Source Read(const Submission& submission) const;
  absl::Status CheckSubmission(const Submission& submission) const;
  absl::StatusOr<v1::Publication> CommitOne(
      storage::ProposedChange change, const std::string& authority,
      const std::string& request_id, const std::string& request_bytes) const;

  storage::Store& store_;
  const storage::Clock clock_;
  const PlanRules rules_;
};

}  // namespace localoffer::publishing

#endif  // LOCALOFFER_SERVICES_PUBLISHING_PUBLISHER_H_
