#include "services/directory/export_form.h"

#include "services/directory/data_package_form.h"
#include "services/openreferral/csv_writer.h"
#include "services/openreferral/write_json.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

// One page envelope with every entry.
class PageForm : public ExportForm {
 public:
  explicit PageForm(const openreferral::WriteOptions& options)
      : writer_(options) {}

  bool WantsTotal() const override { return true; }
  void Begin(const ExportHead& head, std::string& out) override {
    if (!head.harvested.empty()) writer_.AddMember("harvested", head.harvested);
    out += writer_.Begin(head.total);
  }
  absl::Status Add(const storage::EntryRevision& /*revision*/,
                   const log::v1::EntryPublished& content,
                   std::string& out) override {
    out += writer_.Next(content.service(), content.local_offer());
    return absl::OkStatus();
  }
  absl::StatusOr<bool> End(std::string& out) override {
    out += writer_.End();
    return false;
  }

 private:
  openreferral::PageWriter writer_;
};

// One service a line.
class LinesForm : public ExportForm {
 public:
  explicit LinesForm(const openreferral::WriteOptions& options)
      : options_(options) {}

  void Begin(const ExportHead& /*head*/, std::string& /*out*/) override {}
  absl::Status Add(const storage::EntryRevision& /*revision*/,
                   const log::v1::EntryPublished& content,
                   std::string& out) override {
    out += openreferral::WriteServiceJson(content.service(),
                                          content.local_offer(), options_);
    out += '\n';
    return absl::OkStatus();
  }
  absl::StatusOr<bool> End(std::string& /*out*/) override { return false; }

 private:
  const openreferral::WriteOptions options_;
};

class CsvForm : public ExportForm {
 public:
  explicit CsvForm(bool as_supplied) : writer_({.as_supplied = as_supplied}) {}

  void Begin(const ExportHead& /*head*/, std::string& out) override {
    writer_.AppendHeading(&out);
  }
  absl::Status Add(const storage::EntryRevision& /*revision*/,
                   const log::v1::EntryPublished& content,
                   std::string& out) override {
    writer_.AppendRow(content.service(), content.local_offer(), &out);
    return absl::OkStatus();
  }
  absl::StatusOr<bool> End(std::string& /*out*/) override { return false; }

 private:
  const openreferral::CsvWriter writer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ExportForm>> MakeExportForm(
    v1::ExportFormat format, bool as_supplied, const std::string& directory) {
  openreferral::WriteOptions options;
  options.as_supplied = as_supplied;
  switch (format) {
    case v1::EXPORT_FORMAT_CSV:
      return std::make_unique<CsvForm>(as_supplied);
    case v1::EXPORT_FORMAT_NDJSON:
      return std::make_unique<LinesForm>(options);
    case v1::EXPORT_FORMAT_DATA_PACKAGE:
      return DataPackageForm::Make(directory);
    case v1::EXPORT_FORMAT_OPEN_REFERRAL_1:
      options.format = openreferral::Format::kOpenReferral1;
      break;
    default:
      break;
  }
  return std::make_unique<PageForm>(options);
}

}  // namespace localoffer::directory
