// The target of a request: path and query (RFC 3986).
#ifndef LOCALOFFER_SERVICES_GATEWAY_TARGET_H_
#define LOCALOFFER_SERVICES_GATEWAY_TARGET_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace localoffer::gateway {

// Decoded.
struct Target {
  // The segments of the path: `rpde`, `services`. None is empty, `.` or `..`;
  // a slash at the end adds none.
  std::vector<std::string> path;
  // Of a parameter that is there several times, the first value.
  std::map<std::string, std::string> query;
  // The other values of such, in their order.
  std::multimap<std::string, std::string> further;

  // The parameter; nothing when it is absent.
  std::optional<std::string> Parameter(const std::string& name) const;

  // All values of the parameter, in their order.
  std::vector<std::string> Parameters(const std::string& name) const;

  // INVALID_ARGUMENT, a caller's error, when a parameter is there twice: which
  // of the two counts, readers would have to guess.
  absl::Status EachOnce() const;

  // INVALID_ARGUMENT, a caller's error, unless all parameters are among
  // `names`: one that is misspelt would be taken for one that is absent.
  absl::Status Allow(absl::Span<const absl::string_view> names) const;

  // A whole number from `least` to `most`; `otherwise` when the parameter is
  // absent. INVALID_ARGUMENT, a caller's error, for anything else.
  absl::StatusOr<uint64_t> Number(const std::string& name, uint64_t least,
                                  uint64_t most, uint64_t otherwise) const;
};

// INVALID_ARGUMENT, a caller's error, when the target is no path from the root,
// has a broken percent code or a control character, or is not UTF-8: then every
// parameter at fault is told.
absl::StatusOr<Target> ParseTarget(absl::string_view target);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_TARGET_H_
