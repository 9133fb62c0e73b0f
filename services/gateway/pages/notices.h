// What a reader has to know of a service before all else.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_NOTICES_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_NOTICES_H_

#include <string>
#include <vector>

#include "localoffer/v1/entry.pb.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// That it is planned, ending, closed or gone, and its alert: what the entry
// says itself. Empty for a service that is there.
std::vector<std::string> ServiceNotices(const v1::Entry& entry,
                                        const Language& language);

// Those, and first what became of the entry: that it was withdrawn, erased, or
// only read in the council's data.
std::vector<std::string> EntryNotices(const v1::Entry& entry,
                                      const Language& language,
                                      const Site& site);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_NOTICES_H_
