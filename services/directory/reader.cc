#include "services/directory/reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/directory/entry_list.h"
#include "services/directory/page_token.h"
#include "services/entry/differences.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

using storage::EntryRevision;
using storage::Instant;

constexpr int kMostBatched = 100;
constexpr size_t kMostNamesTold = 10;
constexpr int kUsualRevisions = 20;
constexpr int kMostRevisions = 100;

absl::Status NotFound(const std::vector<std::string>& names) {
  const size_t told = std::min(names.size(), kMostNamesTold);
  std::string message = absl::StrCat(
      "there is no ", absl::StrJoin(names.begin(), names.begin() + told, ", "));
  if (told < names.size()) {
    absl::StrAppend(&message, " and ", names.size() - told, " more");
  }
  return rpc::CallerError(absl::StatusCode::kNotFound, "ENTRY_NOT_FOUND",
                          message, {{"entry", names.front()}});
}

// The revision a name asks for, at an instant; nothing if there is none.
absl::StatusOr<std::optional<EntryRevision>> Find(storage::Store& store,
                                                  const entry::EntryName& name,
                                                  const Instant& instant) {
  const uint64_t log_size = instant.SizeOf(name.authority);
  if (!name.sequence) {
    return store.entries().At(name.authority, name.entry, log_size);
  }
  const auto sequence = static_cast<uint64_t>(*name.sequence);
  if (sequence >= log_size) return std::nullopt;
  ASSIGN_OR_RETURN(
      std::optional<EntryRevision> revision,
      store.entries().At(name.authority, name.entry, sequence + 1));
  if (revision && revision->sequence != sequence) return std::nullopt;
  return revision;
}

template <typename Request>
bool ChoosesInstant(const Request& request) {
  return request.has_read_time() || !request.revision().empty();
}

}  // namespace

absl::StatusOr<v1::GetEntryResponse> Reader::Get(
    const v1::GetEntryRequest& request) const {
  const absl::StatusOr<entry::EntryName> name =
      entry::ParseEntryRevisionName("name", request.name());
  if (!name.ok()) return rpc::InvalidField("name", name.status().message());
  ASSIGN_OR_RETURN(const Instant instant, entry::InstantOf(store_, request));
  RETURN_IF_ERROR(entry::CheckHistoryBegun(instant, ChoosesInstant(request),
                                           name->authority));
  ASSIGN_OR_RETURN(const std::optional<EntryRevision> revision,
                   Find(store_, *name, instant));
  if (!revision) return NotFound({request.name()});
  v1::GetEntryResponse response;
  ASSIGN_OR_RETURN(*response.mutable_entry(),
                   ShowEntry(store_, *revision, request.view()));
  response.set_revision(instant.ToRevision());
  return response;
}

absl::StatusOr<v1::BatchGetEntriesResponse> Reader::BatchGet(
    const v1::BatchGetEntriesRequest& request) const {
  std::vector<rpc::FieldError> errors;
  std::vector<entry::EntryName> names;
  if (request.names().empty() || request.names_size() > kMostBatched) {
    errors.push_back(
        {"names", absl::StrCat("wanted 1 to ", kMostBatched, " names")});
    return rpc::InvalidFields(errors);
  }
  for (int i = 0; i < request.names_size(); ++i) {
    const std::string field = absl::StrCat("names[", i, "]");
    absl::StatusOr<entry::EntryName> name =
        entry::ParseEntryRevisionName(field, request.names(i));
    if (name.ok()) {
      names.push_back(*std::move(name));
    } else {
      errors.push_back({field, std::string(name.status().message())});
    }
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  ASSIGN_OR_RETURN(const Instant instant, entry::InstantOf(store_, request));
  v1::BatchGetEntriesResponse response;
  std::vector<std::string> missing;
  size_t bytes = 0;
  for (size_t i = 0; i < names.size(); ++i) {
    ASSIGN_OR_RETURN(const std::optional<EntryRevision> revision,
                     Find(store_, names[i], instant));
    if (!revision) {
      missing.push_back(request.names(static_cast<int>(i)));
      continue;
    }
    ASSIGN_OR_RETURN(*response.add_entries(),
                     ShowEntry(store_, *revision, request.view()));
    bytes += response.entries().rbegin()->ByteSizeLong();
    if (bytes > kPageBytes) {
      return rpc::CallerError(absl::StatusCode::kResourceExhausted,
                              "BATCH_TOO_LARGE",
                              "these entries are larger than an answer can "
                              "be; ask for fewer, or for the BASIC view");
    }
  }
  if (!missing.empty()) return NotFound(missing);
  response.set_revision(instant.ToRevision());
  return response;
}

absl::StatusOr<v1::ListEntriesResponse> Reader::List(
    const v1::ListEntriesRequest& request) const {
  return ListEntries(store_, request);
}

absl::StatusOr<v1::ListEntryRevisionsResponse> Reader::ListRevisions(
    const v1::ListEntryRevisionsRequest& request) const {
  const absl::StatusOr<entry::EntryName> name =
      entry::ParseEntryName("name", request.name());
  if (!name.ok()) return rpc::InvalidField("name", name.status().message());
  ASSIGN_OR_RETURN(
      const int page_size,
      PageSize(request.page_size(), kUsualRevisions, kMostRevisions));
  const uint64_t hash = RequestHash(request);
  Instant instant;
  uint64_t log_size = 0;
  if (request.page_token().empty()) {
    ASSIGN_OR_RETURN(instant, entry::InstantOf(store_, request));
    log_size = instant.SizeOf(name->authority);
  } else {
    ASSIGN_OR_RETURN(const storage::v1::PageToken from,
                     DecodePageToken(request.page_token(), hash));
    ASSIGN_OR_RETURN(instant,
                     entry::InstantOfRevision(store_, from.revision()));
    // Revisions before the last one that was shown.
    log_size = static_cast<uint64_t>(from.sequence());
  }
  RETURN_IF_ERROR(entry::CheckHistoryBegun(instant, ChoosesInstant(request),
                                           name->authority));
  // One more than the page: its last needs a revision to differ from.
  std::vector<EntryRevision> revisions;
  RETURN_IF_ERROR(store_.entries().ForEachRevision(
      name->authority, name->entry, log_size, [&](EntryRevision revision) {
        revisions.push_back(std::move(revision));
        return revisions.size() <= static_cast<size_t>(page_size);
      }));
  if (revisions.empty() && request.page_token().empty()) {
    return NotFound({request.name()});
  }
  v1::ListEntryRevisionsResponse response;
  size_t bytes = 0;
  size_t shown = 0;
  while (shown < revisions.size() && shown < static_cast<size_t>(page_size) &&
         bytes < kPageBytes / 2) {  // differences hold both contents
    v1::EntryRevision& out = *response.add_revisions();
    ASSIGN_OR_RETURN(*out.mutable_entry(),
                     ShowEntry(store_, revisions[shown], v1::ENTRY_VIEW_FULL));
    if (shown + 1 < revisions.size()) {
      ASSIGN_OR_RETURN(const log::v1::EntryPublished before,
                       store_.entries().Content(revisions[shown + 1]));
      for (v1::FieldDifference& difference : entry::Differences(
               before.service(), before.local_offer(), out.entry().service(),
               out.entry().local_offer())) {
        *out.add_differences() = std::move(difference);
      }
    }
    bytes += out.ByteSizeLong();
    ++shown;
  }
  response.set_revision(instant.ToRevision());
  if (shown < revisions.size()) {
    storage::v1::PageToken next;
    next.set_request_hash(hash);
    next.set_revision(response.revision());
    next.set_sequence(static_cast<int64_t>(revisions[shown - 1].sequence));
    response.set_next_page_token(EncodePageToken(next));
  }
  return response;
}

}  // namespace localoffer::directory
