// Pages for people: families, hospices, councils.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_PAGES_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_PAGES_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/gateway/pages/site.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway::pages {

// Adds the pages, in every language, and what they need. The site outlives the
// router.
void AddPages(const Site& site, Router& router);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_PAGES_H_
