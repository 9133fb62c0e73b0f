#include "clients/verify/files.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/log/proof.h"
#include "storage/status_macros.h"

namespace localoffer::verify {
namespace {

absl::Status Unreadable(const std::string& path) {
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", path, "\" can't be read",
      errno != 0 ? absl::StrCat(": ", std::strerror(errno)) : "", "."));
}

absl::StatusOr<log::VerifierKey> ReadKey(absl::string_view text) {
  absl::StatusOr<log::VerifierKey> key =
      log::VerifierKey::Parse(absl::StripAsciiWhitespace(text));
  if (key.ok()) return key;
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text, "\" is not a verifier key (", key.status().message(),
      "): wanted localoffer/AUTHORITY+HASH+KEY."));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     std::istream& in) {
  std::ifstream file;
  errno = 0;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) return Unreadable(path);
  }
  std::istream& source = path == "-" ? in : file;
  std::string bytes(log::kMaxProofBytes + 1, '\0');
  source.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (source.bad()) return Unreadable(path);
  bytes.resize(source.gcount());
  return bytes;
}

absl::StatusOr<std::vector<log::VerifierKey>> ReadKeys(
    const std::vector<std::string>& texts,
    const std::vector<std::string>& files) {
  std::vector<log::VerifierKey> keys;
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(log::VerifierKey key, ReadKey(text));
    keys.push_back(std::move(key));
  }
  for (const std::string& path : files) {
    std::ifstream none;
    ASSIGN_OR_RETURN(const std::string lines, ReadFile(path, none));
    for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
      const absl::string_view text = absl::StripAsciiWhitespace(line);
      if (text.empty() || text.front() == '#') continue;
      ASSIGN_OR_RETURN(log::VerifierKey key, ReadKey(text));
      keys.push_back(std::move(key));
    }
  }
  if (!keys.empty()) return keys;
  return absl::InvalidArgumentError(
      "Whose word counts? Give the authority's verifier key with --key, or a "
      "file of keys with --key-file. Have it from the authority itself, not "
      "from whoever gave you the proof.");
}

}  // namespace localoffer::verify
