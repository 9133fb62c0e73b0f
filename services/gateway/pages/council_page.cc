#include "services/gateway/pages/council_page.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/editions/comparison.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/gateway/pages/address.h"
#include "services/rpc/error.h"
#include "storage/directory/editions.h"
#include "storage/directory/statements.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr int kMostTerms = 30;
constexpr int kMostEditions = 12;
constexpr int kMostChanges = 25;
constexpr size_t kReasonBytes = 300;
// Messages of a comparison that are read for one page.
constexpr int kMostMessages = 200;
constexpr absl::Duration kFresh = absl::Hours(365 * 24);

constexpr std::array<absl::string_view, 5> kAges = {"0-4", "5-10", "11-15",
                                                    "16-18", "19-25"};
constexpr absl::string_view kComponent = "PALLIATIVE_COMPONENT_";

}  // namespace

absl::Status CouncilsPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  draft.title = std::string(words().Of("councils.title"));
  ASSIGN_OR_RETURN(const v1::ListAuthoritiesResponse all,
                   site().authorities().List({}));
  std::map<std::string, const v1::Authority*> by_title;
  int publishing = 0;
  for (const v1::Authority& authority : all.authorities()) {
    by_title.emplace(absl::StrCat(authority.title(), authority.name()),
                     &authority);
    if (authority.log_size() > 0) ++publishing;
  }
  draft.values.SetValue(
      "SUMMARY", words().With("councils.summary",
                              {{"publishing", absl::StrCat(publishing)},
                               {"all", absl::StrCat(all.authorities_size())}}));
  for (const auto& [title, authority] : by_title) {
    ctemplate::TemplateDictionary& row =
        *draft.values.AddSectionDictionary("ROW");
    row.SetValue("HREF", PathTo(absl::StrCat("/authorities/",
                                             LogOf(authority->name()))));
    row.SetValue("COUNCIL", authority->title());
    if (authority->log_size() > 0) {
      row.SetValue("ENTRIES", absl::StrCat(authority->published_entries()));
      row.SetValue("CHANGED", wording().Date(authority->update_time()));
    } else if (authority->has_harvested()) {
      row.SetValue("ENTRIES", absl::StrCat(authority->harvested_entries()));
      row.SetValue("CHANGED", std::string(words().Of("councils.harvested")));
    } else {
      row.SetValue("ENTRIES", "–");
      row.SetValue("CHANGED", std::string(words().Of("councils.nothing")));
    }
  }
  return absl::OkStatus();
}

absl::Status CouncilPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow({"since"}));
  Offer offer;
  offer.council = visit.names.at("gss");
  v1::GetAuthorityRequest request;
  request.set_name(entry::FormatAuthorityName(offer.council));
  absl::StatusOr<v1::GetAuthorityResponse> got =
      site().authorities().Get(request);
  if (!got.ok() || !entry::IsAuthorityId(offer.council)) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND",
                            "no such council");
  }
  offer.authority = std::move(*got->mutable_authority());
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
    SetText(values, "NOTICE",
            words().With("council.nothing",
                         {{"council", offer.authority.title()}}));
    return absl::OkStatus();
  }
  v1::SearchEntriesRequest search;
  search.mutable_filter()->add_authorities(
      entry::FormatAuthorityName(offer.council));
  search.set_page_size(1);
  search.add_facets(v1::FACET_TAXONOMY_TERM);
  search.add_facets(v1::FACET_STATUTORY_ITEM);
  search.add_facets(v1::FACET_PALLIATIVE_COMPONENT);
  ASSIGN_OR_RETURN(offer.found, Search(search));
  values.ShowSection("OFFER");
  RETURN_IF_ERROR(ShowFreshness(offer, draft));
  ShowWays(offer, draft);
  RETURN_IF_ERROR(ShowItems(offer, draft));
  return ShowChanges(offer, visit.target.Parameter("since").value_or(""),
                     draft);
}

absl::StatusOr<v1::SearchEntriesResponse> CouncilPage::Search(
    const v1::SearchEntriesRequest& request) const {
  ASSIGN_OR_RETURN(const std::string bytes, site().searcher().Search(request));
  v1::SearchEntriesResponse response;
  if (!response.ParseFromString(bytes)) {
    return absl::InternalError("an answer to a search is broken");
  }
  return response;
}

absl::Status CouncilPage::ShowFreshness(const Offer& offer,
                                        Draft& draft) const {
  v1::SearchEntriesRequest fresh;
  fresh.mutable_filter()->add_authorities(
      entry::FormatAuthorityName(offer.council));
  fresh.mutable_filter()->set_assured_since(
      absl::FormatTime("%Y-%m-%d", site().now() - kFresh, absl::UTCTimeZone()));
  fresh.set_page_size(1);
  ASSIGN_OR_RETURN(const v1::SearchEntriesResponse found, Search(fresh));
  SetText(draft.values, "FRESHNESS",
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
  const uint64_t size = site().store().logs().Latest().SizeOf(offer.log);
  // Musts and shoulds are never added together.
  std::map<entry::Duty, std::pair<int, int>> evidenced_of;
  for (const entry::StatutoryItem& item : entry::StatutoryItems()) {
    if (item.duty == entry::Duty::kMay) continue;
    ctemplate::TemplateDictionary& row = *draft.values.AddSectionDictionary(
        item.duty == entry::Duty::kMust ? "MUST" : "SHOULD");
    row.SetValue("ID", item.id);
    row.SetValue("REQUIREMENT", item.requirement);
    row.SetValue("LAW", item.legal_reference);
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
    ASSIGN_OR_RETURN(
        const std::optional<storage::NilStatement> nil,
        site().store().statements().NilAt(offer.log, item.id, size));
    if (nil) {
      SetText(row, "NIL",
              words().With("council.item.nil",
                           {{"date", wording().Date(nil->time)},
                            {"reason", TextOf(nil->reason, kReasonBytes)}}));
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

absl::Status CouncilPage::ShowChanges(const Offer& offer,
                                      const std::string& since,
                                      Draft& draft) const {
  storage::Store& store = site().store();
  const uint64_t size = store.logs().Latest().SizeOf(offer.log);
  ASSIGN_OR_RETURN(const std::optional<storage::Edition> last,
                   store.editions().Last(offer.log, size));
  if (!last) return absl::OkStatus();
  ctemplate::TemplateDictionary& changes =
      *draft.values.AddSectionDictionary("CHANGES");
  const std::string from = since.empty() ? last->id : since;
  int left = kMostEditions;
  ctemplate::TemplateDictionary* others = nullptr;
  RETURN_IF_ERROR(store.editions().ForEach(
      offer.log, size, "", [&](const storage::Edition& edition) {
        if (edition.id == from) return true;
        if (others == nullptr) others = changes.AddSectionDictionary("OTHERS");
        ctemplate::TemplateDictionary& link =
            *others->AddSectionDictionary("EDITION");
        link.SetValue("TEXT", wording().Date(absl::string_view(edition.id)));
        link.SetValue(
            "HREF", absl::StrCat(PathTo("/authorities/"), offer.council,
                                 QueryOf({{"since", edition.id}}), "#changes"));
        return --left > 0;
      }));
  changes.SetValue("SINCE", wording().Date(absl::string_view(from)));
  v1::CompareEditionsRequest request;
  request.set_from(entry::FormatEditionName(offer.log, from));
  ASSIGN_OR_RETURN(const std::unique_ptr<editions::Comparison> comparison,
                   editions::Comparison::Start(store, request));
  int shown = 0;
  v1::CompareEditionsResponse message;
  for (int i = 0; i < kMostMessages; ++i) {
    message.Clear();
    ASSIGN_OR_RETURN(const bool more, comparison->Next(message));
    if (!more) break;
    for (const v1::EditionChange& change : message.changes()) {
      if (++shown > kMostChanges) continue;
      ctemplate::TemplateDictionary& line =
          *changes.AddSectionDictionary("CHANGE");
      line.SetValue("HREF", PathTo(EntryPath(change.entry())));
      line.SetValue("NAME", TextOf(change.title()));
      line.SetValue("WHAT",
                    wording().Value(v1::ChangeAction_Name(change.action())));
    }
    if (message.has_summary()) {
      const v1::CompareSummary& summary = message.summary();
      changes.SetValue(
          "SUMMARY",
          words().With("council.changes.summary",
                       {{"added", absl::StrCat(summary.added())},
                        {"changed", absl::StrCat(summary.changed())},
                        {"withdrawn", absl::StrCat(summary.withdrawn())}}));
    }
  }
  if (shown > kMostChanges) {
    SetText(changes, "MORE",
            words().Count("council.changes.more", shown - kMostChanges));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::gateway::pages
