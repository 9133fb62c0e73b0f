// Entity tags that follow from what an answer depends on.
#ifndef LOCALOFFER_SERVICES_GATEWAY_ENTITY_TAG_H_
#define LOCALOFFER_SERVICES_GATEWAY_ENTITY_TAG_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::gateway {

// Other for any other parts, in another order or cut differently. Weak: it
// stands for what is said, whatever its coding.
std::string EntityTag(std::initializer_list<absl::string_view> parts);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_ENTITY_TAG_H_
