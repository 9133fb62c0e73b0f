// What a family asked, in words.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_ASKED_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_ASKED_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/find_form.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

struct AskedPart {
  // The form's parameter.
  absl::string_view name;
  // `Your postcode BS1`, `Free`, `In a hospice`; no full stop at its end.
  std::string text;
};

// All that is at work, in the order of the form. What a search passes over, as
// a setting that does not exist, is no part of it.
std::vector<AskedPart> AskedIn(const FindForm& form, const Language& language,
                               const Site& site);

// The same in one line: `What do you need? respite · Your postcode BS1 · Free`.
std::string AskedLine(const FindForm& form, const Language& language,
                      const Site& site);

// `SETTING_HOSPICE`, which the form asks for; "" when it asks for none.
std::string SettingIn(const FindForm& form);

// `Within 25 miles`, of a form that has miles.
std::string WithinMiles(const FindForm& form, const Catalogue& words);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_ASKED_H_
