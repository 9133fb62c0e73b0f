// A pack: services to take away, as one file.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_PACK_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_PACK_PAGE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/directory.pb.h"
#include "localoffer/v1/entry.pb.h"
#include "services/gateway/pages/distance.h"
#include "services/gateway/pages/find_form.h"
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
  // What the question finds, and where the postcodes of all entries are.
  struct Answers {
    const v1::SearchEntriesResponse& found;
    const PostalPlaces& places;
  };

  absl::Status CheckForm(const FindForm& form) const;
  // When it was true, and what was asked.
  void ShowHead(const FindForm& form, const v1::SearchEntriesResponse& answers,
                bool nothing, Draft& draft) const;
  // With what the answers say of it and the home.
  void ShowEntry(const v1::Entry& entry, const Answers& answers,
                 const std::string& base_url, Draft& draft) const;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_PACK_PAGE_H_
