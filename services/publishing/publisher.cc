#include "services/publishing/publisher.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/entry_view.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/publishing/errors.h"
#include "services/publishing/publication.h"
#include "services/publishing/source_reader.h"
#include "services/rpc/error.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::publishing {
namespace {

// How often a publication is planned anew when others commit in between.
constexpr int kMostAttempts = 8;

void CheckRequestId(const std::string& request_id,
                    std::vector<rpc::FieldError>& errors) {
  if (!IsRequestId(request_id)) {
    errors.push_back(
        {"request_id", "wanted at most 64 letters, digits, - or _"});
  }
}

// What a unary request asks for, without what identifies it.
template <typename Request>
std::string FingerprintOf(Request request) {
  request.clear_request_id();
  return std::string(log::HashBytes(log::Sha256(absl::StrCat(
      Request::descriptor()->full_name(), "\n", request.SerializeAsString()))));
}

}  // namespace

absl::Status Publisher::CheckSubmission(const Submission& submission) const {
  if (!submission.has_header()) {
    return rpc::InvalidField("header", "wanted in the first request");
  }
  RETURN_IF_ERROR(CheckHome(store_, submission.authority()));
  // A full publication of nothing is possible with a source that says so,
  // never by forgetting to send one.
  if (!submission.has_source() && submission.entries().empty()) {
    return NothingSent();
  }
  return absl::OkStatus();
}

openreferral::Source Publisher::Read(const Submission& submission) const {
  return ReadSubmission(submission, clock_(), store_.geography().gazetteer());
}

absl::StatusOr<Plan> Publisher::MakePlan(const Submission& submission) const {
  RETURN_IF_ERROR(CheckSubmission(submission));
  return publishing::MakePlan(store_, submission, Read(submission), rules_);
}

absl::StatusOr<Outcome> Publisher::Publish(
    const Submission& submission,
    const std::function<absl::Status()>& may_commit) const {
  RETURN_IF_ERROR(CheckSubmission(submission));
  if (!submission.complete()) return UploadIncomplete();
  const std::string& request_id = submission.header().request_id();
  const std::string fingerprint = submission.Fingerprint();
  const absl::StatusOr<std::optional<storage::Receipt>> earlier =
      store_.logs().FindRequest(submission.authority(), request_id,
                                fingerprint);
  if (absl::IsAlreadyExists(earlier.status())) {
    return RequestIdReused(request_id);
  }
  RETURN_IF_ERROR(earlier.status());
  if (*earlier) {
    RETURN_IF_ERROR(may_commit());
    Outcome outcome;
    outcome.plan.summary.ParseFromString((*earlier)->outcome);
    outcome.publication =
        ToPublication(store_, **earlier, submission.authority());
    return outcome;
  }
  const openreferral::Source source = Read(submission);
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    Outcome outcome;
    ASSIGN_OR_RETURN(outcome.plan,
                     publishing::MakePlan(store_, submission, source, rules_));
    if (!outcome.plan.obstacle.ok()) {
      outcome.status = outcome.plan.obstacle;
      return outcome;
    }
    RETURN_IF_ERROR(may_commit());
    storage::Proposal& proposal = outcome.plan.proposal;
    proposal.request_id = request_id;
    proposal.fingerprint = fingerprint;
    proposal.outcome = outcome.plan.summary.SerializeAsString();
    const absl::StatusOr<storage::Receipt> receipt =
        store_.committer().Commit(proposal);
    if (absl::IsAborted(receipt.status())) continue;  // plan anew
    if (absl::IsFailedPrecondition(receipt.status())) {
      return NotHome(submission.authority());
    }
    if (absl::IsAlreadyExists(receipt.status())) {
      return RequestIdReused(request_id);
    }
    RETURN_IF_ERROR(receipt.status());
    outcome.publication =
        ToPublication(store_, *receipt, submission.authority());
    return outcome;
  }
  return Contended(submission.authority());
}

absl::StatusOr<v1::Publication> Publisher::CommitOne(
    storage::ProposedChange change, const std::string& authority,
    const std::string& request_id, const std::string& request_bytes) const {
  storage::Proposal proposal;
  proposal.authority = authority;
  proposal.changes.push_back(std::move(change));
  proposal.request_id = request_id;
  proposal.fingerprint = request_bytes;
  const absl::StatusOr<storage::Receipt> receipt =
      store_.committer().Commit(proposal);
  if (absl::IsAborted(receipt.status())) return Contended(authority);
  if (absl::IsFailedPrecondition(receipt.status())) return NotHome(authority);
  if (absl::IsAlreadyExists(receipt.status())) {
    return RequestIdReused(request_id);
  }
  RETURN_IF_ERROR(receipt.status());
  return ToPublication(store_, *receipt, authority);
}

absl::StatusOr<v1::WithdrawEntryResponse> Publisher::Withdraw(
    const v1::WithdrawEntryRequest& request) const {
  std::vector<rpc::FieldError> errors;
  const absl::StatusOr<entry::EntryName> name =
      entry::ParseEntryName("name", request.name());
  if (!name.ok()) {
    errors.push_back({"name", std::string(name.status().message())});
  }
  CheckReason(request.reason(), errors);
  CheckRequestId(request.request_id(), errors);
  if (!errors.empty()) return rpc::InvalidFields(errors);

  const std::string fingerprint = FingerprintOf(request);
  v1::WithdrawEntryResponse response;
  const auto show = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(
        const std::optional<storage::EntryRevision> now,
        store_.entries().At(name->authority, name->entry,
                            store_.logs().Latest().SizeOf(name->authority)));
    if (!now) return EntryNotFound(request.name());
    ASSIGN_OR_RETURN(
        *response.mutable_entry(),
        entry::ToEntry(store_.entries(), *now, v1::ENTRY_VIEW_FULL));
    return absl::OkStatus();
  };
  const absl::StatusOr<std::optional<storage::Receipt>> earlier =
      store_.logs().FindRequest(name->authority, request.request_id(),
                                fingerprint);
  if (absl::IsAlreadyExists(earlier.status())) {
    return RequestIdReused(request.request_id());
  }
  RETURN_IF_ERROR(earlier.status());
  if (*earlier) {
    *response.mutable_publication() =
        ToPublication(store_, **earlier, name->authority);
    RETURN_IF_ERROR(show());
    return response;
  }
  RETURN_IF_ERROR(show());
  if (!request.etag().empty() && request.etag() != response.entry().etag()) {
    return EtagMismatch(request.name(), request.etag(),
                        response.entry().etag());
  }
  if (response.entry().state() == v1::ENTRY_STATE_WITHDRAWN) {
    return AlreadyWithdrawn(request.name());
  }
  if (request.validate_only()) return response;
  storage::ProposedChange change;
  change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
  change.subject = name->entry;
  change.expected_sequence = static_cast<uint64_t>(response.entry().sequence());
  change.body.mutable_entry_withdrawn()->set_reason(request.reason());
  ASSIGN_OR_RETURN(*response.mutable_publication(),
                   CommitOne(std::move(change), name->authority,
                             request.request_id(), fingerprint));
  RETURN_IF_ERROR(show());
  return response;
}

absl::StatusOr<v1::DeclareNilResponse> Publisher::DeclareNil(
    const v1::DeclareNilRequest& request) const {
  std::vector<rpc::FieldError> errors;
  const absl::StatusOr<std::string> authority =
      entry::ParseAuthorityName("parent", request.parent());
  if (!authority.ok()) {
    errors.push_back({"parent", std::string(authority.status().message())});
  }
  if (entry::FindStatutoryItem(request.statutory_item()) == nullptr) {
    errors.push_back({"statutory_item",
                      absl::StrCat("\"", request.statutory_item(),
                                   "\": wanted the id of a statutory item, "
                                   "such as LO-C9")});
  }
  CheckReason(request.reason(), errors);
  CheckRequestId(request.request_id(), errors);
  if (!errors.empty()) return rpc::InvalidFields(errors);
  RETURN_IF_ERROR(CheckHome(store_, *authority));
  v1::DeclareNilResponse response;
  if (request.validate_only()) return response;
  storage::ProposedChange change;
  change.kind = log::v1::CHANGE_KIND_NIL_DECLARED;
  change.subject = request.statutory_item();
  change.body.mutable_nil_declared()->set_reason(request.reason());
  ASSIGN_OR_RETURN(*response.mutable_publication(),
                   CommitOne(std::move(change), *authority,
                             request.request_id(), FingerprintOf(request)));
  return response;
}

}  // namespace localoffer::publishing
