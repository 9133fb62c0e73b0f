// An export as a zip archive with the HSDS 3.0 tabular data package.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_DATA_PACKAGE_FORM_H_
#define LOCALOFFER_SERVICES_DIRECTORY_DATA_PACKAGE_FORM_H_

#include <memory>
#include <string>
#include <vector>

#include "services/compression/zip_archive.h"
#include "services/directory/export_form.h"
#include "services/directory/spool.h"
#include "services/openreferral/data_package.h"

namespace localoffer::directory {

// Every entry gives rows to many tables, and the archive wants one table after
// another. So the table `service` is sent as it is made, in one walk over the
// entries, and the others wait on disk, compressed.
class DataPackageForm : public ExportForm {
 public:
  static absl::StatusOr<std::unique_ptr<ExportForm>> Make(
      const std::string& directory);

  void Begin(const ExportHead& head, std::string& out) override;
  absl::Status Add(const storage::EntryRevision& revision,
                   const log::v1::EntryPublished& content,
                   std::string& out) override;
  absl::StatusOr<bool> End(std::string& out) override;

 private:
  // A table on its way into the archive.
  struct Table {
    Table(const std::string& path, Spool kept)
        : member(path), spool(std::move(kept)) {}
    compression::ZipMember member;
    Spool spool;
  };

  explicit DataPackageForm(std::vector<std::unique_ptr<Table>> tables);
  absl::Status Take(openreferral::PackageRows::Texts& texts, std::string& out);
  absl::Status EndTables(std::string& out);

  compression::ZipArchive archive_;
  // In the order of DataPackageTables().
  std::vector<std::unique_ptr<Table>> tables_;
  openreferral::PackageRows rows_;
  openreferral::PackageRows::Texts texts_;
  bool tables_ended_ = false;
  // The table whose content is being sent.
  size_t sending_ = 0;
  bool header_sent_ = false;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_DATA_PACKAGE_FORM_H_
