#include "services/gateway/pages/embedded_entry_page.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/entry_page.h"
#include "services/gateway/pages/find_form.h"
#include "services/gateway/pages/more_facts.h"
#include "services/gateway/pages/notices.h"
#include "services/gateway/pages/service_facts.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {

absl::Status EmbeddedEntryPage::Fill(const Visit& visit, Draft& draft) const {
  draft.may_be_framed = true;
  RETURN_IF_ERROR(visit.target.Allow(FindForm::Names()));
  ASSIGN_OR_RETURN(const v1::Entry entry, EntryAt(visit, site()));
  if (entry.state() == v1::ENTRY_STATE_WITHDRAWN) draft.status = 410;
  const std::string name = TextOf(entry.service().name());
  draft.title = EntryTitle(entry, words());
  ctemplate::TemplateDictionary& values = draft.values;
  values.SetValue("HEADING",
                  name.empty() ? std::string(words().Of("entry.title")) : name);
  values.SetValue("WHOLE_HREF", PathTo(EntryPath(entry.name())));
  // Other sites would not be shown in the frame.
  values.ShowSection("NEW_WINDOW");
  if (language().code != "en") values.ShowSection("OTHER_LANG");
  const FindForm form(visit.target);
  if (form.asks()) {
    values.AddSectionDictionary("BACK")->SetValue(
        "HREF", absl::StrCat(PathTo("/embed"), form.Query(), "#results"));
  }
  ShowEntryNotices(entry, language(), site(), values);
  values.SetValue("SOURCE", SourceOf(entry, language(), site()));
  if (entry.has_erasure()) return absl::OkStatus();
  SetText(values, "PROVIDER", ProviderName(entry));
  FactsOptions options;
  options.detail = Detail::kWhole;
  ctemplate::TemplateDictionary& content =
      *values.AddSectionDictionary("CONTENT");
  ShowFacts(entry, options, language(), site(), content);
  ShowMoreFacts(entry, language(), content);
  ShowRedress(entry, CouncilName(entry, site()), language(), values);
  return absl::OkStatus();
}

}  // namespace localoffer::gateway::pages
