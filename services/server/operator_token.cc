#include "services/server/operator_token.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::server {
namespace {

absl::Status WriteSecret(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  if (file < 0) return absl::ErrnoToStatus(errno, path);
  const absl::Cleanup close_file = [file] { close(file); };
  if (write(file, text.data(), text.size()) !=
          static_cast<ssize_t>(text.size()) ||
      fsync(file) != 0) {
    return absl::ErrnoToStatus(errno, path);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status EnsureOperatorToken(const authorities::TokenIssuer& issuer,
                                 const std::string& path) {
  struct stat file;
  if (stat(path.c_str(), &file) == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string secret, issuer.CreateOperatorToken());
  // Under another name first: a half-written token must not be taken for one.
  const std::string temporary = path + ".new";
  RETURN_IF_ERROR(WriteSecret(temporary, absl::StrCat(secret, "\n")));
  if (rename(temporary.c_str(), path.c_str()) != 0) {
    return absl::ErrnoToStatus(errno, path);
  }
  return absl::OkStatus();
}

}  // namespace localoffer::server
