// Objects without what they have several of, as lists show them.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_ONE_TO_ONE_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_ONE_TO_ONE_H_

#include "google/protobuf/message.h"

namespace localoffer::openreferral {

// Copies into `to`, an empty message of the same type, the members of `from`
// that are one value, and the objects that it has one of, in the same way: the
// lists of Open Referral UK 3.0 have "one-to-one fields only". What is kept
// verbatim is left out.
void CopyOneToOne(const google::protobuf::Message& from,
                  google::protobuf::Message& to);

// The same as a value.
template <typename Message>
Message OneToOne(const Message& message) {
  Message copy;
  CopyOneToOne(message, copy);
  return copy;
}

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_ONE_TO_ONE_H_
