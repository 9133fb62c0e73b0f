// What all pages have in common: languages, stylesheet, the node, clock.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_SITE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_SITE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "localoffer/v1/directory.pb.h"
#include "services/gateway/node_client.h"
#include "services/gateway/pages/area_map.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/councils.h"
#include "services/gateway/pages/templates.h"
#include "services/gateway/pages/wording.h"
#include "storage/geography/boundaries.h"
#include "storage/geography/gazetteer.h"

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

// What pages are made with. They have a store neither of their own nor of
// anybody else: whatever a page says of local offers it asks of a node, over
// gRPC.
struct SiteOptions {
  std::shared_ptr<const NodeClient> node;
  std::function<absl::Time()> clock;
  // Of the ground, what ships with the product and is the same everywhere: the
  // outlines of areas, for maps, and their names, for what people type. Both
  // outlive the site.
  const geography::Boundaries* boundaries = nullptr;
  const geography::Gazetteer* gazetteer = nullptr;
};

// Made once; then thread-safe.
class Site {
 public:
  // INVALID_ARGUMENT when what is built in is broken. Asks the node nothing.
  static absl::StatusOr<std::unique_ptr<const Site>> Make(SiteOptions options);

  // English first.
  const std::vector<Language>& languages() const { return languages_; }

  // The stylesheet, whole; and a path that has no other text, ever.
  const std::string& stylesheet() const { return stylesheet_; }
  const std::string& stylesheet_path() const { return stylesheet_path_; }

  const NodeClient& node() const { return *options_.node; }
  absl::Time now() const { return options_.clock(); }
  const geography::Gazetteer& gazetteer() const { return *options_.gazetteer; }
  const AreaMap& map() const { return map_; }

  // What the node's answers are made from. To be asked once for each request
  // over HTTP, before all else: the names of councils below are then no older.
  absl::StatusOr<v1::GetDirectoryStateResponse> AskState() const;
  // Who is registered, as of the last AskState().
  std::shared_ptr<const CouncilRegister> councils() const {
    return councils_.Get();
  }
  // The short name of a council, or of a log harvested for one; its id where it
  // is not registered.
  std::string CouncilTitle(absl::string_view id) const;

 private:
  explicit Site(SiteOptions options);

  const SiteOptions options_;
  const AreaMap map_;
  mutable Councils councils_;
  std::vector<Language> languages_;
  std::string stylesheet_;
  std::string stylesheet_path_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_SITE_H_
