#include "services/gateway/pages/page.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/http_head.h"
#include "services/gateway/problem.h"
#include "storage/log/hash.h"

namespace localoffer::gateway::pages {
namespace {

// The same page in another language.
std::string TargetIn(const Language& to, const Language& from,
                     absl::string_view target) {
  target.remove_prefix(from.prefix.size());
  // The first page has no slash after a prefix.
  if (absl::StartsWith(target, "/?") || target == "/") target.remove_prefix(1);
  if (!absl::StartsWith(target, "/") && to.prefix.empty()) {
    return absl::StrCat("/", target);
  }
  return absl::StrCat(to.prefix, target);
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

absl::string_view FailureKey(int status) {
  switch (status) {
    case 400:
      return "failure.400";
    case 404:
      return "failure.404";
    case 503:
      return "failure.503";
    default:
      return "failure.500";
  }
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

std::string Page::EtagOf(const Visit& visit) const {
  return EntityTag(
      {site_.store().logs().Latest().ToRevision(), visit.base_url,
       visit.request.target, site_.fingerprint(),
       absl::StrCat(
           site_.store().geography().postcodes().Generation().value_or(0)),
       // What is out of date becomes so as time goes by.
       absl::FormatTime("%Y-%m-%d %H", site_.now(), absl::UTCTimeZone())});
}

absl::StatusOr<HttpResponse> Page::Get(const Visit& visit) const {
  HttpResponse unchanged;
  unchanged.content_type = "text/html; charset=utf-8";
  unchanged.etag = EtagOf(visit);
  unchanged.headers.emplace_back("Cache-Control", "no-cache");
  if (NamesEtag(visit.request.if_none_match, unchanged.etag)) {
    return NotModified(std::move(unchanged));
  }
  Draft draft;
  const absl::Status filled = Fill(visit, draft);
  if (!filled.ok()) return ShowFailure(visit, filled);
  absl::StatusOr<HttpResponse> shown = Show(visit, name_, draft);
  if (!shown.ok()) return ShowFailure(visit, shown.status());
  if (shown->status == 200) shown->etag = unchanged.etag;
  return shown;
}

absl::StatusOr<HttpResponse> Page::Show(const Visit& visit,
                                        const std::string& name,
                                        Draft& draft) const {
  ctemplate::TemplateDictionary& values = draft.values;
  values.SetValue("TITLE", draft.title);
  values.SetValue("LANG", std::string(language_.code));
  values.SetValue("STYLESHEET", site_.stylesheet_path());
  values.SetValue("CANONICAL",
                  absl::StrCat(visit.base_url, visit.request.target));
  for (const Language& other : site_.languages()) {
    if (&other == &language_) continue;
    ctemplate::TemplateDictionary& link =
        *values.AddSectionDictionary("OTHER_LANGUAGE");
    link.SetValue("CODE", std::string(other.code));
    link.SetValue("NAME", std::string(other.catalogue.Of("language.name")));
    const std::string target = TargetIn(other, language_, visit.request.target);
    link.SetValue("HREF", target);
    link.SetValue("ADDRESS", absl::StrCat(visit.base_url, target));
  }
  HttpResponse response;
  response.status = draft.status;
  response.content_type = "text/html; charset=utf-8";
  absl::StatusOr<std::string> body = language_.templates.Expand(name, values);
  if (!body.ok()) return body.status();
  response.body = *std::move(body);
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Content-Language",
                                std::string(language_.code));
  if (draft.download.empty()) {
    Protect(draft.may_be_framed, response);
  } else {
    ProtectDownload(draft.download, response);
  }
  return response;
}

HttpResponse Page::ShowFailure(const Visit& visit,
                               const absl::Status& why) const {
  // Its status and what the journal is told are those of a problem.
  HttpResponse problem = ProblemOf(why);
  Draft draft;
  draft.status = problem.status;
  const std::string key(FailureKey(problem.status));
  draft.title = std::string(words().Of(key));
  draft.values.SetValue("HEADING", draft.title);
  draft.values.SetValue("WHAT_NEXT",
                        std::string(words().Of(absl::StrCat(key, ".next"))));
  // Of a caller's error the words are for them.
  if (problem.status == 400) {
    SetText(draft.values, "DETAIL", why.message());
  }
  absl::StatusOr<HttpResponse> shown = Show(visit, "failure", draft);
  if (!shown.ok()) return problem;
  shown->failure = std::move(problem.failure);
  shown->headers.front().second = "no-store";
  if (problem.status == 503) shown->headers.emplace_back("Retry-After", "5");
  return *std::move(shown);
}

}  // namespace localoffer::gateway::pages
