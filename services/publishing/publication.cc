#include "services/publishing/publication.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/entry/timestamp.h"
#include "services/publishing/errors.h"
#include "storage/directory/bodies.h"
#include "storage/log/authority_log.h"
#include "storage/status_macros.h"

namespace localoffer::publishing {
namespace {

constexpr size_t kMostReasonBytes = 1000;

}  // namespace

void CheckReason(const std::string& reason,
                 std::vector<rpc::FieldError>& errors) {
  if (reason.empty() || reason.size() > kMostReasonBytes) {
    errors.push_back({"reason", absl::StrCat("wanted 1 to ", kMostReasonBytes,
                                             " bytes; it is published")});
  }
}

absl::Status CheckHome(storage::Store& store, const std::string& authority) {
  if (!store.authorities().Find(authority)) {
    return AuthorityNotFound(authority);
  }
  if (!store.committer().IsHome(authority)) return NotHome(authority);
  return absl::OkStatus();
}

v1::Publication ToPublication(storage::Store& store,
                              const storage::Receipt& receipt,
                              const std::string& authority) {
  v1::Publication publication;
  publication.set_first_sequence(static_cast<int64_t>(receipt.first_sequence));
  publication.set_change_count(static_cast<int32_t>(receipt.change_count));
  if (receipt.change_count > 0) {
    *publication.mutable_commit_time() =
        entry::ToTimestamp(receipt.commit_time);
    publication.set_checkpoint(receipt.checkpoint);
  } else if (receipt.size > 0) {
    // Nothing was new: the checkpoint that stood before still stands.
    absl::StatusOr<std::optional<std::string>> checkpoint =
        storage::StoredCheckpoint(store.engine(), authority, receipt.size);
    if (checkpoint.ok() && *checkpoint) {
      publication.set_checkpoint(**std::move(checkpoint));
    }
  }
  publication.set_revision(store.logs().Latest().ToRevision());
  publication.set_replayed(receipt.replayed);
  return publication;
}

absl::StatusOr<v1::Publication> EarlierPublication(storage::Store& store,
                                                   const std::string& authority,
                                                   uint64_t sequence) {
  ASSIGN_OR_RETURN(const log::v1::ChangeHeader header,
                   storage::ReadHeader(store.engine(), authority, sequence));
  ASSIGN_OR_RETURN(const std::optional<storage::v1::LogHead> head,
                   storage::HeadAtTime(store.engine(), authority,
                                       header.commit_time_micros()));
  storage::Receipt receipt;
  receipt.first_sequence = sequence;
  receipt.change_count = 1;
  receipt.commit_time = absl::FromUnixMicros(header.commit_time_micros());
  receipt.replayed = true;
  if (head) {
    receipt.size = head->size();
    ASSIGN_OR_RETURN(
        std::optional<std::string> checkpoint,
        storage::StoredCheckpoint(store.engine(), authority, receipt.size));
    receipt.checkpoint = std::move(checkpoint).value_or("");
  }
  return ToPublication(store, receipt, authority);
}

}  // namespace localoffer::publishing
