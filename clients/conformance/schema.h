// The objects of Open Referral UK 3.0, as far as a program can hold them
// against it: which members are required, and what the formats are.
#ifndef LOCALOFFER_CLIENTS_CONFORMANCE_SCHEMA_H_
#define LOCALOFFER_CLIENTS_CONFORMANCE_SCHEMA_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/conformance/json.h"

namespace localoffer::conformance {

struct Violation {
  // Where in the object, such as /schedules/0/freq.
  std::string path;
  std::string wanted;
  std::string came;
  // The schema's text asks for it, the schema itself does not: dates and times
  // of day.
  bool is_advice = false;
};

// Of an object of `kind`: a name of the standard's schemas, such as "service".
// Members that the standard does not have are everybody's to add.
std::vector<Violation> Violations(absl::string_view kind, const Json& object);

// 8-4-4-4-12 hexadecimal digits.
bool IsUuid(absl::string_view text);

}  // namespace localoffer::conformance

#endif  // LOCALOFFER_CLIENTS_CONFORMANCE_SCHEMA_H_
