#include "services/catalogue/thing_names.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/entry/excerpt.h"

namespace localoffer::catalogue {

absl::StatusOr<std::string> IdBehind(absl::string_view prefix,
                                     absl::string_view name) {
  if (absl::StartsWith(name, prefix) && name.size() > prefix.size()) {
    return std::string(name.substr(prefix.size()));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", entry::Excerpt(name), "\": wanted ", prefix, "{id}"));
}

}  // namespace localoffer::catalogue
