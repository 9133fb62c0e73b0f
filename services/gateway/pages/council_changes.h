// What changed in a local offer since an edition or a day.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_CHANGES_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_CHANGES_H_

#include <string>

#include "absl/status/status.h"
#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {

// What is asked of which offer.
struct Changes {
  // The log that answers for the council, its own or a harvested one.
  std::string log;
  // The council's id.
  std::string council;
  // An edition's id; it goes before a day.
  std::string edition;
  // A day, YYYY-MM-DD, at whose beginning the offer is taken, whether or not
  // an edition has the same id. Both empty: the last edition or, where there
  // is none, 30 days ago.
  std::string since;
};

// Fills the section CHANGES: added, changed, taken out, with the entries; the
// editions to compare with, and a form for a day. A `since` that is no day up
// to today, and an edition that was not made, is an error of the form.
absl::Status ShowChanges(const Changes& changes, const Language& language,
                         const Site& site, Draft& draft);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_CHANGES_H_
