// An entry as search engines read it.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_JSON_LD_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_JSON_LD_H_

#include <string>

#include "absl/strings/string_view.h"
#include "localoffer/v1/entry.pb.h"

namespace localoffer::gateway::pages {

// A schema.org Service, for a data block of a page of HTML: whatever the entry
// says, it holds no `<`, `>` or `&`, so that nothing in it ends the block. The
// one text that goes into a page without ctemplate's escaping.
std::string JsonLd(const v1::Entry& entry, absl::string_view base_url);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_JSON_LD_H_
