// What a reader has to know of a service before all else.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_NOTICES_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_NOTICES_H_

#include <cstring>  // for ctemplate, which forgets it
#include <string>
#include <vector>

#include "ctemplate/template_dictionary.h"
#include "localoffer/v1/entry.pb.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// That it is planned, ending, closed or gone, and its alert: what the entry
// says itself. Empty for a service that is there.
std::vector<std::string> ServiceNotices(const v1::Entry& entry,
                                        const Language& language);

// Those and, before them, what became of the entry: in sections `GONE` that it
// was withdrawn or erased, in sections `NOTICE` that it was only read in the
// council's data, and the rest.
void ShowEntryNotices(const v1::Entry& entry, const Language& language,
                      const Site& site, ctemplate::TemplateDictionary& values);

// What an entry's page has in its title: its name, and whether it is still
// listed.
std::string EntryTitle(const v1::Entry& entry, const Catalogue& words);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_NOTICES_H_
