#include "services/gateway/pages/find_page.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/arena.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/asked.h"
#include "services/gateway/pages/distance.h"
#include "services/gateway/pages/notices.h"
#include "services/gateway/pages/question.h"
#include "services/gateway/pages/service_facts.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {

FindPage::FindPage(const Site& site, const Language& language, FindStyle style)
    : Page(site, language, style == FindStyle::kFramed ? "embed" : "find"),
      style_(style) {}

std::string FindPage::Path() const {
  return PathTo(style_ == FindStyle::kFramed ? "/embed" : "/");
}

absl::Status FindPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(FindForm::Allow(visit.target));
  const FindForm form(visit.target);
  if (form.Page() == 0) {
    return rpc::InvalidField("page", "wanted a number from 1 to 1,000");
  }
  draft.title = std::string(words().Of("find.title"));
  if (!form.Of("need").empty()) {
    draft.title =
        words().With("find.title.results", {{"need", form.Of("need")}});
  }
  draft.may_be_framed = style_ == FindStyle::kFramed;
  // Thousands of strings and lists, given back at once.
  google::protobuf::Arena arena;
  auto& response =
      *google::protobuf::Arena::CreateMessage<v1::SearchEntriesResponse>(
          &arena);
  // An answer says that the postcode was one, too: as a rule it needs no call
  // of its own.
  const bool may_ask = form.asks() && form.CheckTyped(words()).empty();
  const absl::Status asked =
      may_ask ? site().node().SearchEntries(form.Request(), response)
              : absl::OkStatus();
  const bool answers = may_ask && asked.ok();
  std::vector<FormError> errors;
  if (!answers) {
    ASSIGN_OR_RETURN(errors, form.Check(site(), words()));
    if (errors.empty()) RETURN_IF_ERROR(asked);
  }
  ShowErrors(errors, draft, language());
  ShowQuestion(form, absl::StrCat(Path(), "#results"), draft.values);
  // What was chosen is kept beside what was typed.
  if (!errors.empty() && HasFilters(form)) {
    ShowFilters(form, {}, language(), draft.values);
  }
  if (answers) return ShowAnswers(form, response, draft);
  if (style_ == FindStyle::kWhole) ShowCards(draft);
  return absl::OkStatus();
}

void FindPage::ShowCards(Draft& draft) const {
  ctemplate::TemplateDictionary& cards =
      *draft.values.AddSectionDictionary("CARDS");
  for (const Card& card : Cards()) {
    const std::string key = absl::StrCat("card.", card.id);
    ctemplate::TemplateDictionary& shown = *cards.AddSectionDictionary("CARD");
    shown.SetValue("ID", std::string(card.id));
    shown.SetValue("TITLE", std::string(words().Of(key)));
    shown.SetValue("TEXT", std::string(words().Of(absl::StrCat(key, ".text"))));
  }
}

absl::Status FindPage::ShowAnswers(const FindForm& form,
                                   const v1::SearchEntriesResponse& response,
                                   Draft& draft) const {
  ShowFilters(form, response, language(), draft.values);
  ctemplate::TemplateDictionary& results =
      *draft.values.AddSectionDictionary("RESULTS");
  const int total = response.total_size();
  results.SetValue("HEADING",
                   total == 0 ? std::string(words().Of("results.heading.none"))
                              : words().Count("results.heading", total));
  // On paper, where the form is not: the question that is answered.
  SetText(results, "ASKED", AskedLine(form, language(), site()));
  ShowPlace(response, results);
  // What a frame asks for stays with it.
  if (style_ == FindStyle::kWhole) ShowActive(form, results);
  if (total == 0) RETURN_IF_ERROR(ShowNothing(form, response, results));
  ASSIGN_OR_RETURN(const PostalPlaces places, PlacesOfHits(response, site()));
  int number = 0;
  for (const v1::SearchHit& hit : response.hits()) {
    ShowHit(hit, {response, places}, form, ++number, results);
  }
  ShowPages(form, response, results);
  if (number > 0 && style_ == FindStyle::kWhole) {
    ctemplate::TemplateDictionary& pack = *results.AddSectionDictionary("PACK");
    for (const absl::string_view name : FindForm::Names()) {
      if (!form.Of(name).empty()) Keep(name, form.Of(name), pack);
    }
    if (total > kAnswersOfPage) pack.ShowSection("PAGED");
  }
  return absl::OkStatus();
}

absl::Status FindPage::ShowNothing(
    const FindForm& form, const v1::SearchEntriesResponse& response,
    ctemplate::TemplateDictionary& results) const {
  ctemplate::TemplateDictionary& nothing =
      *results.AddSectionDictionary("NOTHING");
  if (style_ == FindStyle::kWhole) nothing.ShowSection("COUNCILS");
  if (response.has_serves_place()) {
    nothing.AddSectionDictionary("NOT_SERVED")
        ->SetValue("HREF", absl::StrCat(Path(), form.With({{"where", "25"}})));
  }
  std::vector<AskedPart> filters;
  FindForm::Changes without;
  for (AskedPart& part : AskedIn(form, language(), site())) {
    if (part.name == "need" || part.name == "postcode") continue;
    // What a frame asks for stays with it.
    if (style_ == FindStyle::kFramed && ComesByLink(part.name)) continue;
    without.emplace_back(part.name, "");
    filters.push_back(std::move(part));
  }
  int found = 0;
  if (!filters.empty()) {
    ASSIGN_OR_RETURN(found, CountOf(form.Changed(without)));
  }
  if (found == 0) {
    if (!form.Of("need").empty()) nothing.ShowSection("WORDS");
    return absl::OkStatus();
  }
  const auto add = [&](const std::string& text,
                       const FindForm::Changes& changes) {
    ctemplate::TemplateDictionary& line =
        *nothing.AddSectionDictionary("WITHOUT");
    line.SetValue("TEXT", text);
    line.SetValue("HREF", absl::StrCat(Path(), form.With(changes), "#results"));
  };
  for (const AskedPart& part : filters) {
    add(words().With("results.none.without", {{"filter", part.text}}),
        {{part.name, ""}});
  }
  if (filters.size() > 1) {
    add(words().Count("results.none.unfiltered", found), without);
  }
  return absl::OkStatus();
}

absl::StatusOr<int> FindPage::CountOf(const FindForm& form) const {
  v1::SearchEntriesRequest request = form.Request();
  request.set_page_size(1);
  request.set_view(v1::ENTRY_VIEW_BASIC);
  request.clear_facets();
  ASSIGN_OR_RETURN(const v1::SearchEntriesResponse response,
                   site().node().SearchEntries(request));
  return response.total_size();
}

void FindPage::ShowPages(const FindForm& form,
                         const v1::SearchEntriesResponse& response,
                         ctemplate::TemplateDictionary& results) const {
  const int page = form.Page();
  const int last =
      (response.total_size() + kAnswersOfPage - 1) / kAnswersOfPage;
  if (last < 2) return;
  ctemplate::TemplateDictionary& pages = *results.AddSectionDictionary("PAGES");
  pages.SetValue("WHICH",
                 words().With("paging.which", {{"page", absl::StrCat(page)},
                                               {"last", absl::StrCat(last)}}));
  const auto link = [&](const char* section, int to) {
    // The first page is the one without a number.
    pages.AddSectionDictionary(section)->SetValue(
        "HREF",
        absl::StrCat(Path(),
                     form.With({{"page", to == 1 ? "" : absl::StrCat(to)},
                                {"revision", response.revision()}}),
                     "#results"));
  };
  if (page > 1) link("PREVIOUS", std::min(page - 1, last));
  if (page < last) link("NEXT", page + 1);
}

void FindPage::ShowPlace(const v1::SearchEntriesResponse& response,
                         ctemplate::TemplateDictionary& results) const {
  const std::optional<v1::Place> place = HomeOf(response);
  if (!place) return;
  SetText(results, "PLACE_NOTE", PlaceNote(*place, words()));
}

void FindPage::ShowActive(const FindForm& form,
                          ctemplate::TemplateDictionary& results) const {
  for (const AskedPart& part : AskedIn(form, language(), site())) {
    if (!ComesByLink(part.name)) continue;
    ctemplate::TemplateDictionary& active =
        *results.AddSectionDictionary("ACTIVE");
    active.SetValue("TEXT", absl::StrCat(part.text, "."));
    active.SetValue("HREF", absl::StrCat(Path(), form.With({{part.name, ""}})));
  }
}

void FindPage::ShowHit(const v1::SearchHit& hit, const Answers& answers,
                       const FindForm& form, int number,
                       ctemplate::TemplateDictionary& results) const {
  const v1::SearchEntriesResponse& response = answers.response;
  const v1::Entry& entry = hit.entry();
  ctemplate::TemplateDictionary& shown = *results.AddSectionDictionary("HIT");
  const std::string path = EntryPath(entry.name());
  // In a frame the entry leads back to its answers.
  shown.SetValue("HREF",
                 style_ == FindStyle::kFramed
                     ? absl::StrCat(PathTo("/embed"), path, form.Query())
                     : PathTo(path));
  shown.SetValue("NAME", TextOf(entry.service().name()));
  if (language().code != "en") shown.ShowSection("OTHER_LANG");
  // Other sites would not be shown in the frame.
  if (style_ == FindStyle::kFramed) shown.ShowSection("NEW_WINDOW");
  SetText(shown, "PROVIDER", ProviderName(entry));
  for (const std::string& notice : ServiceNotices(entry, language())) {
    SetText(shown, "NOTICE", notice);
  }
  if (hit.has_served_area()) {
    const v1::Place& home = response.serves_place();
    SetText(
        shown,
        SurelyServes(hit.served_area(), home) ? "SERVED" : "POSSIBLY_SERVED",
        wording().Served(hit.served_area(), home));
  }
  FactsOptions options;
  options.home = HomeOf(response);
  options.places = &answers.places;
  ShowFacts(entry, options, language(), site(), shown);
  shown.SetValue("SOURCE", SourceOf(entry, language(), site()));
  std::vector<std::string> reasons;
  for (const v1::WordMatch& match : hit.word_matches()) {
    reasons.push_back(wording().Why(match));
  }
  if (reasons.empty()) {
    reasons.emplace_back(
        words().Of(HomeOf(response) ? "hit.why.all" : "hit.why.chosen"));
  }
  SetText(shown, "WHY", absl::StrCat(absl::StrJoin(reasons, "; "), "."));
  if (style_ == FindStyle::kFramed) return;
  ctemplate::TemplateDictionary& pick = *shown.AddSectionDictionary("PICK");
  pick.SetValue("NUMBER", absl::StrCat(number));
  // What is ticked is not taken along to another page.
  if (response.total_size() > kAnswersOfPage) pick.ShowSection("PAGED");
  pick.SetValue("KEY", path.substr(absl::string_view("/entries/").size()));
}

}  // namespace localoffer::gateway::pages
