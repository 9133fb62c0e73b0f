#include "services/directory/entry_list.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/directory/page_token.h"
#include "services/directory/reader.h"
#include "services/entry/entry_view.h"
#include "services/entry/excerpt.h"
#include "services/entry/harvested.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"
#include "storage/directory/instant.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

using storage::EntryRevision;
using storage::Instant;

constexpr int kUsualPage = 100;
constexpr int kLargestPage = 1000;

// What lists show; BASIC unless told otherwise.
v1::EntryView ListView(v1::EntryView asked) {
  return asked == v1::ENTRY_VIEW_FULL || asked == v1::ENTRY_VIEW_NAME
             ? asked
             : v1::ENTRY_VIEW_BASIC;
}

// What is wrong with a request for a list but for its page token and its
// instant.
absl::Status CheckList(const v1::ListEntriesRequest& request) {
  std::vector<rpc::FieldError> errors;
  const auto parent = entry::ParseLogOrAll("parent", request.parent());
  if (!parent.ok()) {
    errors.push_back({"parent", std::string(parent.status().message())});
  }
  if (!request.entry().empty() && !entry::IsEntryId(request.entry())) {
    errors.push_back(
        {"entry", absl::StrCat("\"", entry::Excerpt(request.entry()),
                               "\": wanted a UUID in lower case")});
  }
  return errors.empty() ? absl::OkStatus() : rpc::InvalidFields(errors);
}

// Fills a page of a list.
class ListPage {
 public:
  ListPage(storage::Store& store, const v1::ListEntriesRequest& request,
           int page_size)
      : store_(store), request_(request), page_size_(page_size) {}

  // False when the page ends before the entry, or it can't be read.
  bool Add(const EntryRevision& revision) {
    if (revision.withdrawn && !request_.show_withdrawn()) return true;
    if (response_.entries_size() == page_size_ || bytes_ >= kPageBytes) {
      full_ = true;
      return false;
    }
    absl::StatusOr<v1::Entry> entry =
        ShowEntry(store_, revision, ListView(request_.view()));
    if (!entry.ok()) {
      failed_ = entry.status();
      return false;
    }
    bytes_ += entry->ByteSizeLong();
    *response_.add_entries() = *std::move(entry);
    next_.set_authority(revision.authority);
    next_.set_entry_id(revision.entry_id);
    return true;
  }

  void SetChangeTime(absl::Time time) {
    *response_.mutable_change_time() = entry::ToTimestamp(time);
  }

  bool is_full() const { return full_; }
  const absl::Status& failed() const { return failed_; }

  v1::ListEntriesResponse Finish(const Instant& instant, uint64_t hash) {
    response_.set_revision(instant.ToRevision());
    if (full_) {
      next_.set_request_hash(hash);
      next_.set_revision(response_.revision());
      response_.set_next_page_token(EncodePageToken(next_));
    }
    return std::move(response_);
  }

 private:
  storage::Store& store_;
  const v1::ListEntriesRequest& request_;
  const int page_size_;
  size_t bytes_ = 0;
  bool full_ = false;
  absl::Status failed_;
  storage::v1::PageToken next_;
  v1::ListEntriesResponse response_;
};

// Which logs a list is of: one, or where there is none every log that speaks.
struct ListedLogs {
  Instant speaking;
  std::optional<std::string> only;

  bool Have(const std::string& log) const {
    return only ? *only == log : speaking.SizeOf(log) > 0;
  }
  // Whether the log is one of an authority that the list is of, be it that
  // another speaks for it.
  bool Concern(const std::string& log) const {
    return !only || log::AuthorityOfLog(log) == log::AuthorityOfLog(*only);
  }
};

// The entries with one id.
absl::Status ListOne(storage::Store& store,
                     const v1::ListEntriesRequest& request,
                     const Instant& instant, const ListedLogs& logs,
                     const storage::v1::PageToken& from, ListPage& page) {
  absl::Time changed = absl::InfinitePast();
  for (const auto& [log, size] : instant.sizes()) {
    if (!logs.Concern(log)) continue;
    ASSIGN_OR_RETURN(const std::optional<EntryRevision> revision,
                     store.entries().At(log, request.entry(), size));
    if (!revision) continue;
    changed = std::max(changed, revision->update_time);
    if (log <= from.authority() || page.is_full() || !logs.Have(log)) continue;
    page.Add(*revision);
    RETURN_IF_ERROR(page.failed());
  }
  if (changed != absl::InfinitePast()) page.SetChangeTime(changed);
  return absl::OkStatus();
}

absl::Status ListAll(storage::Store& store, const Instant& instant,
                     const ListedLogs& logs, const storage::v1::PageToken& from,
                     ListPage& page) {
  for (const auto& [log, size] : instant.sizes()) {
    if (log < from.authority() || !logs.Have(log)) continue;
    const std::string after = log == from.authority() ? from.entry_id() : "";
    RETURN_IF_ERROR(store.entries().ForEach(
        log, size, after,
        [&](const EntryRevision& revision) { return page.Add(revision); }));
    RETURN_IF_ERROR(page.failed());
    if (page.is_full()) break;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Entry> ShowEntry(storage::Store& store,
                                    const storage::EntryRevision& revision,
                                    v1::EntryView view) {
  ASSIGN_OR_RETURN(v1::Entry entry,
                   entry::ToEntry(store.entries(), revision, view));
  if (view != v1::ENTRY_VIEW_NAME) {
    entry::MarkHarvested(store.authorities(), revision.authority, entry);
  }
  return entry;
}

absl::StatusOr<v1::ListEntriesResponse> ListEntries(
    storage::Store& store, const v1::ListEntriesRequest& request) {
  RETURN_IF_ERROR(CheckList(request));
  ASSIGN_OR_RETURN(const int page_size,
                   PageSize(request.page_size(), kUsualPage, kLargestPage));
  const uint64_t hash = RequestHash(request);
  storage::v1::PageToken from;
  Instant instant;
  if (request.page_token().empty()) {
    ASSIGN_OR_RETURN(instant, entry::InstantOf(store, request));
  } else {
    ASSIGN_OR_RETURN(from, DecodePageToken(request.page_token(), hash));
    ASSIGN_OR_RETURN(instant, entry::InstantOfRevision(store, from.revision()));
  }
  ListedLogs logs;
  ASSIGN_OR_RETURN(logs.speaking, store.speaking().At(instant));
  ASSIGN_OR_RETURN(const std::optional<std::string> parent,
                   entry::ParseLogOrAll("parent", request.parent()));
  if (parent) {
    logs.only = storage::SpeakingLog(logs.speaking, *parent);
    RETURN_IF_ERROR(entry::CheckHistoryBegun(
        instant, request.has_read_time() || !request.revision().empty(),
        *logs.only));
  }
  ListPage page(store, request, page_size);
  RETURN_IF_ERROR(request.entry().empty()
                      ? ListAll(store, instant, logs, from, page)
                      : ListOne(store, request, instant, logs, from, page));
  return page.Finish(instant, hash);
}

}  // namespace localoffer::directory
