#include "services/directory/data_package_form.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/openreferral/write_json.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

bool IsSentAtOnce(const openreferral::PackageTable& table) {
  return table.name == "service";
}

openreferral::PackagedEntry DescriptionOf(
    const storage::EntryRevision& revision) {
  openreferral::PackagedEntry entry;
  entry.name = absl::StrCat("authorities/", revision.authority, "/entries/",
                            revision.entry_id);
  entry.authority = std::string(log::AuthorityOfLog(revision.authority));
  entry.harvested = log::IsHarvestedLog(revision.authority);
  entry.update_time = absl::FormatTime(absl::RFC3339_full, revision.update_time,
                                       absl::UTCTimeZone());
  return entry;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ExportForm>> DataPackageForm::Make(
    const std::string& directory) {
  std::vector<std::unique_ptr<Table>> tables;
  for (const openreferral::PackageTable& table :
       openreferral::DataPackageTables()) {
    ASSIGN_OR_RETURN(Spool spool, Spool::Make(directory));
    tables.push_back(std::make_unique<Table>(table.path, std::move(spool)));
  }
  return std::unique_ptr<ExportForm>(new DataPackageForm(std::move(tables)));
}

DataPackageForm::DataPackageForm(std::vector<std::unique_ptr<Table>> tables)
    : tables_(std::move(tables)),
      texts_(openreferral::PackageRows::Headings()) {}

void DataPackageForm::Begin(const ExportHead& /*head*/, std::string& out) {
  compression::ZipMember descriptor("datapackage.json");
  archive_.Begin(descriptor, out);
  descriptor.Add(openreferral::DataPackageDescriptor(), out);
  descriptor.Finish(out);
  archive_.End(descriptor, out);
  for (size_t i = 0; i < tables_.size(); ++i) {
    if (IsSentAtOnce(openreferral::DataPackageTables()[i])) {
      archive_.Begin(tables_[i]->member, out);
    }
  }
}

absl::Status DataPackageForm::Add(const storage::EntryRevision& revision,
                                  const log::v1::EntryPublished& content,
                                  std::string& out) {
  const std::string service = openreferral::WriteServiceJson(
      content.service(), content.local_offer(), {});
  if (!rows_.Add(DescriptionOf(revision), service, texts_)) {
    return absl::DataLossError(absl::StrCat("entry ", revision.entry_id, " of ",
                                            revision.authority,
                                            " cannot be written as JSON"));
  }
  return Take(texts_, out);
}

// Compresses what there is of each table, and empties it.
absl::Status DataPackageForm::Take(openreferral::PackageRows::Texts& texts,
                                   std::string& out) {
  for (size_t i = 0; i < tables_.size(); ++i) {
    if (texts[i].empty()) continue;
    Table& table = *tables_[i];
    if (IsSentAtOnce(openreferral::DataPackageTables()[i])) {
      table.member.Add(texts[i], out);
    } else {
      std::string compressed;
      table.member.Add(texts[i], compressed);
      RETURN_IF_ERROR(table.spool.Append(compressed));
    }
    texts[i].clear();
  }
  return absl::OkStatus();
}

absl::Status DataPackageForm::EndTables(std::string& out) {
  // Headings, where there was no entry.
  RETURN_IF_ERROR(Take(texts_, out));
  for (size_t i = 0; i < tables_.size(); ++i) {
    Table& table = *tables_[i];
    if (IsSentAtOnce(openreferral::DataPackageTables()[i])) {
      table.member.Finish(out);
      archive_.End(table.member, out);
    } else {
      std::string compressed;
      table.member.Finish(compressed);
      RETURN_IF_ERROR(table.spool.Append(compressed));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> DataPackageForm::End(std::string& out) {
  if (!tables_ended_) {
    RETURN_IF_ERROR(EndTables(out));
    tables_ended_ = true;
    return true;
  }
  if (sending_ == tables_.size()) {
    RETURN_IF_ERROR(archive_.Finish(out));
    return false;
  }
  Table& table = *tables_[sending_];
  if (!IsSentAtOnce(openreferral::DataPackageTables()[sending_])) {
    if (!header_sent_) archive_.AddFinished(table.member, out);
    header_sent_ = true;
    ASSIGN_OR_RETURN(const bool more, table.spool.Read(out));
    if (more) return true;
  }
  ++sending_;
  header_sent_ = false;
  return true;
}

}  // namespace localoffer::directory
