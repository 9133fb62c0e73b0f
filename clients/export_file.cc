// Exports to a file, apart from the calls because it knows the file system.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "clients/directory.h"

namespace localoffer::client {
namespace {

// Gives the file its bytes before its name: a rename may reach the disk before
// what was written.
bool Sync(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool is_synced = fsync(file) == 0;
  close(file);
  return is_synced;
}

absl::Status Unwritable(const std::string& path) {
  return absl::InternalError(absl::StrCat(
      "\"", path, "\" can't be written: ", std::strerror(errno), "."));
}

absl::StatusOr<Exported> ExportBeside(Connection& connection,
                                      const v1::ExportEntriesRequest& request,
                                      const std::string& path,
                                      const std::string& beside) {
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  if (!file) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", path, "\" can't be created: ", std::strerror(errno), "."));
  }
  absl::StatusOr<Exported> exported = ExportTo(connection, request, file);
  file.close();
  if (!exported.ok()) return exported;
  if (!file || !Sync(beside) ||
      std::rename(beside.c_str(), path.c_str()) != 0) {
    return Unwritable(path);
  }
  return exported;
}

}  // namespace

absl::StatusOr<Exported> ExportToFile(Connection& connection,
                                      const v1::ExportEntriesRequest& request,
                                      const std::string& path) {
  const std::string beside =
      absl::StrCat(path, ".", connection.NewRequestId(), ".part");
  absl::StatusOr<Exported> exported =
      ExportBeside(connection, request, path, beside);
  if (!exported.ok()) unlink(beside.c_str());
  return exported;
}

}  // namespace localoffer::client
