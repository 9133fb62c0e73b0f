// What else an entry says: for its own page and for packs.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_MORE_FACTS_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_MORE_FACTS_H_

#include "absl/strings/string_view.h"
#include "ctemplate/template_dictionary.h"
#include "localoffer/v1/entry.pb.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// Fills a section `FACT`, as ShowFacts does, for each thing that is known.
void ShowMoreFacts(const v1::Entry& entry, const Language& language,
                   ctemplate::TemplateDictionary& values);

// Fills `REDRESS`: what to do when something is wrong, the council's part where
// the entry says nothing.
void ShowRedress(const v1::Entry& entry, absl::string_view council,
                 const Language& language,
                 ctemplate::TemplateDictionary& values);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_MORE_FACTS_H_
