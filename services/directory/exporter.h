// A local offer, or all of them, as one file, piece by piece.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_EXPORTER_H_
#define LOCALOFFER_SERVICES_DIRECTORY_EXPORTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "localoffer/v1/directory.pb.h"
#include "services/directory/export_form.h"
#include "storage/store.h"

namespace localoffer::directory {

// One export under way. Thread-compatible; the store outlives it.
class Exporter {
 public:
  // INVALID_ARGUMENT and OUT_OF_RANGE as in directory.proto.
  static absl::StatusOr<std::unique_ptr<Exporter>> Start(
      storage::Store& store, const v1::ExportEntriesRequest& request);

  // Fills the next message and returns true, or false after the last. The first
  // says what the file shows, and costs nothing.
  absl::StatusOr<bool> Next(v1::ExportEntriesResponse& response);

 private:
  Exporter(storage::Store& store, storage::Instant instant,
           std::unique_ptr<ExportForm> form)
      : store_(store), instant_(std::move(instant)), form_(std::move(form)) {}
  // Counts the entries that the export holds, for a form that begins with their
  // number. The entries themselves are read piece by piece.
  absl::Status Count();
  // Appends to `out`.
  absl::StatusOr<bool> Next(std::string& out);
  // A JSON array; "" when there is nothing to say.
  std::string HarvestedMember() const;
  absl::Status Write(const storage::EntryRevision& revision, std::string& out);

  storage::Store& store_;
  const storage::Instant instant_;
  const std::unique_ptr<ExportForm> form_;
  std::vector<std::string> authorities_;
  // Those of them that are no authority's own.
  std::vector<v1::Harvested> harvested_;
  int64_t total_ = 0;
  // The authority that is being written, and its last entry that was.
  size_t next_ = 0;
  std::string last_entry_;
  bool described_ = false;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_EXPORTER_H_
