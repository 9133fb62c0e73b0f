// Identifiers of providers, as people know them.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_IDENTIFIER_TEXT_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_IDENTIFIER_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/gateway/pages/catalogue.h"

namespace localoffer::gateway::pages {

// `GB-CHC-9900001` of `providers/GB-CHC-9900001`, or of itself.
absl::string_view IdentifierOf(absl::string_view provider);

// "charity 9900001", "company 09900001"; of other registers the identifier.
std::string IdentifierText(const Catalogue& words, absl::string_view provider);

// What to type for it: a charity's number alone, else the identifier.
std::string TypedIdentifier(absl::string_view provider);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_IDENTIFIER_TEXT_H_
