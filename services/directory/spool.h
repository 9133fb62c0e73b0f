// Bytes that are too many for memory and whose turn comes later.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_SPOOL_H_
#define LOCALOFFER_SERVICES_DIRECTORY_SPOOL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::directory {

// A file without a name, which is gone with the object or the process. What is
// appended is read back once, from the beginning. Not thread-safe.
class Spool {
 public:
  // INTERNAL when there can be no file in `directory`.
  static absl::StatusOr<Spool> Make(const std::string& directory);
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&&) = delete;
  ~Spool();

  // INTERNAL when the disk does not take it.
  absl::Status Append(absl::string_view bytes);
  // Appends the next bytes to `out`, not many; false when there are no more.
  absl::StatusOr<bool> Read(std::string& out);

 private:
  explicit Spool(int file) : file_(file) {}

  int file_;
  uint64_t read_ = 0;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_SPOOL_H_
