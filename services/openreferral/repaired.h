// What a repair rule says about one value.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_REPAIRED_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_REPAIRED_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace localoffer::openreferral {

// A supplied value as the model takes it, and what was done to it.
template <typename T>
struct RepairedValue {
  // Absent: the value was set aside, the field stays empty.
  std::optional<T> value;
  // Stable name of the rule that changed the value or set it aside; empty
  // when the value was taken as it is. Where several rules applied, the most
  // telling one.
  absl::string_view rule;
  // What was done and why, in plain words; empty when `rule` is.
  absl::string_view explanation;

  bool changed() const { return !rule.empty(); }
};

using Repaired = RepairedValue<std::string>;
using RepairedNumber = RepairedValue<double>;

// The value as it is.
template <typename T>
RepairedValue<T> Unchanged(T value) {
  return {std::move(value), {}, {}};
}

// The value after `rule` changed it.
template <typename T>
RepairedValue<T> Changed(T value, absl::string_view rule,
                         absl::string_view explanation) {
  return {std::move(value), rule, explanation};
}

// No value, for the reason that `rule` names.
template <typename T = std::string>
RepairedValue<T> SetAside(absl::string_view rule,
                          absl::string_view explanation) {
  return {std::nullopt, rule, explanation};
}

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_REPAIRED_H_
