// What the standard requires and a record may lack.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_REQUIRED_MEMBERS_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_REQUIRED_MEMBERS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

// The text that a standard document has for the member `field`, which
// `message` does not have; absent where the standard does not require it.
//
// Nothing is invented about the world: what is unknown is said to be unnamed
// or is the empty string, which the schemas allow. Three members have no value
// for "unknown". A service is "active": a local offer lists what is expected to
// be available, and a withdrawn entry is not in it. A location and an address
// are "physical", the only kind that Open Referral UK 1.0 knows. Readers that
// must know better ask for the document as supplied.
//
// Ids are not decided here: see DerivedId.
std::optional<std::string> RequiredText(
    Format format, const google::protobuf::Message& message,
    const google::protobuf::FieldDescriptor& field);

// The id of an object that has none: the version 5 UUID of the id of the
// object around it, the member it stands in and its place there. It stays the
// same as long as the object stays at its place.
std::string DerivedId(absl::string_view owner_id, absl::string_view member,
                      int index);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_REQUIRED_MEMBERS_H_
