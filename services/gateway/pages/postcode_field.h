// The field of a form in which people type a postcode.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_POSTCODE_FIELD_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_POSTCODE_FIELD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/page.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// Adds what is wrong with it, if the node knows no such place. An empty one is
// not asked about.
absl::Status CheckPostcode(const std::string& typed, const Site& site,
                           const Catalogue& words,
                           std::vector<FormError>& errors);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_POSTCODE_FIELD_H_
