#include "services/gateway/pages/entry_page.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/json_ld.h"
#include "services/gateway/pages/more_facts.h"
#include "services/gateway/pages/notices.h"
#include "services/gateway/pages/service_facts.h"
#include "services/rpc/error.h"
#include "storage/directory/provider_id.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr int kMostRevisions = 10;
constexpr int kMostDifferences = 20;
constexpr int kMostOthers = 50;

}  // namespace

absl::StatusOr<v1::Entry> EntryAt(const Visit& visit, const Site& site) {
  const std::string& authority = visit.names.at("authority");
  const std::string& id = visit.names.at("entry");
  if (!entry::IsLogId(authority) || !entry::IsEntryId(id)) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "ENTRY_NOT_FOUND",
                            "no such entry");
  }
  v1::GetEntryRequest request;
  request.set_name(entry::FormatEntryName(authority, id));
  ASSIGN_OR_RETURN(v1::GetEntryResponse got, site.node().GetEntry(request));
  return std::move(*got.mutable_entry());
}

absl::Status EntryPage::Fill(const Visit& visit, Draft& draft) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  ASSIGN_OR_RETURN(const v1::Entry entry, EntryAt(visit, site()));
  // Gone, for whoever keeps links; what can be said of it is there.
  if (entry.state() == v1::ENTRY_STATE_WITHDRAWN) draft.status = 410;
  ShowEntryNotices(entry, language(), site(), draft.values);
  ShowContent(entry, visit, draft);
  ShowProvenance(entry, draft);
  RETURN_IF_ERROR(ShowVerification(entry, draft));
  RETURN_IF_ERROR(ShowHistory(entry, draft));
  return ShowOtherAreas(entry, draft);
}

void EntryPage::ShowContent(const v1::Entry& entry, const Visit& visit,
                            Draft& draft) const {
  const std::string name = TextOf(entry.service().name());
  draft.title = EntryTitle(entry, words());
  draft.values.SetValue(
      "HEADING", name.empty() ? std::string(words().Of("entry.title")) : name);
  if (language().code != "en") draft.values.ShowSection("OTHER_LANG");
  if (entry.has_erasure()) return;
  SetText(draft.values, "PROVIDER", ProviderName(entry));
  FactsOptions options;
  options.detail = Detail::kWhole;
  ctemplate::TemplateDictionary& content =
      *draft.values.AddSectionDictionary("CONTENT");
  ShowFacts(entry, options, language(), site(), content);
  ShowMoreFacts(entry, language(), content);
  const std::string key =
      EntryPath(entry.name()).substr(absl::string_view("/entries/").size());
  content.SetValue("PACK_HREF",
                   absl::StrCat(PathTo("/pack"), QueryOf({{key, "1"}})));
  ShowRedress(entry, CouncilName(entry, site()), language(), draft.values);
  draft.values.AddSectionDictionary("STRUCTURED")
      ->SetValue("JSON", JsonLd(entry, visit.base_url));
}

void EntryPage::ShowProvenance(const v1::Entry& entry, Draft& draft) const {
  ctemplate::TemplateDictionary& values = draft.values;
  const std::string council = CouncilName(entry, site());
  values.SetValue("COUNCIL", council);
  values.SetValue("COUNCIL_HREF",
                  PathTo(absl::StrCat("/authorities/",
                                      LogOf(entry.has_harvested()
                                                ? entry.harvested().authority()
                                                : entry.name()))));
  const auto row = [&](absl::string_view key, absl::string_view text) {
    if (text.empty()) return;
    ctemplate::TemplateDictionary& line =
        *values.AddSectionDictionary("PROVENANCE");
    line.SetValue("LABEL", std::string(words().Of(key)));
    line.SetValue("TEXT", std::string(text));
  };
  const bool withdrawn = entry.state() == v1::ENTRY_STATE_WITHDRAWN;
  values.SetValue(
      "WHO_SAYS",
      std::string(words().Of(entry.has_harvested() ? "provenance.harvested"
                             : withdrawn           ? "provenance.was"
                                                   : "provenance.who")));
  row("provenance.since", wording().Date(entry.create_time()));
  if (withdrawn) {
    row("provenance.withdrawn",
        wording().Date(entry.withdrawal().withdraw_time()));
  }
  row("provenance.changed", wording().Date(entry.update_time()));
  row("provenance.assured",
      entry.service().assured_date().empty()
          ? std::string(words().Of("provenance.never_assured"))
          : wording().Date(absl::string_view(entry.service().assured_date())));
  if (entry.has_harvested()) {
    row("provenance.feed", entry.harvested().feed_url());
  }
  row("provenance.name", absl::StrCat(entry.name(), "@", entry.sequence()));
}

absl::Status EntryPage::ShowVerification(const v1::Entry& entry,
                                         Draft& draft) const {
  ctemplate::TemplateDictionary& values = draft.values;
  // The log of what was harvested is signed by the node that read it.
  const auto text = [&](absl::string_view key) {
    return std::string(words().Of(
        entry.has_harvested() ? absl::StrCat(key, ".harvested") : key));
  };
  values.SetValue("VERIFY_TEXT", text("verify.text"));
  values.SetValue("PROOF_HREF",
                  absl::StrCat("/proofs", EntryPath(entry.name())));
  v1::GetAuthorityRequest request;
  request.set_name(entry::FormatAuthorityName(LogOf(entry.name())));
  const absl::StatusOr<v1::GetAuthorityResponse> got =
      site().node().GetAuthority(request);
  if (absl::IsNotFound(got.status())) return absl::OkStatus();
  RETURN_IF_ERROR(got.status());
  const auto show = [&](const char* section, absl::string_view key,
                        const std::string& value) {
    if (value.empty()) return;
    ctemplate::TemplateDictionary& shown =
        *values.AddSectionDictionary(section);
    shown.SetValue("LABEL", text(key));
    shown.SetValue("TEXT", value);
  };
  show("CHECKPOINT", "verify.checkpoint", got->authority().checkpoint());
  show("KEY", "verify.key", got->authority().verifier_key());
  return absl::OkStatus();
}

absl::Status EntryPage::ShowHistory(const v1::Entry& entry,
                                    Draft& draft) const {
  v1::ListEntryRevisionsRequest request;
  request.set_name(entry.name());
  request.set_page_size(kMostRevisions);
  ASSIGN_OR_RETURN(const v1::ListEntryRevisionsResponse got,
                   site().node().ListEntryRevisions(request));
  for (const v1::EntryRevision& revision : got.revisions()) {
    ctemplate::TemplateDictionary& shown =
        *draft.values.AddSectionDictionary("REVISION");
    shown.SetValue("DATE", wording().Date(revision.entry().update_time()));
    const bool first = revision.entry().sequence() == entry.sequence() &&
                       got.revisions_size() == 1 &&
                       got.next_page_token().empty();
    const absl::string_view what =
        revision.entry().state() == v1::ENTRY_STATE_WITHDRAWN
            ? "history.withdrawn"
        : revision.differences().empty() || first ? "history.published"
                                                  : "history.changed";
    shown.SetValue("WHAT", std::string(words().Of(what)));
    int left = kMostDifferences;
    for (const v1::FieldDifference& difference : revision.differences()) {
      if (left-- == 0) {
        shown.ShowSection("MORE");
        break;
      }
      ctemplate::TemplateDictionary& line =
          *shown.AddSectionDictionary("DIFFERENCE");
      line.SetValue("PATH", wording().Field(difference.path()));
      line.SetValue("BEFORE", Wording::Said(difference.before()));
      line.SetValue("AFTER", Wording::Said(difference.after()));
    }
  }
  if (!got.next_page_token().empty()) draft.values.ShowSection("OLDER");
  return absl::OkStatus();
}

absl::Status EntryPage::ShowOtherAreas(const v1::Entry& entry,
                                       Draft& draft) const {
  const std::vector<std::string> providers = ProvidersOf(entry.service());
  if (providers.empty()) return absl::OkStatus();
  v1::SearchEntriesRequest request;
  for (const std::string& provider : providers) {
    request.mutable_filter()->add_providers(
        entry::FormatProviderName(provider));
  }
  request.set_page_size(kMostOthers);
  ASSIGN_OR_RETURN(const v1::SearchEntriesResponse response,
                   site().node().SearchEntries(request));
  ctemplate::TemplateDictionary* others = nullptr;
  for (const v1::SearchHit& hit : response.hits()) {
    if (hit.entry().name() == entry.name()) continue;
    if (others == nullptr) {
      others = draft.values.AddSectionDictionary("OTHERS");
      others->SetValue(
          "CHECK_HREF",
          absl::StrCat(PathTo("/listed"),
                       QueryOf({{"provider", providers.front()}})));
    }
    ctemplate::TemplateDictionary& line =
        *others->AddSectionDictionary("OTHER");
    line.SetValue("HREF", PathTo(EntryPath(hit.entry().name())));
    line.SetValue("NAME", TextOf(hit.entry().service().name()));
    line.SetValue("AREA", CouncilName(hit.entry(), site()));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::gateway::pages
