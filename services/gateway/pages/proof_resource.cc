#include "services/gateway/pages/proof_resource.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/compression/zip_archive.h"
#include "services/entry/resource_name.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/listed_form.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

// Of one bundle: those of a hospice's catchment, not of all England.
constexpr int kMostOfBundle = 60;

HttpResponse Download(std::string body, absl::string_view type,
                      absl::string_view name) {
  HttpResponse response;
  response.content_type = std::string(type);
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back(
      "Content-Disposition",
      absl::StrCat("attachment; filename=\"", name, "\""));
  response.body = std::move(body);
  return response;
}

// What stands in a header and a file's name.
bool IsPlain(absl::string_view text) {
  return text.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
             "_.") == absl::string_view::npos;
}

absl::StatusOr<std::string> Wanted(const Visit& visit,
                                   const std::string& name) {
  const auto value = visit.target.Parameter(name);
  if (value && !value->empty() && IsPlain(*value)) return *value;
  return rpc::InvalidField(name,
                           "required: an id such as E06000023 or "
                           "GB-CHC-9900001");
}

void AddFile(const std::string& name, absl::string_view content,
             compression::ZipArchive& archive, std::string& out) {
  compression::ZipMember member(name);
  archive.Begin(member, out);
  member.Add(content, out);
  member.Finish(out);
  archive.End(member, out);
}

bool IsListed(v1::InclusionStatus status) {
  return status == v1::INCLUSION_STATUS_LISTED ||
         status == v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE;
}

// That it is in an authority's local offer: in its last edition, or else as
// published by a change of the log.
absl::StatusOr<std::string> Listed(v1::ProveListedRequest request,
                                   const std::string& authority,
                                   const Site& site) {
  request.set_parent(entry::FormatAuthorityName(authority));
  request.set_prefer_last_edition(true);
  ASSIGN_OR_RETURN(v1::ProveListedResponse made,
                   site.node().ProveListed(request));
  return std::move(*made.mutable_proof());
}

absl::StatusOr<std::string> ProviderListed(const std::string& authority,
                                           const std::string& provider,
                                           const Site& site) {
  v1::ProveListedRequest request;
  request.set_provider(entry::FormatProviderName(provider));
  return Listed(std::move(request), authority, site);
}

absl::StatusOr<std::string> EntryListed(const std::string& authority,
                                        const std::string& entry,
                                        const Site& site) {
  v1::ProveListedRequest request;
  request.set_entry(entry::FormatEntryName(authority, entry));
  return Listed(std::move(request), authority, site);
}

// That no entry of its last edition names the provider.
absl::StatusOr<std::string> ProviderAbsent(const std::string& authority,
                                           const std::string& provider,
                                           const Site& site) {
  v1::ProveAbsentRequest request;
  request.set_parent(entry::FormatAuthorityName(authority));
  request.set_provider(entry::FormatProviderName(provider));
  ASSIGN_OR_RETURN(v1::ProveAbsentResponse made,
                   site.node().ProveAbsent(request));
  return std::move(*made.mutable_proof());
}

}  // namespace

absl::StatusOr<HttpResponse> ProofResource::Get(const Visit& visit) const {
  constexpr absl::string_view kType = "application/json";
  if (of_ == ProofOf::kEntry) {
    RETURN_IF_ERROR(visit.target.Allow({}));
    const std::string& authority = visit.names.at("authority");
    const std::string& entry = visit.names.at("entry");
    if (!entry::IsLogId(authority) || !entry::IsEntryId(entry)) {
      return rpc::CallerError(absl::StatusCode::kNotFound, "ENTRY_NOT_FOUND",
                              "no such entry");
    }
    ASSIGN_OR_RETURN(std::string proof, EntryListed(authority, entry, site_));
    return Download(std::move(proof), kType,
                    absl::StrCat("proof-", authority, "-", entry, ".json"));
  }
  RETURN_IF_ERROR(visit.target.Allow({"authority", "provider"}));
  ASSIGN_OR_RETURN(const std::string authority, Wanted(visit, "authority"));
  ASSIGN_OR_RETURN(const std::string provider, Wanted(visit, "provider"));
  const bool listed = of_ == ProofOf::kListed;
  ASSIGN_OR_RETURN(std::string proof,
                   listed ? ProviderListed(authority, provider, site_)
                          : ProviderAbsent(authority, provider, site_));
  return Download(std::move(proof), kType,
                  absl::StrCat(listed ? "listed-" : "absent-", authority, "-",
                               provider, ".json"));
}

absl::StatusOr<HttpResponse> ProofBundle::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow(ListedForm::Names()));
  const ListedForm form(visit.target);
  RETURN_IF_ERROR(site_.AskState().status());
  ASSIGN_OR_RETURN(std::vector<FormError> errors,
                   form.Check(site_, site_.languages().front().catalogue));
  if (errors.empty() && form.Provider().empty()) {
    errors.push_back({"provider", "required: a proof is of an identifier"});
  }
  if (!errors.empty()) return InvalidForm(errors);
  ASSIGN_OR_RETURN(const v1::CheckInclusionResponse answer,
                   site_.node().CheckInclusion(form.Request(site_)));
  const std::string provider =
      form.Provider().substr(absl::string_view("providers/").size());
  std::string body;
  compression::ZipArchive archive;
  std::string list = absl::StrCat(
      "Proofs of ", provider, ", made at ",
      absl::FormatTime(absl::RFC3339_sec, site_.now(), absl::UTCTimeZone()),
      "\r\nCheck each with: localoffer-verify FILE --key THE-KEY-OF-THE-LOG"
      "\r\nThat is the council's key. What is named like "
      "E06000023-H-1a2b3c4d was harvested: a node read it in the council's "
      "data, and the key is that node's.\r\n\r\n");
  int made = 0;
  for (const v1::AuthorityInclusion& inclusion : answer.inclusions()) {
    if (inclusion.status() == v1::INCLUSION_STATUS_NO_DATA) continue;
    const std::string authority = inclusion.has_harvested()
                                      ? LogOf(inclusion.harvested().log())
                                      : LogOf(inclusion.authority());
    const bool listed = IsListed(inclusion.status());
    absl::StatusOr<std::string> proof =
        made == kMostOfBundle
            ? absl::ResourceExhaustedError(
                  "a bundle has 60 proofs at most; ask for fewer councils")
        : listed ? ProviderListed(authority, provider, site_)
                 : ProviderAbsent(authority, provider, site_);
    absl::StrAppend(&list, authority, " ", inclusion.title(), ": ");
    if (!proof.ok()) {
      absl::StrAppend(&list, "none, for ", proof.status().message(), "\r\n");
      continue;
    }
    ++made;
    const std::string name =
        absl::StrCat(listed ? "listed-" : "absent-", authority, ".json");
    AddFile(name, *proof, archive, body);
    absl::StrAppend(&list, name, "\r\n");
  }
  AddFile("README.txt", list, archive, body);
  RETURN_IF_ERROR(archive.Finish(body));
  return Download(std::move(body), "application/zip",
                  absl::StrCat("proofs-", provider, ".zip"));
}

}  // namespace localoffer::gateway::pages
