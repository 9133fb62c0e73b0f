// Small files that survive a crash: either the old content is there or the
// new one, and what was acknowledged is on disk (POSIX fsync on the file and
// on its folder). Functions are thread-safe; one file has one writer.
//
// Errors are absl::ErrnoToStatus of what failed, with the path: NOT_FOUND for
// a file that is not there, RESOURCE_EXHAUSTED for a full disk.
#ifndef LOCALOFFER_STORAGE_LOG_DURABLE_FILE_H_
#define LOCALOFFER_STORAGE_LOG_DURABLE_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::log {

// Owns an open file descriptor and closes it; can be moved.
class FileDescriptor {
 public:
  // Opens for open(2)'s `flags`, with `mode` if that creates the file.
  static absl::StatusOr<FileDescriptor> Open(const std::string& path, int flags,
                                             mode_t mode = 0);

  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return fd_; }
  const std::string& path() const { return path_; }

 private:
  FileDescriptor(int fd, std::string path);

  int fd_;
  std::string path_;
};

// Reads from the file's position to its end. FAILED_PRECONDITION if there are
// more than `max_bytes`.
absl::StatusOr<std::string> ReadAll(const FileDescriptor& file,
                                    size_t max_bytes);

// Writes all of `bytes`. After an error some may have been written.
absl::Status WriteAll(const FileDescriptor& file, absl::string_view bytes);

// Makes the names in a folder durable.
absl::Status SyncFolder(const std::string& folder);

// Makes `path` a file with this mode and these contents, durable on return.
// Uses `path`.tmp on the way, which a crash may leave and the next call
// replaces. After an error either the old or the new file is there.
absl::Status ReplaceFile(const std::string& path, absl::string_view contents,
                         mode_t mode);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_DURABLE_FILE_H_
