// The forms of an exported file.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_EXPORT_FORM_H_
#define LOCALOFFER_SERVICES_DIRECTORY_EXPORT_FORM_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/log/v1/change.pb.h"
#include "localoffer/v1/directory.pb.h"
#include "storage/directory/entries.h"

namespace localoffer::directory {

// What a file begins with, where its form has a place for it.
struct ExportHead {
  // Of entries; 0 unless the form wants it.
  int64_t total = 0;
  // JSON array of what is no authority's own word; "" when all is.
  std::string harvested;
};

// Writes one file from front to back: Begin() once, Add() for each entry,
// End() until it says that there is no more. Each appends to `out` what comes
// next; no file is ever in memory as a whole. Not thread-safe.
class ExportForm {
 public:
  virtual ~ExportForm() = default;

  // Whether Begin() has to be told how many entries there are.
  virtual bool WantsTotal() const { return false; }
  virtual void Begin(const ExportHead& head, std::string& out) = 0;
  virtual absl::Status Add(const storage::EntryRevision& revision,
                           const log::v1::EntryPublished& content,
                           std::string& out) = 0;
  virtual absl::StatusOr<bool> End(std::string& out) = 0;
};

// `directory` is where a form may keep what has to come later in the file.
// Errors: the form cannot be begun there. `format` is a valid one.
absl::StatusOr<std::unique_ptr<ExportForm>> MakeExportForm(
    v1::ExportFormat format, bool as_supplied, const std::string& directory);

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_EXPORT_FORM_H_
