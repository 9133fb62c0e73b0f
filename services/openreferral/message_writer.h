// Messages of the model as JSON objects, driven by the descriptors.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_MESSAGE_WRITER_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_MESSAGE_WRITER_H_

#include <string>

#include "google/protobuf/message.h"
#include "services/openreferral/record.h"
#include "services/openreferral/write_json.h"

namespace localoffer::openreferral {

// Any message of the model (Service, Organization, Taxonomy, …) as one JSON
// object. `local_offer`, if not null and not empty, becomes a member of a
// service. The inverse of MessageReader where `options.as_supplied` is set.
std::string MessageJson(const google::protobuf::Message& message,
                        const v1::LocalOffer* local_offer,
                        const WriteOptions& options);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_MESSAGE_WRITER_H_
