#include "services/publishing/plan.h"

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/entry/differences.h"
#include "services/entry/entry_view.h"
#include "services/entry/resource_name.h"
#include "services/publishing/errors.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::publishing {
namespace {

using openreferral::Record;
using openreferral::Source;
using storage::EntryRevision;

constexpr absl::string_view kDefaultReason =
    "no longer in the published local offer";

absl::string_view FormatName(const Submission& submission,
                             const Source& source) {
  if (!submission.has_source()) return "entries";
  switch (source.format) {
    case openreferral::Format::kOpenReferral3:
      return "open-referral-3";
    case openreferral::Format::kOpenReferral1:
      return "open-referral-1";
    case openreferral::Format::kCsv:
      return "csv";
    case openreferral::Format::kUnspecified:
      return "";
  }
  return "";
}

// Makes one plan, record by record.
class Planner {
 public:
  Planner(storage::Store& store, const Submission& submission,
          const PlanRules& rules)
      : store_(store),
        submission_(submission),
        rules_(rules),
        log_size_(store.logs().Latest().SizeOf(submission.authority())) {
    plan_.proposal.authority = submission.authority();
  }

  absl::StatusOr<Plan> Make(const Source& source);

 private:
  absl::Status AddRecord(const Record& record);
  void Refuse(const Record& record);
  absl::Status Compare(const Record& record, const EntryRevision& before,
                       log::v1::EntryPublished after);
  void Propose(v1::ChangeAction action, const Record& record,
               const std::optional<EntryRevision>& before,
               log::v1::EntryPublished content,
               std::vector<v1::FieldDifference> differences);
  absl::Status AddWithdrawals();
  absl::Status Withdraw(const EntryRevision& revision);
  absl::Status CheckEtags();
  absl::Status Obstacle(const Source& source) const;
  bool NeedsConfirmation() const;
  std::string Token() const;
  v1::PlannedChange& AddChange(v1::ChangeAction action,
                               const std::string& entry_id);

  storage::Store& store_;
  const Submission& submission_;
  const PlanRules& rules_;
  const uint64_t log_size_;
  Plan plan_;
  // Ids of all records, the refused too: those are never withdrawn.
  std::unordered_set<std::string> sent_;
  absl::Status etag_mismatch_;
};

absl::StatusOr<Plan> Planner::Make(const Source& source) {
  const std::optional<storage::v1::LogHead> head =
      store_.logs().Head(submission_.authority());
  v1::PlanSummary& summary = plan_.summary;
  summary.set_published_before(
      static_cast<int32_t>(head ? head->published_entries() : 0));
  summary.set_records(static_cast<int32_t>(source.records.size()));
  summary.set_format(std::string(FormatName(submission_, source)));
  summary.set_encoding(source.encoding);
  plan_.repairs = source.repairs;
  plan_.violations = source.violations;
  for (const Record& record : source.records) {
    RETURN_IF_ERROR(AddRecord(record));
  }
  RETURN_IF_ERROR(CheckEtags());
  if (submission_.header().scope() == v1::PUBLICATION_SCOPE_FULL) {
    plan_.proposal.expected_size = log_size_;
    // Of an unreadable source nobody knows what it leaves out.
    if (source.violations.empty()) RETURN_IF_ERROR(AddWithdrawals());
  }
  summary.set_repairs(static_cast<int32_t>(plan_.repairs.size()));
  summary.set_violations(static_cast<int32_t>(plan_.violations.size()));
  summary.set_withdrawals_need_confirmation(NeedsConfirmation());
  summary.set_plan_token(Token());
  plan_.obstacle = Obstacle(source);
  return std::move(plan_);
}

absl::Status Planner::AddRecord(const Record& record) {
  sent_.insert(record.service.id());
  plan_.repairs.insert(plan_.repairs.end(), record.repairs.begin(),
                       record.repairs.end());
  if (!record.violations.empty()) {
    Refuse(record);
    return absl::OkStatus();
  }
  log::v1::EntryPublished content;
  *content.mutable_service() = record.service;
  *content.mutable_local_offer() = record.local_offer;
  ASSIGN_OR_RETURN(const std::optional<EntryRevision> before,
                   store_.entries().At(submission_.authority(),
                                       record.service.id(), log_size_));
  if (before && !before->withdrawn)
    return Compare(record, *before, std::move(content));
  Propose(v1::CHANGE_ACTION_ADDED, record, before, std::move(content), {});
  plan_.summary.set_added(plan_.summary.added() + 1);
  return absl::OkStatus();
}

void Planner::Refuse(const Record& record) {
  v1::PlannedChange& change =
      AddChange(v1::CHANGE_ACTION_REFUSED, record.service.id());
  change.set_title(record.service.name());
  *change.mutable_position() = record.position;
  plan_.violations.insert(plan_.violations.end(), record.violations.begin(),
                          record.violations.end());
  plan_.summary.set_refused(plan_.summary.refused() + 1);
}

absl::Status Planner::Compare(const Record& record, const EntryRevision& before,
                              log::v1::EntryPublished after) {
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   store_.entries().Content(before));
  if (content.SerializeAsString() == after.SerializeAsString()) {
    plan_.summary.set_unchanged(plan_.summary.unchanged() + 1);
    return absl::OkStatus();
  }
  std::vector<v1::FieldDifference> differences =
      entry::Differences(content.service(), content.local_offer(),
                         after.service(), after.local_offer());
  Propose(v1::CHANGE_ACTION_CHANGED, record, before, std::move(after),
          std::move(differences));
  plan_.summary.set_changed(plan_.summary.changed() + 1);
  return absl::OkStatus();
}

void Planner::Propose(v1::ChangeAction action, const Record& record,
                      const std::optional<EntryRevision>& before,
                      log::v1::EntryPublished content,
                      std::vector<v1::FieldDifference> differences) {
  v1::PlannedChange& change = AddChange(action, record.service.id());
  change.set_title(record.service.name());
  *change.mutable_position() = record.position;
  for (v1::FieldDifference& difference : differences) {
    *change.add_differences() = std::move(difference);
  }
  storage::ProposedChange proposed;
  proposed.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
  proposed.subject = record.service.id();
  *proposed.body.mutable_entry_published() = std::move(content);
  if (before) proposed.expected_sequence = before->sequence;
  plan_.proposal.changes.push_back(std::move(proposed));
}

absl::Status Planner::CheckEtags() {
  for (const v1::Entry& entry : submission_.entries()) {
    if (entry.etag().empty()) continue;
    ASSIGN_OR_RETURN(const std::optional<EntryRevision> revision,
                     store_.entries().At(submission_.authority(),
                                         entry.service().id(), log_size_));
    const std::string current = revision ? entry::EtagOf(*revision) : "absent";
    if (etag_mismatch_.ok() && current != entry.etag()) {
      etag_mismatch_ = EtagMismatch(
          entry::FormatEntryName(submission_.authority(), entry.service().id()),
          entry.etag(), current);
    }
  }
  return absl::OkStatus();
}

absl::Status Planner::AddWithdrawals() {
  std::vector<EntryRevision> missing;
  RETURN_IF_ERROR(store_.entries().ForEach(
      submission_.authority(), log_size_, "", [&](EntryRevision revision) {
        if (!revision.withdrawn && !sent_.contains(revision.entry_id)) {
          missing.push_back(std::move(revision));
        }
        return true;
      }));
  for (const EntryRevision& revision : missing) {
    RETURN_IF_ERROR(Withdraw(revision));
  }
  plan_.summary.set_withdrawn(static_cast<int32_t>(missing.size()));
  return absl::OkStatus();
}

absl::Status Planner::Withdraw(const EntryRevision& revision) {
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   store_.entries().Content(revision));
  AddChange(v1::CHANGE_ACTION_WITHDRAWN, revision.entry_id)
      .set_title(content.service().name());
  storage::ProposedChange proposed;
  proposed.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
  proposed.subject = revision.entry_id;
  proposed.expected_sequence = revision.sequence;
  const std::string& reason = submission_.header().withdrawal_reason();
  proposed.body.mutable_entry_withdrawn()->set_reason(
      reason.empty() ? std::string(kDefaultReason) : reason);
  plan_.proposal.changes.push_back(std::move(proposed));
  return absl::OkStatus();
}

bool Planner::NeedsConfirmation() const {
  return plan_.summary.withdrawn() >
         rules_.most_withdrawn_share * plan_.summary.published_before();
}

absl::Status Planner::Obstacle(const Source& source) const {
  const v1::PublicationHeader& header = submission_.header();
  const v1::PlanSummary& summary = plan_.summary;
  if (!source.violations.empty() ||
      (summary.refused() > 0 && !header.leave_out_refused())) {
    return PublicationRefused(summary.refused(), summary.violations());
  }
  RETURN_IF_ERROR(etag_mismatch_);
  if (!header.plan_token().empty() &&
      header.plan_token() != summary.plan_token()) {
    return PlanOutdated();
  }
  if (summary.withdrawals_need_confirmation() &&
      header.confirm_withdrawals() != summary.withdrawn()) {
    return TooManyWithdrawals(summary.withdrawn(), summary.published_before());
  }
  return absl::OkStatus();
}

std::string Planner::Token() const {
  std::string text = absl::StrCat(submission_.authority(), "\n",
                                  submission_.header().scope(), "\n");
  for (const storage::ProposedChange& change : plan_.proposal.changes) {
    absl::StrAppend(
        &text, change.kind, " ", change.subject, " ",
        change.expected_sequence ? absl::StrCat(*change.expected_sequence)
                                 : "new",
        " ", log::HashHex(log::Sha256(change.body.SerializeAsString())), "\n");
  }
  return log::HashHex(log::Sha256(text));
}

v1::PlannedChange& Planner::AddChange(v1::ChangeAction action,
                                      const std::string& entry_id) {
  v1::PlannedChange& change = plan_.changes.emplace_back();
  change.set_action(action);
  change.set_entry(entry::FormatEntryName(submission_.authority(), entry_id));
  return change;
}

}  // namespace

absl::StatusOr<Plan> MakePlan(storage::Store& store,
                              const Submission& submission,
                              const Source& source, const PlanRules& rules) {
  return Planner(store, submission, rules).Make(source);
}

}  // namespace localoffer::publishing
