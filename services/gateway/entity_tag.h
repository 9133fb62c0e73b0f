// Entity tags that follow from what an answer depends on.
#ifndef LOCALOFFER_SERVICES_GATEWAY_ENTITY_TAG_H_
#define LOCALOFFER_SERVICES_GATEWAY_ENTITY_TAG_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "services/gateway/program_build.h"

namespace localoffer::gateway {

// Other for any other parts, in another order or cut differently, and for
// another build of the program, which may say the same in another way. Weak: it
// stands for what is said, whatever its coding. `build` is for tests.
std::string EntityTag(std::initializer_list<absl::string_view> parts,
                      absl::string_view build = ProgramBuild());

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_ENTITY_TAG_H_
