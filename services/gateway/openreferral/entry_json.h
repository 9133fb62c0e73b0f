// Entries as the Open Referral API shows them.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENTRY_JSON_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENTRY_JSON_H_

#include <string>

#include "localoffer/v1/directory.pb.h"
#include "localoffer/v1/entry.pb.h"
#include "services/openreferral/record.h"

namespace localoffer::gateway {

// How much of a service an answer has.
enum class ServiceForm {
  // Everything.
  kFull,
  // What it has one of.
  kListed,
  // Its id, name, status and when it changed.
  kMinimal
};

// The service of an entry, which is in the view FULL, as one line of JSON: a
// service of the standard whose `last_modified` is when the entry changed in
// the directory, with one member more, `entry`: which entry of which authority
// it is, whether it is harvested, and, where the source said something else,
// `source_last_modified`. What it says was not erased.
std::string ServiceJson(v1::Entry entry, ServiceForm form,
                        openreferral::Format format);

// Adds to a service's JSON, with which `json` ends, the member `match`: how far
// away it is, and by which part of its area it serves the place asked for.
// Nothing where neither was asked.
void AddMatch(const v1::SearchHit& hit, std::string& json);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENTRY_JSON_H_
