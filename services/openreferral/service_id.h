// Ids of entries and of the objects inside them: RFC 4122 UUIDs as text.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_SERVICE_ID_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_SERVICE_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::openreferral {

// The namespace of derived ids: the version 5 UUID of the name
// "localoffer.v1.Service.id" in the URL namespace of RFC 4122, appendix C.
//
// DURABLE: never change. Every node must derive the same id from the same
// source, or an entry would be withdrawn and published anew.
inline constexpr absl::string_view kDerivedIdNamespace =
    "2173ea8c-5c80-507f-9e55-61e6e38fea40";

// Whether `id` is a UUID in the sense of RFC 4122 and RFC 9562: hexadecimal
// digits in groups of 8-4-4-4-12, either case, version 1 to 8, variant 10xx.
// Real feeds hold ids of that shape whose version and variant are random bits;
// those are not.
bool IsRfcUuid(absl::string_view id);

// `source_id` in lower case if it is an RFC 4122 UUID. Otherwise the version 5
// UUID of `authority + "/" + source_id` in kDerivedIdNamespace, so that equal
// ids of two authorities stay apart and references within a source still meet.
//
// DURABLE: never change.
std::string EntryIdFromSource(absl::string_view authority,
                              absl::string_view source_id);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_SERVICE_ID_H_
