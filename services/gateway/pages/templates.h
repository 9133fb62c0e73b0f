// The templates of the pages, in one language.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_TEMPLATES_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_TEMPLATES_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ctemplate/template_cache.h"
#include "ctemplate/template_dictionary.h"
#include "services/gateway/pages/catalogue.h"

namespace localoffer::gateway::pages {

// ctemplate's, with two things done once, when they are read:
//   [[>name]]  is the file of that name
//   [[key]]    is the catalogue's text, escaped; `[[~]]` what the paths of
//              this language begin with, `[[/]]` its first page
// Whatever is set later is escaped by ctemplate, after what HTML it stands in
// (AUTOESCAPE). Immutable, thread-safe.
class Templates {
 public:
  // By name, without `.html`.
  using Files = std::map<std::string, absl::string_view, std::less<>>;

  // INVALID_ARGUMENT, with the template, where one is broken or names what is
  // not there. Those whose names begin with `_` are parts of others.
  static absl::StatusOr<Templates> Read(const Files& files,
                                        const Catalogue& catalogue,
                                        absl::string_view prefix);

  // INTERNAL when there is no template of that name.
  absl::StatusOr<std::string> Expand(
      const std::string& name,
      const ctemplate::TemplateDictionary& values) const;

 private:
  std::shared_ptr<ctemplate::TemplateCache> cache_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_TEMPLATES_H_
