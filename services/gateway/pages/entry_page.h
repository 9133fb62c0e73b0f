// An entry: everything that is known of it.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_ENTRY_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_ENTRY_PAGE_H_

#include "localoffer/v1/entry.pb.h"
#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {

// The entry that the address of a visit names by `authority` and `entry`.
// NOT_FOUND for the caller.
absl::StatusOr<v1::Entry> EntryAt(const Visit& visit, const Site& site);

// `/entries/{authority}/{entry}`. An entry that was withdrawn, or whose words
// were erased, has its page, which says so.
class EntryPage : public Page {
 public:
  EntryPage(const Site& site, const Language& language)
      : Page(site, language, "entry") {}

 protected:
  absl::Status Fill(const Visit& visit, Draft& draft) const override;

 private:
  void ShowContent(const v1::Entry& entry, const Visit& visit,
                   Draft& draft) const;
  void ShowProvenance(const v1::Entry& entry, Draft& draft) const;
  absl::Status ShowVerification(const v1::Entry& entry, Draft& draft) const;
  absl::Status ShowHistory(const v1::Entry& entry, Draft& draft) const;
  absl::Status ShowOtherAreas(const v1::Entry& entry, Draft& draft) const;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_ENTRY_PAGE_H_
