#include "services/gateway/pages/listed_page.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/identifier_text.h"
#include "services/gateway/pages/listed_rows.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr size_t kMostMaybes = 5;

// The name that most of the entries give; "" without entries.
std::string NameInEntries(const v1::CheckInclusionResponse& response) {
  std::map<std::string, int> names;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
      ++names[TextOf(evidence.organization())];
    }
  }
  names.erase("");
  const auto most = std::max_element(
      names.begin(), names.end(),
      [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == names.end() ? "" : most->first;
}

}  // namespace

absl::Status ListedPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow(ListedForm::Names()));
  const ListedForm form(visit.target);
  draft.title = std::string(words().Of("listed.title"));
  ShowForm(form, draft);
  if (!form.asks()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<FormError> errors,
                   form.Check(site(), words()));
  ShowErrors(errors, draft, language());
  return errors.empty() ? ShowAnswer(form, draft) : absl::OkStatus();
}

void ListedPage::ShowForm(const ListedForm& form, Draft& draft) const {
  draft.values.SetValue("ACTION", PathTo("/listed#answer"));
  for (const absl::string_view name : ListedForm::Names()) {
    draft.values.SetValue(absl::AsciiStrToUpper(name), form.Of(name));
  }
  if (form.says()) draft.values.ShowSection("SAYS");
}

absl::Status ListedPage::ShowAnswer(const ListedForm& form,
                                    Draft& draft) const {
  v1::CheckInclusionRequest request = form.Request(site());
  request.set_show_last_editions(true);
  ASSIGN_OR_RETURN(const v1::CheckInclusionResponse response,
                   site().node().CheckInclusion(request));
  ctemplate::TemplateDictionary& answer =
      *draft.values.AddSectionDictionary("ANSWER");
  ShowWho(form, response, answer);
  ShowMaybes(form, response, answer);
  ShowCounts(response, answer);
  ShowGaps(form, response, answer);
  ShowMap(response, answer);
  ListedRows(language(), form).Show(response, answer);
  answer.SetValue("CSV_HREF",
                  absl::StrCat(PathTo("/listed.csv"), form.Query()));
  if (!form.Provider().empty()) {
    answer.AddSectionDictionary("BUNDLE")->SetValue(
        "HREF", absl::StrCat("/proofs.zip", form.Query()));
  }
  return absl::OkStatus();
}

void ListedPage::ShowWho(const ListedForm& form,
                         const v1::CheckInclusionResponse& response,
                         ctemplate::TemplateDictionary& answer) const {
  std::vector<std::string> parts;
  const std::string listed_as = NameInEntries(response);
  const std::string& name = listed_as.empty() ? form.Of("name") : listed_as;
  if (!name.empty()) parts.push_back(name);
  if (const std::string provider = form.Provider(); !provider.empty()) {
    parts.push_back(IdentifierText(words(), provider));
  }
  if (!form.Of("miles").empty()) {
    parts.push_back(words().With(
        "listed.who.miles",
        {{"miles", form.Of("miles")},
         {"postcode", absl::AsciiStrToUpper(form.Of("postcode"))}}));
  }
  if (!form.Of("councils").empty()) {
    parts.push_back(words().With("listed.who.councils",
                                 {{"councils", form.Of("councils")}}));
  }
  answer.SetValue("WHO", absl::StrJoin(parts, ", "));
}

// Those that carry a number that was not asked for, and may be the provider.
void ListedPage::ShowMaybes(const ListedForm& form,
                            const v1::CheckInclusionResponse& response,
                            ctemplate::TemplateDictionary& answer) const {
  struct Maybe {
    std::string organization;
    std::set<std::string> councils;
  };
  // By the identifiers carried.
  std::map<std::vector<std::string>, Maybe> maybes;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    for (const v1::LookAlike& other : inclusion.look_alikes()) {
      if (other.reason() != v1::LOOK_ALIKE_REASON_AMBIGUOUS ||
          other.has_until()) {
        continue;
      }
      Maybe& maybe =
          maybes[{other.providers().begin(), other.providers().end()}];
      maybe.organization = TextOf(other.organization());
      maybe.councils.insert(inclusion.title());
    }
  }
  if (maybes.empty()) return;
  ctemplate::TemplateDictionary& section =
      *answer.AddSectionDictionary("MAYBES");
  size_t left = kMostMaybes;
  for (const auto& [providers, maybe] : maybes) {
    if (left-- == 0) break;
    ctemplate::TemplateDictionary& line =
        *section.AddSectionDictionary("MAYBE");
    std::vector<std::string> who = {maybe.organization};
    for (const std::string& provider : providers) {
      who.push_back(IdentifierText(words(), provider));
    }
    line.SetValue("WHO", absl::StrJoin(who, ", "));
    line.SetValue(
        "COUNCILS",
        words().With("listed.maybe.councils",
                     {{"councils", wording().List({maybe.councils.begin(),
                                                   maybe.councils.end()})}}));
    const std::string number = TypedIdentifier(providers.front());
    line.SetValue("HREF",
                  absl::StrCat(PathTo("/listed"), form.With("provider", number),
                               "#answer"));
    line.SetValue("AGAIN",
                  words().With("listed.maybe.again", {{"number", number}}));
  }
}

void ListedPage::ShowGaps(const ListedForm& form,
                          const v1::CheckInclusionResponse& response,
                          ctemplate::TemplateDictionary& answer) const {
  if (std::none_of(response.inclusions().begin(), response.inclusions().end(),
                   [](const v1::AuthorityInclusion& inclusion) {
                     return IsGap(inclusion.status());
                   })) {
    return;
  }
  answer.AddSectionDictionary("GAPS")->ShowSection(
      form.Provider().empty() ? "WITHOUT_NUMBER" : "WITH_NUMBER");
}

void ListedPage::ShowCounts(const v1::CheckInclusionResponse& response,
                            ctemplate::TemplateDictionary& answer) const {
  std::map<v1::InclusionStatus, int> counts;
  int harvested = 0;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    ++counts[inclusion.status()];
    if (inclusion.has_harvested() && IsListed(inclusion.status())) ++harvested;
  }
  const int listed = counts[v1::INCLUSION_STATUS_LISTED] +
                     counts[v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE];
  const std::string all = absl::StrCat(response.inclusions_size());
  answer.SetValue(
      "HEADING",
      harvested == 0
          ? words().With("listed.heading",
                         {{"listed", absl::StrCat(listed)}, {"all", all}})
          : words().With("listed.heading.harvested",
                         {{"listed", absl::StrCat(listed)},
                          {"all", all},
                          {"harvested", absl::StrCat(harvested)}}));
  for (const ShownInclusion& shown : ShownInclusions()) {
    if (counts[shown.status] == 0) continue;
    ctemplate::TemplateDictionary& line = *answer.AddSectionDictionary("COUNT");
    line.SetValue("CLASS", std::string(shown.tag_class));
    line.SetValue("STATUS",
                  wording().Value(v1::InclusionStatus_Name(shown.status)));
    line.SetValue("NUMBER", absl::StrCat(counts[shown.status]));
    line.SetValue("MEANING",
                  std::string(words().Of(absl::StrCat(
                      "meaning.", v1::InclusionStatus_Name(shown.status)))));
  }
}

void ListedPage::ShowMap(const v1::CheckInclusionResponse& response,
                         ctemplate::TemplateDictionary& answer) const {
  AreaMap::Looks looks;
  std::map<v1::InclusionStatus, int> counts;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    looks[LogOf(inclusion.authority())] = {
        std::string(ShownAs(inclusion.status()).map_class),
        absl::StrCat(
            inclusion.title(), ": ",
            wording().Value(v1::InclusionStatus_Name(inclusion.status())))};
    ++counts[inclusion.status()];
  }
  site().map().Draw(looks, answer);
  for (const ShownInclusion& shown : ShownInclusions()) {
    if (counts[shown.status] == 0) continue;
    ctemplate::TemplateDictionary& line =
        *answer.AddSectionDictionary("LEGEND");
    line.SetValue("CLASS", std::string(shown.map_class));
    line.SetValue("TEXT",
                  wording().Value(v1::InclusionStatus_Name(shown.status)));
  }
}

}  // namespace localoffer::gateway::pages
