#include "services/gateway/pages/failure_page.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/gateway/http_head.h"
#include "services/gateway/problem.h"

namespace localoffer::gateway::pages {
namespace {

constexpr int kTooManyRequests = 429;

// Of messages; with `.next` what to do.
absl::string_view KeyOf(int status) {
  switch (status) {
    case 404:
      return "failure.404";
    case 405:
      return "failure.405";
    case 409:
      return "failure.409";
    case 410:
      return "failure.410";
    case kTooManyRequests:
      return "failure.429";
    case 503:
      return "failure.503";
    default:
      return status < 500 ? "failure.400" : "failure.500";
  }
}

// Whether `target` is below the language's prefix.
bool IsOf(const Language& language, absl::string_view target) {
  return absl::ConsumePrefix(&target, language.prefix) &&
         (target.empty() || target.front() == '/' || target.front() == '?');
}

// The one with the longest prefix: English has none.
const Language& LanguageOf(const Site& site, absl::string_view target) {
  const Language* found = &site.languages().front();
  for (const Language& language : site.languages()) {
    if (language.prefix.size() > found->prefix.size() &&
        IsOf(language, target)) {
      found = &language;
    }
  }
  return *found;
}

// What stands behind `/embed` in a target of the language: "", "?need=…" or
// "/entries/…"; nothing where it is of no frame.
std::optional<absl::string_view> WithinFrame(const Language& language,
                                             absl::string_view target) {
  absl::ConsumePrefix(&target, language.prefix);
  if (!absl::ConsumePrefix(&target, "/embed")) return std::nullopt;
  if (!target.empty() && target.front() != '/' && target.front() != '?') {
    return std::nullopt;
  }
  return target;
}

// The ways out of a frame in which something is wrong: the same thing with the
// site around it, in a window, and from an entry back to its answers.
void ShowWaysOut(const Language& language, absl::string_view within, int status,
                 ctemplate::TemplateDictionary& values) {
  const std::string first(language.prefix.empty() ? "/" : language.prefix);
  std::string window = first;
  if (absl::StartsWith(within, "?")) {
    window = absl::StrCat(first, within);
  } else if (absl::StartsWith(within, "/entries/")) {
    const size_t query = within.find('?');
    window = absl::StrCat(language.prefix, within.substr(0, query));
    // A question that is wrong is wrong there, too.
    if (query != absl::string_view::npos && status != 400) {
      values.AddSectionDictionary("BACK")->SetValue(
          "HREF", absl::StrCat(language.prefix, "/embed", within.substr(query),
                               "#results"));
    }
  }
  values.SetValue("WINDOW_HREF", window);
}

}  // namespace

HttpResponse FailurePage(const Site& site, const Language& language,
                         const PageAddress& address, HttpResponse problem) {
  const Catalogue& words = language.catalogue;
  Draft draft;
  draft.status = problem.status;
  const std::string key(KeyOf(problem.status));
  draft.title = std::string(words.Of(key));
  draft.values.SetValue("HEADING", draft.title);
  draft.values.SetValue("WHAT_NEXT",
                        std::string(words.Of(absl::StrCat(key, ".next"))));
  if (language.code != "en") draft.values.ShowSection("OTHER_LANG");
  // Of a caller's error the words are for them.
  if (problem.status < 500) SetText(draft.values, "DETAIL", problem.detail);
  const std::optional<absl::string_view> within =
      WithinFrame(language, address.target);
  if (within) {
    draft.may_be_framed = true;
    ShowWaysOut(language, *within, problem.status, draft.values);
  }
  absl::StatusOr<HttpResponse> shown = ShowPage(
      site, language, within ? "embed_failure" : "failure", address, draft);
  if (!shown.ok()) return problem;
  problem.content_type = std::move(shown->content_type);
  problem.body = std::move(shown->body);
  for (auto& field : shown->headers) {
    // The problem's own says that none is kept.
    if (field.first != "Cache-Control") {
      problem.headers.push_back(std::move(field));
    }
  }
  return problem;
}

HttpResponse ForReader(const Site& site, const HttpRequest& request,
                       const std::string& base_url, HttpResponse response) {
  if (response.content_type != kProblemType) return response;
  response.headers.emplace_back("Vary", "Accept");
  if (!AsksForHtml(request.accept)) return response;
  // Where nothing is, the heading says it.
  if (response.status == 404 && response.route == "-") response.detail.clear();
  absl::string_view target = request.target;
  if (!absl::StartsWith(target, "/")) target = "/";
  return FailurePage(site, LanguageOf(site, target), {target, base_url},
                     std::move(response));
}

FramedRefusals::FramedRefusals(const Site& site) : site_(site) {
  for (const Language& language : site.languages()) {
    HttpResponse refusal;
    refusal.status = kTooManyRequests;
    pages_[language.code] = FailurePage(
        site, language, {absl::StrCat(language.prefix, "/embed"), ""},
        std::move(refusal));
  }
}

HttpResponse FramedRefusals::ForReader(const HttpRequest& request,
                                       HttpResponse problem) const {
  const Language& language = LanguageOf(site_, request.target);
  if (problem.status != kTooManyRequests || !AsksForHtml(request.accept) ||
      !WithinFrame(language, request.target)) {
    return problem;
  }
  const HttpResponse& page = pages_.at(language.code);
  problem.content_type = page.content_type;
  problem.body = page.body;
  problem.headers.insert(problem.headers.end(), page.headers.begin(),
                         page.headers.end());
  problem.headers.emplace_back("Vary", "Accept");
  return problem;
}

}  // namespace localoffer::gateway::pages
