// A council's local offer.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_PAGE_H_

#include <string>

#include "localoffer/v1/authorities.pb.h"
#include "localoffer/v1/directory.pb.h"
#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {

// `/authorities`: all councils, and which of them have a local offer here.
class CouncilsPage : public Page {
 public:
  CouncilsPage(const Site& site, const Language& language)
      : Page(site, language, "councils") {}

 protected:
  absl::Status Fill(const Visit& visit, Draft& draft) const override;
};

// `/authorities/{gss}`; `?edition=` or `?since=` a day tells what changed
// since then.
class CouncilPage : public Page {
 public:
  CouncilPage(const Site& site, const Language& language)
      : Page(site, language, "council") {}

 protected:
  absl::Status Fill(const Visit& visit, Draft& draft) const override;

 private:
  // Which offer the page is of.
  struct Offer {
    // The council's id.
    std::string council;
    // The log that answers for it.
    std::string log;
    v1::Authority authority;
    v1::SearchEntriesResponse found;
  };

  // NOT_FOUND for whoever asks when there is none.
  absl::StatusOr<v1::Authority> AuthorityCalled(const std::string& id) const;
  absl::Status ShowFreshness(const Offer& offer, Draft& draft) const;
  absl::Status ShowNeeds(const Offer& offer, Draft& draft) const;
  void ShowWays(const Offer& offer, Draft& draft) const;
  absl::Status ShowItems(const Offer& offer, Draft& draft) const;
  // `/?council=…` with one thing more.
  std::string FindHref(const std::string& council, absl::string_view name,
                       absl::string_view value) const;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_PAGE_H_
