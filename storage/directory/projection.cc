#include "storage/directory/projection.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/directory/bodies.h"
#include "storage/directory/editions.h"
#include "storage/directory/providers.h"
#include "storage/keys.h"
#include "storage/log/big_endian.h"
#include "storage/log/change.h"
#include "storage/status_macros.h"

namespace localoffer::storage {

absl::StatusOr<int> Projector::Project(const log::v1::ChangeHeader& header,
                                       const log::v1::ChangeBody* body) {
  switch (header.kind()) {
    case log::v1::CHANGE_KIND_NIL_DECLARED:
      PutStatement(header, header.subject(), /*nil=*/true);
      batch_.Put(Table::kNil, NilKey(header.subject(), header.authority()), "");
      return 0;
    case log::v1::CHANGE_KIND_EDITION_MADE:
      ProjectEdition(header, batch_);
      return 0;
    case log::v1::CHANGE_KIND_BODY_ERASED:
      RETURN_IF_ERROR(Erase(header));
      return 0;
    case log::v1::CHANGE_KIND_ENTRY_PUBLISHED:
    case log::v1::CHANGE_KIND_ENTRY_WITHDRAWN:
      break;
    default:
      return 0;  // kept in the log, not projected
  }
  ASSIGN_OR_RETURN(
      const std::optional<EntryRevision> before,
      Find(header.authority(), header.subject(), header.sequence()));
  if (header.kind() == log::v1::CHANGE_KIND_ENTRY_WITHDRAWN) {
    return Withdraw(header, before);
  }
  return Publish(header, body == nullptr ? nullptr : &body->entry_published(),
                 before);
}

absl::StatusOr<std::optional<EntryRevision>> Projector::Find(
    const std::string& authority, const std::string& entry_id,
    uint64_t log_size) {
  EntryKey key(authority, entry_id);
  const auto staged = revisions_.find(key);
  if (staged != revisions_.end()) return staged->second;
  const auto known = stored_.find(key);
  if (known != stored_.end()) return known->second;
  ASSIGN_OR_RETURN(std::optional<EntryRevision> found,
                   Entries(engine_).At(authority, entry_id, log_size));
  return stored_.emplace(std::move(key), std::move(found)).first->second;
}

void Projector::PutEntry(const log::v1::ChangeHeader& header,
                         EntryRevision revision) {
  revision.authority = header.authority();
  revision.entry_id = header.subject();
  revision.sequence = header.sequence();
  revision.update_time = absl::FromUnixMicros(header.commit_time_micros());
  v1::EntryRecord record;
  record.set_withdrawn(revision.withdrawn);
  record.set_content_sequence(revision.content_sequence);
  record.set_create_time_micros(absl::ToUnixMicros(revision.create_time));
  record.set_update_time_micros(header.commit_time_micros());
  batch_.Put(
      Table::kEntry,
      RevisionKey(header.authority(), header.subject(), header.sequence()),
      record.SerializeAsString());
  EntryKey key(header.authority(), header.subject());
  since_mark_.push_back(key);
  revisions_.insert_or_assign(std::move(key), std::move(revision));
}

void Projector::BackToMark() {
  for (const EntryKey& key : since_mark_) revisions_.erase(key);
  since_mark_.clear();
}

int Projector::Publish(const log::v1::ChangeHeader& header,
                       const log::v1::EntryPublished* published,
                       const std::optional<EntryRevision>& before) {
  EntryRevision revision;
  revision.content_sequence = header.sequence();
  revision.create_time =
      before ? before->create_time
             : absl::FromUnixMicros(header.commit_time_micros());
  PutEntry(header, std::move(revision));
  if (published == nullptr) {
    ProjectListing(header, localoffer::v1::Service(), batch_);
  } else {
    ProjectListing(header, published->service(), batch_);
    for (const std::string& item : published->local_offer().statutory_items()) {
      PutStatement(header, item, /*nil=*/false);
    }
  }
  return before && !before->withdrawn ? 0 : 1;
}

absl::StatusOr<int> Projector::Withdraw(
    const log::v1::ChangeHeader& header,
    const std::optional<EntryRevision>& before) {
  if (!before) {
    return absl::DataLossError(
        absl::StrCat("change ", header.sequence(), " of ", header.authority(),
                     " withdraws an entry that was never published"));
  }
  EntryRevision revision;
  revision.withdrawn = true;
  revision.content_sequence = before->content_sequence;
  revision.create_time = before->create_time;
  PutEntry(header, std::move(revision));
  ProjectWithdrawnListing(header, batch_);
  return before->withdrawn ? 0 : -1;
}

void Projector::PutStatement(const log::v1::ChangeHeader& header,
                             const std::string& statutory_item, bool nil) {
  v1::StatementRecord record;
  record.set_nil(nil);
  record.set_time_micros(header.commit_time_micros());
  batch_.Put(Table::kStatement,
             RevisionKey(header.authority(), statutory_item, header.sequence()),
             record.SerializeAsString());
}

absl::Status Projector::Erase(const log::v1::ChangeHeader& header) {
  ASSIGN_OR_RETURN(const uint64_t sequence, log::ErasedSequence(header));
  ASSIGN_OR_RETURN(const log::v1::ChangeHeader erased,
                   ReadHeader(engine_, header.authority(), sequence));
  if (!log::IsErasable(erased.kind())) {
    return absl::DataLossError(absl::StrCat("change ", header.sequence(),
                                            " of ", header.authority(),
                                            " erases a body that has to stay"));
  }
  erased_[header.authority()].insert(sequence);
  if (erased.kind() == log::v1::CHANGE_KIND_ENTRY_PUBLISHED) {
    RETURN_IF_ERROR(ForgetContent(erased));
  }
  const std::string key = NumberKey(header.authority(), sequence);
  batch_.Delete(Table::kBody, key);
  std::string by;
  log::AppendBigEndian(header.sequence(), by);
  batch_.Put(Table::kErasure, key, by);
  batch_.Put(Table::kMeta,
             absl::StrCat(kPurgePendingKey,
                          NumberKey(header.authority(), header.sequence())),
             "");
  return absl::OkStatus();
}

// Makes the directory what it is for a node that receives the change without
// its body.
absl::Status Projector::ForgetContent(const log::v1::ChangeHeader& erased) {
  const absl::StatusOr<log::v1::ChangeBody> body =
      ReadBody(engine_, erased.authority(), erased.sequence());
  if (absl::IsNotFound(body.status())) return absl::OkStatus();
  RETURN_IF_ERROR(body.status());
  // The kept form of the index has its words in it.
  batch_.Delete(Table::kMeta, kIndexVersionKey);
  const log::v1::EntryPublished& content = body->entry_published();
  for (const std::string& item : content.local_offer().statutory_items()) {
    batch_.Delete(Table::kStatement,
                  RevisionKey(erased.authority(), item, erased.sequence()));
  }
  return ForgetListing(engine_, erased, content.service(),
                       erased_[erased.authority()], batch_);
}

}  // namespace localoffer::storage
