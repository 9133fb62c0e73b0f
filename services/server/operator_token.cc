#include "services/server/operator_token.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::server {

absl::Status EnsureOperatorToken(const authorities::TokenIssuer& issuer,
                                 const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  if (file < 0) {
    return errno == EEXIST ? absl::OkStatus()
                           : absl::ErrnoToStatus(errno, path);
  }
  const absl::Cleanup close_file = [file] { close(file); };
  absl::StatusOr<std::string> secret = issuer.CreateOperatorToken();
  if (!secret.ok()) {
    unlink(path.c_str());
    return secret.status();
  }
  const std::string text = absl::StrCat(*secret, "\n");
  if (write(file, text.data(), text.size()) !=
          static_cast<ssize_t>(text.size()) ||
      fsync(file) != 0) {
    const absl::Status status = absl::ErrnoToStatus(errno, path);
    unlink(path.c_str());
    return status;
  }
  return absl::OkStatus();
}

}  // namespace localoffer::server
