// The files that are built into the program.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_BUILT_IN_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_BUILT_IN_H_

#include "absl/strings/string_view.h"
#include "services/gateway/pages/templates.h"

namespace localoffer::gateway::pages {

extern const absl::string_view kEnglishMessages;
extern const absl::string_view kWelshMessages;
// The GOV.UK Design System's, or plain.css where the build had no Node.
extern const absl::string_view kBaseStylesheet;
// Ours, after it.
extern const absl::string_view kPagesStylesheet;

// Within packs.
extern const absl::string_view kPackStylesheet;

// templates/, by name, and `_pack_style`.
const Templates::Files& TemplateFiles();

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_BUILT_IN_H_
