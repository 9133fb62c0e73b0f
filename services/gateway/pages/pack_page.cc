#include "services/gateway/pages/pack_page.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/entry/resource_name.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/asked.h"
#include "services/gateway/pages/distance.h"
#include "services/gateway/pages/find_form.h"
#include "services/gateway/pages/more_facts.h"
#include "services/gateway/pages/notices.h"
#include "services/gateway/pages/service_facts.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr size_t kMostPicked = 20;

// The name of the entry that `E06000023/0000…` picks; "" when it picks none.
std::string PickedName(absl::string_view parameter) {
  const std::pair<std::string, std::string> halves =
      absl::StrSplit(parameter, absl::MaxSplits('/', 1));
  if (!entry::IsLogId(halves.first) || !entry::IsEntryId(halves.second)) {
    return "";
  }
  return entry::FormatEntryName(halves.first, halves.second);
}

}  // namespace

absl::Status PackPage::Fill(const Visit& visit, Draft& draft) const {
  std::vector<std::string> names;
  const absl::Span<const absl::string_view> known = FindForm::Names();
  for (const auto& [name, value] : visit.target.query) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    names.push_back(PickedName(name));
    if (!names.back().empty()) continue;
    return rpc::InvalidField(
        name,
        "unknown; wanted the parameters of a search, or entries like "
        "E06000023/00000000-0000-4000-8000-000000000001=1");
  }
  if (names.size() > kMostPicked) {
    return rpc::InvalidField("entries", "at most 20 go into a pack");
  }
  const FindForm form(visit.target);
  RETURN_IF_ERROR(CheckForm(form));
  v1::SearchEntriesResponse answers;
  if (names.empty() || form.asks()) {
    absl::StatusOr<v1::SearchEntriesResponse> found =
        site().node().SearchEntries(form.Request());
    // What was picked is there whether the question is still one or not.
    const bool is_no_question = absl::IsInvalidArgument(found.status()) ||
                                absl::IsNotFound(found.status());
    if (found.ok()) {
      answers = *std::move(found);
    } else if (names.empty() || !is_no_question) {
      return found.status();
    }
  }
  std::vector<v1::Entry> entries;
  if (names.empty()) {
    for (const v1::SearchHit& hit : answers.hits()) {
      entries.push_back(hit.entry());
    }
  } else {
    ASSIGN_OR_RETURN(entries, Picked(names));
  }
  ShowHead(form, answers, entries.empty(), draft);
  std::vector<const v1::Entry*> located;
  if (HomeOf(answers)) {
    for (const v1::Entry& entry : entries) located.push_back(&entry);
  }
  ASSIGN_OR_RETURN(const PostalPlaces places, PlacesOf(located, site()));
  for (const v1::Entry& entry : entries) {
    ShowEntry(entry, {answers, places}, visit.base_url, draft);
  }
  return absl::OkStatus();
}

void PackPage::ShowHead(const FindForm& form,
                        const v1::SearchEntriesResponse& answers, bool nothing,
                        Draft& draft) const {
  const std::string date = wording().Date(site().now());
  draft.title = words().With(nothing ? "pack.title.none" : "pack.title",
                             {{"date", date}});
  draft.download = absl::StrCat(
      "support-",
      absl::FormatTime("%Y-%m-%d", site().now(), absl::UTCTimeZone()), ".html");
  ctemplate::TemplateDictionary& values = draft.values;
  values.SetValue("HEADING", draft.title);
  if (language().code != "en") values.ShowSection("OTHER_LANG");
  SetText(values, "ASKED", AskedLine(form, language(), site()));
  if (const auto home = HomeOf(answers)) {
    SetText(values, "PLACE_NOTE", PlaceNote(*home, words()));
  }
  if (nothing) {
    values.ShowSection("NOTHING");
  } else {
    SetText(values, "TRUE_ON", words().With("pack.true_on", {{"date", date}}));
  }
}

void PackPage::ShowEntry(const v1::Entry& entry, const Answers& answers,
                         const std::string& base_url, Draft& draft) const {
  ctemplate::TemplateDictionary& shown =
      *draft.values.AddSectionDictionary("ENTRY");
  shown.SetValue("NAME", TextOf(entry.service().name()));
  SetText(shown, "PROVIDER", ProviderName(entry));
  if (entry.state() == v1::ENTRY_STATE_WITHDRAWN) {
    SetText(shown, "NOTICE",
            words().Of(entry.has_harvested() ? "pack.withdrawn.harvested"
                                             : "pack.withdrawn"));
  }
  for (const std::string& notice : ServiceNotices(entry, language())) {
    SetText(shown, "NOTICE", notice);
  }
  const std::string path = EntryPath(entry.name());
  for (const v1::SearchHit& hit : answers.found.hits()) {
    if (!hit.has_served_area() || EntryPath(hit.entry().name()) != path) {
      continue;
    }
    SetText(shown, "SERVED",
            wording().Served(hit.served_area(), answers.found.serves_place()));
  }
  FactsOptions options;
  options.detail = Detail::kWhole;
  options.home = HomeOf(answers.found);
  options.places = &answers.places;
  ctemplate::TemplateDictionary& content =
      *shown.AddSectionDictionary("CONTENT");
  ShowFacts(entry, options, language(), site(), content);
  ShowMoreFacts(entry, language(), content);
  ShowRedress(entry, CouncilName(entry, site()), language(), shown);
  shown.SetValue("SOURCE", SourceOf(entry, language(), site()));
  shown.SetValue("ADDRESS", absl::StrCat(base_url, PathTo(path)));
}

absl::StatusOr<std::vector<v1::Entry>> PackPage::Picked(
    const std::vector<std::string>& names) const {
  v1::BatchGetEntriesRequest request;
  for (const std::string& name : names) request.add_names(name);
  ASSIGN_OR_RETURN(v1::BatchGetEntriesResponse got,
                   site().node().BatchGetEntries(request));
  return std::vector<v1::Entry>(got.entries().begin(), got.entries().end());
}

absl::Status PackPage::CheckForm(const FindForm& form) const {
  ASSIGN_OR_RETURN(const std::vector<FormError> wrong,
                   form.Check(site(), words()));
  std::vector<rpc::FieldError> errors;
  errors.reserve(wrong.size() + 1);
  for (const FormError& error : wrong) {
    errors.push_back({error.field, error.text});
  }
  if (form.Page() == 0) {
    errors.push_back({"page", "wanted a number from 1 to 1,000"});
  }
  return errors.empty() ? absl::OkStatus() : rpc::InvalidFields(errors);
}

}  // namespace localoffer::gateway::pages
