#include "storage/directory/projection.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/directory/editions.h"
#include "storage/directory/entries.h"
#include "storage/directory/providers.h"
#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

void PutStatement(const log::v1::ChangeHeader& header,
                  const std::string& statutory_item, bool nil, Batch& batch) {
  v1::StatementRecord record;
  record.set_nil(nil);
  record.set_time_micros(header.commit_time_micros());
  batch.Put(Table::kStatement,
            RevisionKey(header.authority(), statutory_item, header.sequence()),
            record.SerializeAsString());
}

void PutEntry(const log::v1::ChangeHeader& header,
              const v1::EntryRecord& record, Batch& batch) {
  batch.Put(
      Table::kEntry,
      RevisionKey(header.authority(), header.subject(), header.sequence()),
      record.SerializeAsString());
}

int ProjectPublished(const log::v1::ChangeHeader& header,
                     const log::v1::EntryPublished& published,
                     const std::optional<EntryRevision>& before, Batch& batch) {
  v1::EntryRecord record;
  record.set_content_sequence(header.sequence());
  record.set_create_time_micros(before ? absl::ToUnixMicros(before->create_time)
                                       : header.commit_time_micros());
  record.set_update_time_micros(header.commit_time_micros());
  PutEntry(header, record, batch);
  ProjectListing(header, &published.service(), batch);
  for (const std::string& item : published.local_offer().statutory_items()) {
    PutStatement(header, item, /*nil=*/false, batch);
  }
  return before && !before->withdrawn ? 0 : 1;
}

absl::StatusOr<int> ProjectWithdrawn(const log::v1::ChangeHeader& header,
                                     const std::optional<EntryRevision>& before,
                                     Batch& batch) {
  if (!before) {
    return absl::DataLossError(
        absl::StrCat("change ", header.sequence(), " of ", header.authority(),
                     " withdraws an entry that was never published"));
  }
  v1::EntryRecord record;
  record.set_withdrawn(true);
  record.set_content_sequence(before->content_sequence);
  record.set_create_time_micros(absl::ToUnixMicros(before->create_time));
  record.set_update_time_micros(header.commit_time_micros());
  PutEntry(header, record, batch);
  ProjectListing(header, /*service=*/nullptr, batch);
  return before->withdrawn ? 0 : -1;
}

}  // namespace

absl::StatusOr<int> Project(const Engine& engine,
                            const log::v1::ChangeHeader& header,
                            const log::v1::ChangeBody& body, Batch& batch) {
  if (header.kind() == log::v1::CHANGE_KIND_NIL_DECLARED) {
    PutStatement(header, header.subject(), /*nil=*/true, batch);
    batch.Put(Table::kNil, NilKey(header.subject(), header.authority()), "");
    return 0;
  }
  if (header.kind() == log::v1::CHANGE_KIND_EDITION_MADE) {
    RETURN_IF_ERROR(ProjectEdition(engine, header, batch));
    return 0;
  }
  if (header.kind() != log::v1::CHANGE_KIND_ENTRY_PUBLISHED &&
      header.kind() != log::v1::CHANGE_KIND_ENTRY_WITHDRAWN) {
    return 0;  // kept in the log, not projected
  }
  ASSIGN_OR_RETURN(const std::optional<EntryRevision> before,
                   Entries(engine).At(header.authority(), header.subject(),
                                      header.sequence()));
  if (header.kind() == log::v1::CHANGE_KIND_ENTRY_PUBLISHED) {
    return ProjectPublished(header, body.entry_published(), before, batch);
  }
  return ProjectWithdrawn(header, before, batch);
}

}  // namespace localoffer::storage
