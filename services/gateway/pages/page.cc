#include "services/gateway/pages/page.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/http_head.h"
#include "services/gateway/pages/failure_page.h"
#include "services/gateway/problem.h"
#include "services/rpc/error.h"
#include "storage/log/hash.h"

namespace localoffer::gateway::pages {
namespace {

// The same page in another language.
std::string TargetIn(const Language& to, const Language& from,
                     absl::string_view target) {
  // One that is written with percent codes leads to the first page.
  if (!absl::ConsumePrefix(&target, from.prefix)) target = "/";
  // To a browser that would be the address of another site.
  if (absl::StartsWith(target, "//") || absl::StartsWith(target, "/\\")) {
    target = "/";
  }
  // The first page has no slash after a prefix.
  if (absl::StartsWith(target, "/?") || target == "/") target.remove_prefix(1);
  if (!absl::StartsWith(target, "/") && to.prefix.empty()) {
    return absl::StrCat("/", target);
  }
  return absl::StrCat(to.prefix, target);
}

// The part of the site that a template belongs to, as the bar marks it; "" for
// none.
std::string PartOf(absl::string_view name) {
  if (name == "find") return "IN_FIND";
  if (name == "listed") return "IN_LISTED";
  if (name == "councils" || name == "council") return "IN_COUNCILS";
  return name == "england" ? "IN_ENGLAND" : "";
}

// For a page with its style in it, which alone is let through.
void ProtectDownload(absl::string_view name, HttpResponse& response) {
  const absl::string_view page = response.body;
  const size_t begin = page.find("<style>") + 7;
  const absl::string_view style =
      page.substr(begin, page.find("</style>", begin) - begin);
  response.headers.emplace_back(
      "Content-Security-Policy",
      absl::StrCat("default-src 'none'; style-src 'sha256-",
                   absl::Base64Escape(log::HashBytes(log::Sha256(style))),
                   "'; base-uri 'none'; form-action 'none'; "
                   "frame-ancestors 'none'"));
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back(
      "Content-Disposition",
      absl::StrCat("attachment; filename=\"", name, "\""));
}

}  // namespace

void SetText(ctemplate::TemplateDictionary& values, const std::string& section,
             absl::string_view text) {
  if (text.empty()) return;
  values.AddSectionDictionary(section)->SetValue("TEXT", std::string(text));
}

void ShowErrors(absl::Span<const FormError> errors, Draft& draft,
                const Language& language) {
  if (errors.empty()) return;
  draft.title =
      absl::StrCat(language.catalogue.Of("error.title"), " ", draft.title);
  draft.status = 400;
  ctemplate::TemplateDictionary& summary =
      *draft.values.AddSectionDictionary("ERRORS");
  for (const FormError& error : errors) {
    ctemplate::TemplateDictionary& line =
        *summary.AddSectionDictionary("ERROR");
    line.SetValue("FIELD", error.field);
    line.SetValue("TEXT", error.text);
    SetText(draft.values,
            absl::StrCat(absl::AsciiStrToUpper(error.field), "_ERROR"),
            error.text);
  }
}

absl::Status InvalidForm(absl::Span<const FormError> errors) {
  std::vector<rpc::FieldError> fields;
  fields.reserve(errors.size());
  for (const FormError& error : errors) {
    fields.push_back({error.field, error.text});
  }
  return rpc::InvalidFields(fields);
}

void Protect(bool may_be_framed, HttpResponse& response) {
  response.headers.emplace_back(
      "Content-Security-Policy",
      absl::StrCat("default-src 'none'; style-src 'self'; img-src 'self'; "
                   "form-action 'self'; base-uri 'none'; frame-ancestors ",
                   may_be_framed ? "*" : "'none'"));
  // An address has what somebody asked.
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

std::string Page::PathTo(absl::string_view path) const {
  return path == "/" && !language_.prefix.empty()
             ? std::string(language_.prefix)
             : absl::StrCat(language_.prefix, path);
}

std::string Page::EtagOf(const Visit& visit,
                         const v1::GetDirectoryStateResponse& state) const {
  return EntityTag(
      {state.revision(), state.version(), visit.base_url, visit.request.target,
       // What is out of date becomes so as time goes by.
       absl::FormatTime("%Y-%m-%d %H", site_.now(), absl::UTCTimeZone())});
}

absl::StatusOr<HttpResponse> Page::Get(const Visit& visit) const {
  const absl::StatusOr<v1::GetDirectoryStateResponse> state = site_.AskState();
  if (!state.ok()) return Failure(visit, state.status());
  HttpResponse unchanged;
  unchanged.content_type = "text/html; charset=utf-8";
  unchanged.etag = EtagOf(visit, *state);
  unchanged.headers.emplace_back("Cache-Control", "no-cache");
  if (NamesEtag(visit.request.if_none_match, unchanged.etag)) {
    return NotModified(std::move(unchanged));
  }
  Draft draft;
  const absl::Status filled = Fill(visit, draft);
  if (!filled.ok()) return Failure(visit, filled);
  absl::StatusOr<HttpResponse> shown = ShowPage(
      site_, language_, name_, {visit.request.target, visit.base_url}, draft);
  if (!shown.ok()) return Failure(visit, shown.status());
  if (shown->status == 200 && draft.is_whole) shown->etag = unchanged.etag;
  return shown;
}

HttpResponse Page::Failure(const Visit& visit,
                           const absl::Status& failed) const {
  HttpResponse problem = ProblemOf(failed);
  // The page says as much.
  if (problem.status == 404) problem.detail.clear();
  return FailurePage(site_, language_, {visit.request.target, visit.base_url},
                     std::move(problem));
}

absl::StatusOr<HttpResponse> ShowPage(const Site& site,
                                      const Language& language,
                                      const std::string& name,
                                      const PageAddress& address,
                                      Draft& draft) {
  ctemplate::TemplateDictionary& values = draft.values;
  values.SetValue("TITLE", draft.title);
  values.SetValue("LANG", std::string(language.code));
  values.SetValue("STYLESHEET", site.stylesheet_path());
  values.SetValue("CANONICAL", absl::StrCat(address.base_url, address.target));
  values.SetValue(
      "PRINTED",
      language.catalogue.With(
          "footer.printed",
          {{"address", absl::StrCat(address.base_url, address.target)},
           {"date", language.wording.Date(site.now())}}));
  if (const std::string part = PartOf(name); !part.empty()) {
    values.ShowSection(part);
  }
  for (const Language& other : site.languages()) {
    if (&other == &language) continue;
    ctemplate::TemplateDictionary& link =
        *values.AddSectionDictionary("OTHER_LANGUAGE");
    link.SetValue("CODE", std::string(other.code));
    link.SetValue("NAME", std::string(other.catalogue.Of("language.name")));
    const std::string target = TargetIn(other, language, address.target);
    link.SetValue("HREF", target);
    link.SetValue("ADDRESS", absl::StrCat(address.base_url, target));
  }
  HttpResponse response;
  response.status = draft.status;
  response.content_type = "text/html; charset=utf-8";
  absl::StatusOr<std::string> body = language.templates.Expand(name, values);
  if (!body.ok()) return body.status();
  response.body = *std::move(body);
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Content-Language", std::string(language.code));
  if (draft.download.empty()) {
    Protect(draft.may_be_framed, response);
  } else {
    ProtectDownload(draft.download, response);
  }
  return response;
}

}  // namespace localoffer::gateway::pages
