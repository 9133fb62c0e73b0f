// The verbatim members of any message of the model.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_VERBATIM_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_VERBATIM_H_

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::openreferral {

// The `verbatim` of `message`; an empty one if it has none.
const v1::Verbatim& VerbatimOf(const google::protobuf::Message& message);

// The `verbatim` of `message` to write to; null if its type has none.
v1::Verbatim* MutableVerbatim(google::protobuf::Message* message);

// Remembers that the source had `json` where the model has another value;
// empty if the source had nothing. The first call for a name counts.
void KeepReplaced(absl::string_view name, absl::string_view json,
                  v1::Verbatim* verbatim);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_VERBATIM_H_
