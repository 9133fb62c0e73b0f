// An entry in a frame of another site.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_EMBEDDED_ENTRY_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_EMBEDDED_ENTRY_PAGE_H_

#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {

// `/embed/entries/{authority}/{entry}`: the facts of an entry without the site
// around them, and a link that opens its whole page in a window. Takes the
// parameters of `/embed`, which lead back to the answers.
class EmbeddedEntryPage : public Page {
 public:
  EmbeddedEntryPage(const Site& site, const Language& language)
      : Page(site, language, "embed_entry") {}

 protected:
  absl::Status Fill(const Visit& visit, Draft& draft) const override;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_EMBEDDED_ENTRY_PAGE_H_
