// What a field is called, for people.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_FIELD_LABEL_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_FIELD_LABEL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/gateway/pages/catalogue.h"

namespace localoffer::gateway::pages {

// `Telephone` of `service.phones[0].number`, `Place: Address: Town` of
// `service.service_at_locations[7f3c…].location.addresses[0].city`: of a path
// as entry::Differences writes it. The second of a list has its number,
// `Telephone (2)`; elements with ids have none. A name that the catalogue does
// not have is read as words, `some_field` as `some field`.
std::string FieldLabel(absl::string_view path, const Catalogue& words);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_FIELD_LABEL_H_
