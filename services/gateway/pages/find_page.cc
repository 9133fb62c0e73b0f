#include "services/gateway/pages/find_page.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/arena.h"
#include "services/entry/statutory_items.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/notices.h"
#include "services/gateway/pages/service_facts.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

// What people need most often: a key of the catalogue, and what it asks.
// Entries are in English, so that is what is asked in any language.
struct Card {
  absl::string_view key;
  absl::string_view name;
  absl::string_view value;
};
constexpr std::array kCards = {
    Card{"card.palliative", "need", "palliative care"},
    Card{"card.breaks", "need", "short breaks"},
    Card{"card.equipment", "need", "equipment"},
    Card{"card.bereavement", "need", "bereavement"},
    Card{"card.talk", "need", "someone to talk to"},
    Card{"card.always", "day_and_night", "1"}};

constexpr std::array<absl::string_view, 5> kWhere = {"home", "5", "10", "25",
                                                     "50"};
constexpr std::array<absl::string_view, 3> kChoices = {"free", "day_and_night",
                                                       "no_plan"};
// What comes by a link, and is kept when the form is sent.
constexpr std::array<absl::string_view, 6> kKept = {
    "council", "item", "term", "provider", "component", "ages"};

constexpr absl::string_view kSetting = "SETTING_";

void AddOption(absl::string_view section, absl::string_view value,
               absl::string_view text, bool selected,
               ctemplate::TemplateDictionary& values) {
  ctemplate::TemplateDictionary& option =
      *values.AddSectionDictionary(std::string(section));
  option.SetValue("VALUE", std::string(value));
  option.SetValue("TEXT", std::string(text));
  if (selected) option.ShowSection("SELECTED");
}

// What goes with a form unseen.
void Keep(absl::string_view name, const std::string& value,
          ctemplate::TemplateDictionary& values) {
  ctemplate::TemplateDictionary& kept = *values.AddSectionDictionary("KEPT");
  kept.SetValue("NAME", std::string(name));
  kept.SetValue("VALUE", value);
}

std::optional<geography::Point> HomeOf(
    const v1::SearchEntriesResponse& response) {
  const v1::Place* place = nullptr;
  if (response.has_serves_place()) place = &response.serves_place();
  if (response.has_near_place()) place = &response.near_place();
  if (place == nullptr) return std::nullopt;
  return geography::Point{place->point().latitude(),
                          place->point().longitude()};
}

}  // namespace

FindPage::FindPage(const Site& site, const Language& language, FindStyle style)
    : Page(site, language, style == FindStyle::kFramed ? "embed" : "find"),
      style_(style) {}

std::string FindPage::Path() const {
  return PathTo(style_ == FindStyle::kFramed ? "/embed" : "/");
}

absl::Status FindPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow(FindForm::Names()));
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
  const std::vector<FormError> errors =
      form.Check(site().store().geography(), words());
  ShowErrors(errors, draft, language());
  const bool answers = form.asks() && errors.empty();
  ShowQuestion(form, answers, draft);
  if (answers) return ShowAnswers(form, draft);
  if (style_ == FindStyle::kWhole) ShowCards(draft);
  return absl::OkStatus();
}

void FindPage::ShowQuestion(const FindForm& form, bool answered,
                            Draft& draft) const {
  ctemplate::TemplateDictionary& values = draft.values;
  values.SetValue("ACTION", absl::StrCat(Path(), "#results"));
  values.ShowSection("HEADED_QUESTION");
  values.SetValue("NEED", form.Of("need"));
  values.SetValue("POSTCODE", form.Of("postcode"));
  values.SetValue("AGE", form.Of("age"));
  for (const absl::string_view name : kKept) {
    if (!form.Of(name).empty()) Keep(name, form.Of(name), values);
  }
}

void FindPage::ShowCards(Draft& draft) const {
  ctemplate::TemplateDictionary& cards =
      *draft.values.AddSectionDictionary("CARDS");
  for (const Card& card : kCards) {
    ctemplate::TemplateDictionary& shown = *cards.AddSectionDictionary("CARD");
    shown.SetValue(
        "HREF", absl::StrCat(PathTo("/"), QueryOf({{card.name, card.value}})));
    shown.SetValue("TITLE", std::string(words().Of(card.key)));
    shown.SetValue("TEXT",
                   std::string(words().Of(absl::StrCat(card.key, ".text"))));
  }
}

absl::Status FindPage::ShowAnswers(const FindForm& form, Draft& draft) const {
  ASSIGN_OR_RETURN(const std::string bytes,
                   site().searcher().Search(form.Request(), form.Skip()));
  // Thousands of strings and lists, given back at once.
  google::protobuf::Arena arena;
  auto& response =
      *google::protobuf::Arena::CreateMessage<v1::SearchEntriesResponse>(
          &arena);
  if (!response.ParseFromString(bytes)) {
    return absl::InternalError("an answer to a search is broken");
  }
  ShowFilters(form, response, draft);
  ctemplate::TemplateDictionary& results =
      *draft.values.AddSectionDictionary("RESULTS");
  const int total = response.total_size();
  results.SetValue("HEADING",
                   total == 0 ? std::string(words().Of("results.heading.none"))
                              : words().Count("results.heading", total));
  ShowAsked(form, results);
  ShowPlace(response, results);
  // What a frame asks for stays with it.
  if (style_ == FindStyle::kWhole) ShowActive(form, results);
  if (total == 0) {
    ctemplate::TemplateDictionary& nothing =
        *results.AddSectionDictionary("NOTHING");
    if (style_ == FindStyle::kWhole) nothing.ShowSection("COUNCILS");
    if (response.has_serves_place()) {
      nothing.AddSectionDictionary("NOT_SERVED")
          ->SetValue("HREF",
                     absl::StrCat(Path(), form.With({{"where", "25"}})));
    }
  }
  int number = 0;
  for (const v1::SearchHit& hit : response.hits()) {
    ShowHit(hit, response, form, ++number, results);
  }
  ShowPages(form, response, results);
  if (number > 0 && style_ == FindStyle::kWhole) {
    ctemplate::TemplateDictionary& pack = *results.AddSectionDictionary("PACK");
    for (const absl::string_view name : FindForm::Names()) {
      if (!form.Of(name).empty()) Keep(name, form.Of(name), pack);
    }
  }
  return absl::OkStatus();
}

void FindPage::ShowAsked(const FindForm& form,
                         ctemplate::TemplateDictionary& results) const {
  std::vector<std::string> asked;
  for (const auto& [name, key] :
       {std::pair("need", "find.question"),
        std::pair("postcode", "find.postcode"), std::pair("age", "find.age")}) {
    if (form.Of(name).empty()) continue;
    asked.push_back(absl::StrCat(words().Of(key), " ", form.Of(name)));
  }
  SetText(results, "ASKED", absl::StrJoin(asked, " · "));
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

void FindPage::ShowFilters(const FindForm& form,
                           const v1::SearchEntriesResponse& response,
                           Draft& draft) const {
  ctemplate::TemplateDictionary& filters =
      *draft.values.AddSectionDictionary("FILTERS");
  for (const absl::string_view where : kWhere) {
    AddOption("WHERE", where, words().Of(absl::StrCat("filter.where.", where)),
              form.Of("where") == where, filters);
  }
  AddOption("SETTING", "", words().Of("filter.setting.any"),
            form.Of("setting").empty(), filters);
  for (const v1::FacetCounts& facet : response.facets()) {
    for (const v1::FacetValue& value : facet.values()) {
      const absl::string_view name = value.value();
      if (!absl::StartsWith(name, kSetting)) continue;
      const absl::string_view setting = name.substr(kSetting.size());
      AddOption("SETTING", setting,
                words().With("filter.count",
                             {{"text", wording().Value(name)},
                              {"count", absl::StrCat(value.count())}}),
                form.Of("setting") == setting, filters);
    }
  }
  for (const absl::string_view choice : kChoices) {
    ctemplate::TemplateDictionary& shown =
        *filters.AddSectionDictionary("CHOICE");
    shown.SetValue("NAME", std::string(choice));
    shown.SetValue("TEXT",
                   std::string(words().Of(absl::StrCat("filter.", choice))));
    if (!form.Of(choice).empty()) shown.ShowSection("SELECTED");
  }
}

void FindPage::ShowPlace(const v1::SearchEntriesResponse& response,
                         ctemplate::TemplateDictionary& results) const {
  if (!response.has_serves_place() && !response.has_near_place()) return;
  const v1::Place& place = response.has_near_place() ? response.near_place()
                                                     : response.serves_place();
  const absl::string_view name =
      place.approximate() ? place.outcode() : place.postcode();
  const absl::string_view key =
      place.authority().empty() ? "results.place.outside"
      : place.approximate()     ? "results.place.approximate"
                                : "results.place";
  SetText(results, "PLACE_NOTE",
          words().With(
              key, {{"place", name}, {"council", place.authority_title()}}));
}

void FindPage::ShowActive(const FindForm& form,
                          ctemplate::TemplateDictionary& results) const {
  for (const absl::string_view name : kKept) {
    const std::string& value = form.Of(name);
    if (value.empty()) continue;
    std::string shown = value;
    if (name == "council") {
      const auto record = site().store().authorities().Find(value);
      if (record) shown = record->title();
    } else if (name == "item") {
      const entry::StatutoryItem* item = entry::FindStatutoryItem(value);
      if (item != nullptr) shown = item->requirement;
    } else if (name == "component") {
      shown = wording().Value(absl::StrCat("PALLIATIVE_COMPONENT_", value));
    }
    const absl::string_view key = name == "component" ? "term" : name;
    ctemplate::TemplateDictionary& active =
        *results.AddSectionDictionary("ACTIVE");
    active.SetValue("TEXT",
                    words().With(absl::StrCat("filter.", key), {{key, shown}}));
    active.SetValue("HREF", absl::StrCat(Path(), form.With({{name, ""}})));
  }
}

void FindPage::ShowHit(const v1::SearchHit& hit,
                       const v1::SearchEntriesResponse& response,
                       const FindForm& form, int number,
                       ctemplate::TemplateDictionary& results) const {
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
  pick.SetValue("KEY", path.substr(absl::string_view("/entries/").size()));
}

}  // namespace localoffer::gateway::pages
