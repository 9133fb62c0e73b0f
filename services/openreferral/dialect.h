// The two JSON dialects of Open Referral UK: how members are called.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_DIALECT_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_DIALECT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/openreferral/json_tree.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

// The field that a member called `name` of an object of `type` fills; null if
// the dialect does not know such a member, which is then kept verbatim.
//
// In HSDS 3.0 and Open Referral UK 3.0 members have the names of the fields.
// In Open Referral UK 1.0 these are called otherwise:
//   service.service_taxonomys, link_taxonomies of cost options, service areas
//     and organisations               attributes
//   attribute.taxonomy                taxonomy_term
//   taxonomy_term.vocabulary          taxonomy
//   service.regular_schedules         schedules
//   service_at_location.regular_schedule    schedules
//   service.fundings                  funding
//   organization.url                  website
//   location.physical_addresses       addresses
//   location.accessibility_for_disabilities accessibility
//   language.language                 name
// Kept verbatim, because HSDS 3.0 has no place for them: attending_type,
// attending_access, deliverable_type, reviews, and holiday_schedules (a closed
// day would read as an opening). eligibilitys are kept verbatim too, and their
// ages and words also fill fields of the service: see eligibility.h.
const google::protobuf::FieldDescriptor* FieldOfMember(
    Format format, const google::protobuf::Descriptor& type,
    absl::string_view name);

// The name of the member that `field` fills; the inverse of FieldOfMember.
std::string MemberOfField(Format format,
                          const google::protobuf::FieldDescriptor& field);

// The dialect of the services at `indexes` of a tree, told from members that
// only one of the dialects has. kOpenReferral3 where nothing tells.
Format DetectDialect(const JsonTree& tree, const std::vector<size_t>& indexes);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_DIALECT_H_
