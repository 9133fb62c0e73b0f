// The errors of publishing, each with its reason.
#ifndef LOCALOFFER_SERVICES_PUBLISHING_ERRORS_H_
#define LOCALOFFER_SERVICES_PUBLISHING_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace localoffer::publishing {

// INVALID_ARGUMENT: records violate rules; the violations have been sent.
absl::Status PublicationRefused(int64_t records, int64_t violations);
// INVALID_ARGUMENT: neither a source nor entries came after the header.
absl::Status NothingSent();
// INVALID_ARGUMENT: the caller did not say that all was sent.
absl::Status UploadIncomplete();
// FAILED_PRECONDITION: too many withdrawals, not confirmed.
absl::Status TooManyWithdrawals(int64_t withdrawn, int64_t published);
// ABORTED: what would change is no longer what the plan showed.
absl::Status PlanOutdated();
// ABORTED: the entry has changed since the caller read it.
absl::Status EtagMismatch(absl::string_view entry, absl::string_view etag,
                          absl::string_view current);
// ABORTED: others kept changing the same entries.
absl::Status Contended(absl::string_view authority);
absl::Status NotHome(absl::string_view authority);
// ALREADY_EXISTS: the request id belongs to another request.
absl::Status RequestIdReused(absl::string_view request_id);
// NOT_FOUND.
absl::Status AuthorityNotFound(absl::string_view authority);
absl::Status EntryNotFound(absl::string_view name);
// NOT_FOUND: nothing was said at that sequence or time, or ever.
absl::Status RevisionNotFound(absl::string_view name);
// FAILED_PRECONDITION.
absl::Status AlreadyWithdrawn(absl::string_view name);
absl::Status EntryStands(absl::string_view name);
absl::Status DeclarationStands(absl::string_view name);

}  // namespace localoffer::publishing

#endif  // LOCALOFFER_SERVICES_PUBLISHING_ERRORS_H_
