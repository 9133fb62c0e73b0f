// A pack: services to take away, as one file.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_PACK_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_PACK_PAGE_H_

#include <vector>

#include "localoffer/v1/entry.pb.h"
#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {

// `/pack?E06000023/0000…=1&…`: the entries that were picked; without any, what
// the parameters of `/` find. One file of HTML that needs nothing else, to be
// read without the internet and printed, with the date on which it was true.
class PackPage : public Page {
 public:
  PackPage(const Site& site, const Language& language)
      : Page(site, language, "pack") {}

 protected:
  absl::Status Fill(const Visit& visit, Draft& draft) const override;

 private:
  absl::StatusOr<std::vector<v1::Entry>> Picked(
      const std::vector<std::string>& names) const;
  absl::StatusOr<std::vector<v1::Entry>> Found(const Target& target) const;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_PACK_PAGE_H_
