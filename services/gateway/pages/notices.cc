#include "services/gateway/pages/notices.h"

#include <utility>

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

std::vector<std::string> EntryNotices(const v1::Entry& entry,
                                      const Language& language,
                                      const Site& site) {
  const Catalogue& words = language.catalogue;
  const std::string council = CouncilName(entry, site);
  const bool harvested = entry.has_harvested();
  std::vector<std::string> notices;
  if (entry.state() == v1::ENTRY_STATE_WITHDRAWN) {
    const v1::Withdrawal& withdrawal = entry.withdrawal();
    notices.push_back(
        words.With(harvested ? "entry.withdrawn.harvested" : "entry.withdrawn",
                   {{"council", council},
                    {"date", language.wording.Date(withdrawal.withdraw_time())},
                    {"reason", TextOf(withdrawal.reason())}}));
  }
  if (entry.has_erasure()) {
    notices.push_back(words.With(
        harvested ? "entry.erased.harvested" : "entry.erased",
        {{"council", council}, {"reason", TextOf(entry.erasure().reason())}}));
  }
  if (harvested) {
    notices.push_back(words.With("entry.harvested", {{"council", council}}));
  }
  for (std::string& notice : ServiceNotices(entry, language)) {
    notices.push_back(std::move(notice));
  }
  return notices;
}

}  // namespace localoffer::gateway::pages
