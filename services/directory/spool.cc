#include "services/directory/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"

namespace localoffer::directory {
namespace {

constexpr size_t kPieceBytes = 64 << 10;

absl::Status Failed(absl::string_view what) {
  return absl::InternalError(
      absl::StrCat("export: ", what, ": ",
                   absl::ErrnoToStatus(errno, "temporary file").message()));
}

}  // namespace

absl::StatusOr<Spool> Spool::Make(const std::string& directory) {
  std::string path = directory + "/export-XXXXXX";
  const int file = mkostemp(path.data(), O_CLOEXEC);
  if (file < 0) return Failed("making");
  Spool spool(file);
  if (unlink(path.c_str()) != 0) return Failed("unlinking");
  return spool;
}

Spool::Spool(Spool&& other) noexcept
    : file_(std::exchange(other.file_, -1)), read_(other.read_) {}

Spool::~Spool() {
  if (file_ >= 0) close(file_);
}

absl::Status Spool::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file_, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      return Failed("writing");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Spool::Read(std::string& out) {
  const size_t before = out.size();
  out.resize(before + kPieceBytes);
  ssize_t got = 0;
  do {
    got = pread(file_, out.data() + before, kPieceBytes,
                static_cast<off_t>(read_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return Failed("reading");
  out.resize(before + static_cast<size_t>(got));
  read_ += static_cast<uint64_t>(got);
  return got > 0;
}

}  // namespace localoffer::directory
