#include "storage/log/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

absl::Status Failed(absl::string_view action, absl::string_view path) {
  const int error = errno;
  return absl::ErrnoToStatus(error, absl::StrCat("can't ", action, " ", path));
}

}  // namespace

FileDescriptor::FileDescriptor(int fd, std::string path)
    : fd_(fd), path_(std::move(path)) {}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(path_, other.path_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  // Whatever had to reach the disk was synced; close has nothing to report.
  if (fd_ >= 0) close(fd_);
}

absl::StatusOr<FileDescriptor> FileDescriptor::Open(const std::string& path,
                                                    int flags, mode_t mode) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC, mode);
  if (fd < 0) return Failed("open", path);
  return FileDescriptor(fd, path);
}

absl::StatusOr<std::string> ReadAll(const FileDescriptor& file,
                                    size_t max_bytes) {
  struct stat stat = {};
  if (fstat(file.get(), &stat) != 0) return Failed("look at", file.path());
  if (stat.st_size > max_bytes) {
    return absl::FailedPreconditionError(
        absl::StrCat(file.path(), " has ", stat.st_size, " bytes; at most ",
                     max_bytes, " are read"));
  }
  std::string bytes(stat.st_size, '\0');
  size_t length = 0;
  while (length < bytes.size()) {
    const ssize_t count =
        read(file.get(), bytes.data() + length, bytes.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failed("read", file.path());
    if (count == 0) break;
    length += count;
  }
  bytes.resize(length);
  return bytes;
}

absl::Status WriteAll(const FileDescriptor& file, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failed("write to", file.path());
    bytes.remove_prefix(count);
  }
  return absl::OkStatus();
}

absl::Status SyncFolder(const std::string& folder) {
  ASSIGN_OR_RETURN(const FileDescriptor file,
                   FileDescriptor::Open(folder, O_RDONLY | O_DIRECTORY));
  if (fsync(file.get()) != 0) return Failed("sync the folder", folder);
  return absl::OkStatus();
}

absl::Status ReplaceFile(const std::string& path, absl::string_view contents,
                         mode_t mode) {
  const std::string draft = absl::StrCat(path, ".tmp");
  // A fresh file: a draft left behind may have another mode or owner.
  if (unlink(draft.c_str()) != 0 && errno != ENOENT) {
    return Failed("remove", draft);
  }
  ASSIGN_OR_RETURN(
      const FileDescriptor file,
      FileDescriptor::Open(draft, O_WRONLY | O_CREAT | O_EXCL, mode));
  RETURN_IF_ERROR(WriteAll(file, contents));
  if (fsync(file.get()) != 0) return Failed("sync", draft);
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    return Failed("rename to", path);
  }
  const std::string folder = std::filesystem::path(path).parent_path();
  return SyncFolder(folder.empty() ? "." : folder);
}

}  // namespace localoffer::log
