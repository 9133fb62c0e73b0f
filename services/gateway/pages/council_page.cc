#include "services/gateway/pages/council_page.h"

#include <array>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/council_changes.h"
#include "services/gateway/pages/council_names.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr int kMostTerms = 30;
constexpr size_t kReasonBytes = 300;
constexpr absl::Duration kFresh = absl::Hours(365 * 24);

constexpr std::array<absl::string_view, 5> kAges = {"0-4", "5-10", "11-15",
                                                    "16-18", "19-25"};
constexpr absl::string_view kComponent = "PALLIATIVE_COMPONENT_";
// Of the part that says how an offer is made, and not what is in it.
constexpr absl::string_view kDuties = "LO-H";

// A need, as the first page offers it.
struct Need {
  absl::string_view key;
  absl::string_view words;
};
constexpr std::array kNeeds = {Need{"card.palliative", "palliative care"},
                               Need{"card.breaks", "short breaks"},
                               Need{"card.equipment", "equipment"},
                               Need{"card.bereavement", "bereavement"},
                               Need{"card.talk", "someone to talk to"}};

}  // namespace

absl::Status CouncilsPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  draft.title = std::string(words().Of("councils.title"));
  ASSIGN_OR_RETURN(const v1::ListAuthoritiesResponse all,
                   site().node().ListAuthorities({}));
  // As people look for them.
  std::map<std::string, const v1::Authority*> by_title;
  int publishing = 0;
  int elsewhere = 0;
  for (const v1::Authority& authority : all.authorities()) {
    by_title.emplace(
        absl::StrCat(SortingName(authority.title()), authority.name()),
        &authority);
    if (authority.log_size() > 0) {
      ++publishing;
    } else if (authority.has_harvested()) {
      ++elsewhere;
    }
  }
  draft.values.SetValue(
      "SUMMARY", words().With("councils.summary",
                              {{"publishing", absl::StrCat(publishing)},
                               {"all", absl::StrCat(all.authorities_size())}}));
  if (elsewhere > 0) {
    SetText(draft.values, "ELSEWHERE",
            words().Count("councils.elsewhere", elsewhere));
  }
  for (const auto& [title, authority] : by_title) {
    ctemplate::TemplateDictionary& row =
        *draft.values.AddSectionDictionary("ROW");
    row.SetValue("HREF", PathTo(absl::StrCat("/authorities/",
                                             LogOf(authority->name()))));
    row.SetValue("COUNCIL", authority->title());
    if (authority->log_size() > 0) {
      row.SetValue("ENTRIES", absl::StrCat(authority->published_entries()));
      row.SetValue("CHANGED", wording().Date(authority->update_time()));
      row.ShowSection("KNOWN");
      row.ShowSection("DATED");
    } else if (authority->has_harvested()) {
      row.SetValue("ENTRIES", absl::StrCat(authority->harvested_entries()));
      row.SetValue("CHANGED", std::string(words().Of("councils.harvested")));
      row.ShowSection("KNOWN");
    } else {
      row.SetValue("ENTRIES", "–");
      row.SetValue("CHANGED", std::string(words().Of("councils.nothing")));
    }
  }
  return absl::OkStatus();
}

absl::Status CouncilPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow({"since", "edition"}));
  Offer offer;
  offer.council = visit.names.at("gss");
  ASSIGN_OR_RETURN(offer.authority, AuthorityCalled(offer.council));
  offer.log = offer.authority.has_harvested()
                  ? LogOf(offer.authority.harvested().log())
                  : offer.council;
  draft.title =
      words().With("council.title", {{"council", offer.authority.title()}});
  ctemplate::TemplateDictionary& values = draft.values;
  values.SetValue("HEADING", draft.title);
  values.SetValue("COUNCIL", offer.authority.title());
  values.SetValue("COUNCIL_ID", offer.council);
  values.SetValue("LOG", offer.log);
  if (offer.authority.has_harvested()) {
    SetText(values, "NOTICE",
            words().With("entry.harvested",
                         {{"council", offer.authority.title()}}));
  } else if (offer.authority.log_size() == 0) {
    ctemplate::TemplateDictionary& notice =
        *values.AddSectionDictionary("NOTICE");
    notice.SetValue("TEXT",
                    words().With("council.nothing",
                                 {{"council", offer.authority.title()}}));
    notice.ShowSection("ELSEWHERE");
    return absl::OkStatus();
  }
  v1::SearchEntriesRequest search;
  search.mutable_filter()->add_authorities(
      entry::FormatAuthorityName(offer.council));
  search.set_page_size(1);
  search.add_facets(v1::FACET_TAXONOMY_TERM);
  search.add_facets(v1::FACET_STATUTORY_ITEM);
  search.add_facets(v1::FACET_PALLIATIVE_COMPONENT);
  ASSIGN_OR_RETURN(offer.found, site().node().SearchEntries(search));
  values.ShowSection("OFFER");
  RETURN_IF_ERROR(ShowFreshness(offer, draft));
  if (language().code != "en") values.ShowSection("OTHER_LANG");
  RETURN_IF_ERROR(ShowNeeds(offer, draft));
  ShowWays(offer, draft);
  RETURN_IF_ERROR(ShowItems(offer, draft));
  const Changes changes = {offer.log, offer.council,
                           visit.target.Parameter("edition").value_or(""),
                           visit.target.Parameter("since").value_or("")};
  return ShowChanges(changes, language(), site(), draft);
}

absl::StatusOr<v1::Authority> CouncilPage::AuthorityCalled(
    const std::string& id) const {
  const absl::Status none = rpc::CallerError(
      absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND", "no such council");
  if (!entry::IsAuthorityId(id)) return none;
  v1::GetAuthorityRequest request;
  request.set_name(entry::FormatAuthorityName(id));
  absl::StatusOr<v1::GetAuthorityResponse> got =
      site().node().GetAuthority(request);
  if (absl::IsNotFound(got.status())) return none;
  RETURN_IF_ERROR(got.status());
  return std::move(*got->mutable_authority());
}

absl::Status CouncilPage::ShowFreshness(const Offer& offer,
                                        Draft& draft) const {
  v1::SearchEntriesRequest fresh;
  fresh.mutable_filter()->add_authorities(
      entry::FormatAuthorityName(offer.council));
  fresh.mutable_filter()->set_assured_since(
      absl::FormatTime("%Y-%m-%d", site().now() - kFresh, absl::UTCTimeZone()));
  fresh.set_page_size(1);
  ASSIGN_OR_RETURN(const v1::SearchEntriesResponse found,
                   site().node().SearchEntries(fresh));
  ctemplate::TemplateDictionary& all =
      *draft.values.AddSectionDictionary("ALL");
  all.SetValue(
      "HREF", absl::StrCat(PathTo("/"), QueryOf({{"council", offer.council}})));
  all.SetValue("TEXT",
               words().Count("council.entries", offer.found.total_size()));
  SetText(draft.values, "FRESHNESS",
          words().With("council.fresh",
                       {{"fresh", absl::StrCat(found.total_size())},
                        {"all", absl::StrCat(offer.found.total_size())}}));
  if (offer.authority.has_update_time()) {
    SetText(draft.values, "FRESHNESS",
            words().With(
                "council.changed",
                {{"date", wording().Date(offer.authority.update_time())}}));
  }
  return absl::OkStatus();
}

std::string CouncilPage::FindHref(const std::string& council,
                                  absl::string_view name,
                                  absl::string_view value) const {
  return absl::StrCat(PathTo("/"),
                      QueryOf({{name, value}, {"council", council}}));
}

// What the first page offers, where this offer has answers.
absl::Status CouncilPage::ShowNeeds(const Offer& offer, Draft& draft) const {
  for (const Need& need : kNeeds) {
    v1::SearchEntriesRequest search;
    search.mutable_filter()->add_authorities(
        entry::FormatAuthorityName(offer.council));
    search.set_query(std::string(need.words));
    search.set_page_size(1);
    ASSIGN_OR_RETURN(const v1::SearchEntriesResponse found,
                     site().node().SearchEntries(search));
    if (found.total_size() == 0) continue;
    ctemplate::TemplateDictionary& link =
        *draft.values.AddSectionDictionary("NEED");
    link.SetValue("HREF", FindHref(offer.council, "need", need.words));
    link.SetValue("TEXT", std::string(words().Of(need.key)));
  }
  return absl::OkStatus();
}

void CouncilPage::ShowWays(const Offer& offer, Draft& draft) const {
  const auto add = [&](const std::string& section, absl::string_view name,
                       absl::string_view value, const std::string& text) {
    ctemplate::TemplateDictionary& link =
        *draft.values.AddSectionDictionary(section);
    link.SetValue("HREF", FindHref(offer.council, name, value));
    link.SetValue("TEXT", text);
  };
  const auto counted = [&](absl::string_view text, int count) {
    return words().With("filter.count",
                        {{"text", text}, {"count", absl::StrCat(count)}});
  };
  for (const v1::FacetCounts& facet : offer.found.facets()) {
    int left = kMostTerms;
    for (const v1::FacetValue& value : facet.values()) {
      if (left-- == 0) break;
      if (facet.facet() == v1::FACET_TAXONOMY_TERM) {
        const absl::string_view text =
            value.title().empty() ? value.value() : value.title();
        add("TERM", "term", value.value(), counted(text, value.count()));
      } else if (absl::StartsWith(value.value(), kComponent)) {
        draft.values.ShowSection("PARTS");
        add("COMPONENT", "component",
            absl::string_view(value.value()).substr(kComponent.size()),
            counted(wording().Value(value.value()), value.count()));
      }
    }
  }
  for (const absl::string_view ages : kAges) {
    const size_t hyphen = ages.find('-');
    add("AGE", "ages", ages,
        words().With("ages.between", {{"from", ages.substr(0, hyphen)},
                                      {"to", ages.substr(hyphen + 1)}}));
  }
}

absl::Status CouncilPage::ShowItems(const Offer& offer, Draft& draft) const {
  std::map<std::string, int, std::less<>> entries;
  for (const v1::FacetCounts& facet : offer.found.facets()) {
    if (facet.facet() != v1::FACET_STATUTORY_ITEM) continue;
    for (const v1::FacetValue& value : facet.values()) {
      entries[value.value()] = value.count();
    }
  }
  v1::ListNilDeclarationsRequest request;
  request.set_parent(entry::FormatAuthorityName(offer.council));
  ASSIGN_OR_RETURN(const v1::ListNilDeclarationsResponse declared,
                   site().node().ListNilDeclarations(request));
  std::map<std::string, const v1::NilDeclaration*, std::less<>> nils;
  for (const v1::NilDeclaration& nil : declared.nil_declarations()) {
    nils[nil.statutory_item()] = &nil;
  }
  // Musts and shoulds are never added together.
  std::map<entry::Duty, std::pair<int, int>> evidenced_of;
  for (const entry::StatutoryItem& item : entry::StatutoryItems()) {
    if (item.duty == entry::Duty::kMay) continue;
    const bool is_listing = !absl::StartsWith(item.id, kDuties);
    ctemplate::TemplateDictionary& row = *draft.values.AddSectionDictionary(
        !is_listing                       ? "DUTY"
        : item.duty == entry::Duty::kMust ? "MUST"
                                          : "SHOULD");
    row.SetValue("ID", item.id);
    row.SetValue("REQUIREMENT", item.requirement);
    row.SetValue("LAW", item.legal_reference);
    if (!is_listing) continue;
    const auto found = entries.find(item.id);
    auto& [evidenced, of] = evidenced_of[item.duty];
    ++of;
    if (found != entries.end()) {
      ++evidenced;
      ctemplate::TemplateDictionary& met = *row.AddSectionDictionary("MET");
      met.SetValue("HREF", FindHref(offer.council, "item", item.id));
      met.SetValue("TEXT",
                   words().Count("council.item.entries", found->second));
      continue;
    }
    if (const auto nil = nils.find(item.id); nil != nils.end()) {
      const v1::NilDeclaration& said = *nil->second;
      SetText(row, "NIL",
              words().With("council.item.nil",
                           {{"date", wording().Date(said.declare_time())},
                            {"reason", TextOf(said.reason(), kReasonBytes)}}));
    } else {
      row.ShowSection("NOTHING");
    }
  }
  for (const auto& [duty, counts] : evidenced_of) {
    draft.values.SetValue(
        duty == entry::Duty::kMust ? "MUST_COUNT" : "SHOULD_COUNT",
        words().With("council.items.count",
                     {{"evidenced", absl::StrCat(counts.first)},
                      {"all", absl::StrCat(counts.second)}}));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::gateway::pages
