// What the tests of this folder share: comparing JSON, and finding real data.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_TESTING_JSON_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_TESTING_JSON_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

// Whether two JSON texts mean the same: order of members aside, numbers equal
// as doubles. The failure message says where they first differ.
testing::AssertionResult SameJson(absl::string_view expected,
                                  absl::string_view actual);

// The file of the shared data folder, or empty where there is no such folder.
// LOCALOFFER_SHARED_DIR names it; the default is beside the source tree.
std::string SharedFile(absl::string_view path);
std::string SharedPath(absl::string_view path);

// The repairs of a record or source with this rule.
std::vector<v1::Repair> RepairsOf(const std::vector<v1::Repair>& repairs,
                                  absl::string_view rule);

// Reads one service, written in JSON, without format or source name, for
// authority E06000023.
Record ReadOne(absl::string_view json, Format format = Format::kUnspecified);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_TESTING_JSON_H_
