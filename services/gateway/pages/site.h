// What all pages have in common: languages, stylesheet, store, clock.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_SITE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_SITE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/authorities/authority_reader.h"
#include "services/coverage/coverage_reader.h"
#include "services/directory/reader.h"
#include "services/directory/searcher.h"
#include "services/gateway/pages/area_map.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/templates.h"
#include "services/gateway/pages/wording.h"
#include "services/inclusion/inclusion_reader.h"
#include "storage/store.h"

namespace localoffer::gateway::pages {

// One language of the pages.
struct Language {
  // BCP 47.
  absl::string_view code;
  // What its paths begin with: "" or "/cy".
  absl::string_view prefix;
  Catalogue catalogue;
  Templates templates;
  Wording wording;
};

// Made once; then thread-safe. The store outlives it.
class Site {
 public:
  // INVALID_ARGUMENT when what is built in is broken.
  static absl::StatusOr<std::unique_ptr<const Site>> Make(storage::Store& store,
                                                          storage::Clock clock);

  // English first.
  const std::vector<Language>& languages() const { return languages_; }

  // The stylesheet, whole; and a path that has no other text, ever.
  const std::string& stylesheet() const { return stylesheet_; }
  const std::string& stylesheet_path() const { return stylesheet_path_; }

  storage::Store& store() const { return store_; }
  absl::Time now() const { return clock_(); }
  const authorities::AuthorityReader& authorities() const {
    return authorities_;
  }
  const directory::Reader& reader() const { return reader_; }
  const directory::Searcher& searcher() const { return searcher_; }
  const inclusion::InclusionReader& inclusion() const { return inclusion_; }
  const coverage::CoverageReader& coverage() const { return coverage_; }
  const AreaMap& map() const { return map_; }

 private:
  Site(storage::Store& store, storage::Clock clock);

  storage::Store& store_;
  const storage::Clock clock_;
  const authorities::AuthorityReader authorities_;
  const directory::Reader reader_;
  const directory::Searcher searcher_;
  const inclusion::InclusionReader inclusion_;
  const coverage::CoverageReader coverage_;
  const AreaMap map_;
  std::vector<Language> languages_;
  std::string stylesheet_;
  std::string stylesheet_path_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_SITE_H_
