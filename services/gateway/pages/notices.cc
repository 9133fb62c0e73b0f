#include "services/gateway/pages/notices.h"

#include <utility>

#include "services/gateway/pages/page.h"
#include "services/gateway/pages/service_facts.h"

namespace localoffer::gateway::pages {
namespace {

absl::string_view ExpectationKey(v1::Expectation expectation) {
  switch (expectation) {
    case v1::EXPECTATION_PLANNED:
      return "notice.planned";
    case v1::EXPECTATION_ENDING:
      return "notice.ending";
    default:
      return "";
  }
}

absl::string_view StatusKey(v1::ServiceStatus status) {
  switch (status) {
    case v1::SERVICE_STATUS_TEMPORARILY_CLOSED:
      return "notice.temporarily_closed";
    case v1::SERVICE_STATUS_INACTIVE:
      return "notice.inactive";
    case v1::SERVICE_STATUS_DEFUNCT:
      return "notice.defunct";
    default:
      return "";
  }
}

}  // namespace

std::vector<std::string> ServiceNotices(const v1::Entry& entry,
                                        const Language& language) {
  std::vector<std::string> notices;
  for (const absl::string_view key :
       {ExpectationKey(entry.local_offer().expectation()),
        StatusKey(entry.service().status())}) {
    if (!key.empty()) notices.emplace_back(language.catalogue.Of(key));
  }
  if (std::string alert = TextOf(entry.service().alert()); !alert.empty()) {
    notices.push_back(std::move(alert));
  }
  return notices;
}

void ShowEntryNotices(const v1::Entry& entry, const Language& language,
                      const Site& site, ctemplate::TemplateDictionary& values) {
  const Catalogue& words = language.catalogue;
  const std::string council = CouncilName(entry, site);
  const bool harvested = entry.has_harvested();
  if (entry.state() == v1::ENTRY_STATE_WITHDRAWN) {
    const v1::Withdrawal& withdrawal = entry.withdrawal();
    SetText(
        values, "GONE",
        words.With(harvested ? "entry.withdrawn.harvested" : "entry.withdrawn",
                   {{"council", council},
                    {"date", language.wording.Date(withdrawal.withdraw_time())},
                    {"reason", TextOf(withdrawal.reason())}}));
  }
  if (entry.has_erasure()) {
    SetText(values, "GONE",
            words.With(harvested ? "entry.erased.harvested" : "entry.erased",
                       {{"council", council},
                        {"reason", TextOf(entry.erasure().reason())}}));
  }
  if (harvested) {
    SetText(values, "NOTICE",
            words.With("entry.harvested", {{"council", council}}));
  }
  for (const std::string& notice : ServiceNotices(entry, language)) {
    SetText(values, "NOTICE", notice);
  }
}

std::string EntryTitle(const v1::Entry& entry, const Catalogue& words) {
  std::string name = TextOf(entry.service().name());
  if (name.empty()) name = std::string(words.Of("entry.title"));
  return entry.state() == v1::ENTRY_STATE_WITHDRAWN
             ? words.With("entry.title.withdrawn", {{"name", name}})
             : name;
}

}  // namespace localoffer::gateway::pages
