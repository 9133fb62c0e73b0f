#include "services/editions/comparison.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/editions/edition_view.h"
#include "services/entry/differences.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"
#include "storage/directory/bodies.h"
#include "storage/status_macros.h"

namespace localoffer::editions {
namespace {

using storage::EntryRevision;

// A message stays well below gRPC's limit of 4 MiB, and comes soon.
constexpr size_t kMessageBytes = 256 << 10;
constexpr int kEntriesAStep = 1000;

}  // namespace

absl::StatusOr<std::unique_ptr<Comparison>> Comparison::Start(
    storage::Store& store, const v1::CompareEditionsRequest& request) {
  if (request.has_from_time()) return StartAtTime(store, request);
  std::vector<rpc::FieldError> errors;
  if (!request.parent().empty()) {
    errors.push_back({"parent", "wanted only with from_time"});
  }
  const absl::StatusOr<entry::EditionName> from =
      entry::ParseEditionName("from", request.from());
  if (!from.ok()) {
    errors.push_back({"from", std::string(from.status().message())});
  }
  std::optional<entry::EditionName> to;
  if (!request.to().empty()) {
    absl::StatusOr<entry::EditionName> name =
        entry::ParseEditionName("to", request.to());
    if (!name.ok()) {
      errors.push_back({"to", std::string(name.status().message())});
    } else if (from.ok() && name->authority != from->authority) {
      errors.push_back({"to", "wanted an edition of the same authority"});
    } else {
      to = *std::move(name);
    }
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  const uint64_t log_size = store.logs().Latest().SizeOf(from->authority);
  ASSIGN_OR_RETURN(const storage::Edition earlier,
                   FindEdition(store, *from, log_size));
  uint64_t to_size = log_size;
  if (to) {
    ASSIGN_OR_RETURN(const storage::Edition later,
                     FindEdition(store, *to, log_size));
    if (later.sequence < earlier.sequence) {
      return rpc::InvalidField(
          "to",
          absl::StrCat(request.to(), " was made before ", request.from()));
    }
    to_size = later.sequence;
  }
  return Between(store, from->authority, earlier.sequence, to_size);
}

absl::StatusOr<std::unique_ptr<Comparison>> Comparison::StartAtTime(
    storage::Store& store, const v1::CompareEditionsRequest& request) {
  std::vector<rpc::FieldError> errors;
  for (const auto& [field, value] :
       {std::pair("from", request.from()), std::pair("to", request.to())}) {
    if (!value.empty()) {
      errors.push_back({field, "cannot be combined with from_time"});
    }
  }
  const absl::StatusOr<std::string> log =
      entry::ParseLogName("parent", request.parent());
  if (!log.ok()) {
    errors.push_back({"parent", std::string(log.status().message())});
  }
  const absl::StatusOr<absl::Time> time =
      entry::FromTimestamp(request.from_time());
  if (!time.ok()) {
    errors.push_back({"from_time", std::string(time.status().message())});
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  const absl::StatusOr<storage::Instant> then = store.logs().At(*time);
  if (absl::IsInvalidArgument(then.status())) {
    return rpc::InvalidField("from_time", "must not lie in the future");
  }
  RETURN_IF_ERROR(then.status());
  RETURN_IF_ERROR(entry::CheckHistoryBegun(*then, /*chosen=*/true, *log));
  return Between(store, *log, then->SizeOf(*log),
                 store.logs().Latest().SizeOf(*log));
}

std::unique_ptr<Comparison> Comparison::Between(storage::Store& store,
                                                std::string log,
                                                uint64_t from_size,
                                                uint64_t to_size) {
  return std::unique_ptr<Comparison>(
      new Comparison(store, std::move(log), from_size, to_size));
}

Comparison::Comparison(storage::Store& store, std::string authority,
                       uint64_t from_size, uint64_t to_size)
    : store_(store),
      authority_(std::move(authority)),
      from_size_(from_size),
      to_size_(to_size) {}

absl::StatusOr<bool> Comparison::Next(v1::CompareEditionsResponse& response) {
  if (ended_) return false;
  absl::Status failed;
  size_t bytes = 0;
  int entries = 0;
  bool all = true;
  // Entries never go, so the later state has every entry of the earlier one.
  const auto compare = [&](const EntryRevision& after) {
    if (bytes >= kMessageBytes || entries == kEntriesAStep) {
      all = false;
      return false;
    }
    last_entry_ = after.entry_id;
    ++entries;
    absl::StatusOr<std::optional<v1::EditionChange>> change = Compare(after);
    failed = change.status();
    if (!failed.ok()) return false;
    if (*change) {
      bytes += (*change)->ByteSizeLong();
      *response.add_changes() = **std::move(change);
    }
    return true;
  };
  RETURN_IF_ERROR(
      store_.entries().ForEach(authority_, to_size_, last_entry_, compare));
  RETURN_IF_ERROR(failed);
  ended_ = all;
  if (ended_) *response.mutable_summary() = summary_;
  return true;
}

absl::StatusOr<std::optional<v1::EditionChange>> Comparison::Compare(
    const EntryRevision& after) {
  const bool is_listed = !after.withdrawn;
  if (after.sequence < from_size_) {
    if (is_listed) summary_.set_unchanged(summary_.unchanged() + 1);
    return std::nullopt;
  }
  ASSIGN_OR_RETURN(const std::optional<EntryRevision> before,
                   store_.entries().At(authority_, after.entry_id, from_size_));
  const bool was_listed = before && !before->withdrawn;
  if (was_listed && is_listed) return Changed(*before, after);
  if (was_listed == is_listed) return std::nullopt;  // came and went
  v1::EditionChange change;
  if (is_listed) {
    change.set_action(v1::CHANGE_ACTION_ADDED);
    summary_.set_added(summary_.added() + 1);
  } else {
    change.set_action(v1::CHANGE_ACTION_WITHDRAWN);
    summary_.set_withdrawn(summary_.withdrawn() + 1);
  }
  RETURN_IF_ERROR(Describe(after, change));
  return change;
}

absl::StatusOr<std::optional<v1::EditionChange>> Comparison::Changed(
    const EntryRevision& before, const EntryRevision& after) {
  v1::EditionChange change;
  change.set_action(v1::CHANGE_ACTION_CHANGED);
  RETURN_IF_ERROR(Describe(after, change));
  ASSIGN_OR_RETURN(const bool was_erased, IsErased(before.content_sequence));
  if (was_erased) change.set_content_erased(true);
  if (!change.content_erased()) {
    ASSIGN_OR_RETURN(const log::v1::EntryPublished was,
                     store_.entries().Content(before));
    ASSIGN_OR_RETURN(const log::v1::EntryPublished is,
                     store_.entries().Content(after));
    for (v1::FieldDifference& difference :
         entry::Differences(was.service(), was.local_offer(), is.service(),
                            is.local_offer())) {
      *change.add_differences() = std::move(difference);
    }
    if (change.differences().empty()) {
      summary_.set_unchanged(summary_.unchanged() + 1);
      return std::nullopt;
    }
  }
  summary_.set_changed(summary_.changed() + 1);
  return change;
}

absl::Status Comparison::Describe(const EntryRevision& after,
                                  v1::EditionChange& change) const {
  change.set_entry(entry::FormatEntryName(authority_, after.entry_id));
  ASSIGN_OR_RETURN(const bool is_erased, IsErased(after.content_sequence));
  change.set_content_erased(is_erased);
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   store_.entries().Content(after));
  change.set_title(content.service().name());
  if (after.withdrawn) {
    ASSIGN_OR_RETURN(*change.mutable_withdrawal_reason(),
                     store_.entries().WithdrawalReason(after));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Comparison::IsErased(uint64_t sequence) const {
  ASSIGN_OR_RETURN(const std::optional<uint64_t> by,
                   storage::ErasedBy(store_.engine(), authority_, sequence));
  return by.has_value();
}

}  // namespace localoffer::editions
