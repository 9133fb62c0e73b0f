#include "services/publishing/errors.h"

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"

namespace localoffer::publishing {

using rpc::CallerError;

absl::Status PublicationRefused(int64_t records, int64_t violations) {
  return CallerError(
      absl::StatusCode::kInvalidArgument, "PUBLICATION_REFUSED",
      absl::StrCat("nothing was published: ", records, " record(s) with ",
                   violations, " violation(s)"),
      {{"records", absl::StrCat(records)},
       {"violations", absl::StrCat(violations)}});
}

absl::Status NothingSent() {
  return CallerError(absl::StatusCode::kInvalidArgument, "NOTHING_SENT",
                     "wanted a source file or entries after the header");
}

absl::Status UploadIncomplete() {
  return CallerError(absl::StatusCode::kInvalidArgument, "UPLOAD_INCOMPLETE",
                     "wanted `end` as the last request: what came may not be "
                     "all; nothing was published");
}

absl::Status TooManyWithdrawals(int64_t withdrawn, int64_t published) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_WITHDRAWALS",
      absl::StrCat("this would withdraw ", withdrawn, " of ", published,
                   " published entries; to confirm, send confirm_withdrawals ",
                   withdrawn),
      {{"withdrawals", absl::StrCat(withdrawn)},
       {"published", absl::StrCat(published)}});
}

absl::Status PlanOutdated() {
  return CallerError(absl::StatusCode::kAborted, "PLAN_OUTDATED",
                     "the local offer has changed since the plan was made; "
                     "plan again");
}

absl::Status EtagMismatch(absl::string_view entry, absl::string_view etag,
                          absl::string_view current) {
  return CallerError(
      absl::StatusCode::kAborted, "ETAG_MISMATCH",
      absl::StrCat(entry, " has changed since it was read: etag is ", current,
                   ", not ", etag),
      {{"entry", std::string(entry)}, {"etag", std::string(current)}});
}

absl::Status NotHome(absl::string_view authority) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "NOT_HOME",
      absl::StrCat(authority,
                   " publishes at another node, whose key speaks for it; this "
                   "node only follows its log"),
      {{"authority", std::string(authority)}});
}

absl::Status Contended(absl::string_view authority) {
  return CallerError(absl::StatusCode::kAborted, "CONTENDED",
                     absl::StrCat("others kept changing the same entries of ",
                                  authority, "; try again"),
                     {{"authority", std::string(authority)}});
}

absl::Status RequestIdReused(absl::string_view request_id) {
  return CallerError(
      absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
      absl::StrCat("request_id \"", request_id,
                   "\" was used for another request; choose a new one"),
      {{"request_id", std::string(request_id)}});
}

absl::Status AuthorityNotFound(absl::string_view authority) {
  return CallerError(
      absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND",
      absl::StrCat("no authority ", authority, " is registered here"),
      {{"authority", std::string(authority)}});
}

absl::Status EntryNotFound(absl::string_view name) {
  return CallerError(absl::StatusCode::kNotFound, "ENTRY_NOT_FOUND",
                     absl::StrCat("there is no ", name),
                     {{"entry", std::string(name)}});
}

absl::Status RevisionNotFound(absl::string_view name) {
  return CallerError(
      absl::StatusCode::kNotFound, "REVISION_NOT_FOUND",
      absl::StrCat("no change of ", name, " is of that sequence or time"),
      {{"name", std::string(name)}});
}

absl::Status EntryStands(absl::string_view name) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "REVISION_STANDS",
      absl::StrCat(name,
                   " is in the local offer: withdraw the entry, or publish it "
                   "without what has to go, and then erase this revision"),
      {{"name", std::string(name)}});
}

absl::Status DeclarationStands(absl::string_view name) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "REVISION_STANDS",
      absl::StrCat(name,
                   " stands: declare nil again, with another reason, and then "
                   "erase this declaration"),
      {{"name", std::string(name)}});
}

absl::Status AlreadyWithdrawn(absl::string_view name) {
  return CallerError(absl::StatusCode::kFailedPrecondition, "ALREADY_WITHDRAWN",
                     absl::StrCat(name, " is withdrawn already"),
                     {{"entry", std::string(name)}});
}

}  // namespace localoffer::publishing
