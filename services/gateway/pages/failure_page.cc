#include "services/gateway/pages/failure_page.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/gateway/http_head.h"
#include "services/gateway/problem.h"

namespace localoffer::gateway::pages {
namespace {

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
    case 429:
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
  absl::StatusOr<HttpResponse> shown =
      ShowPage(site, language, "failure", address, draft);
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

}  // namespace localoffer::gateway::pages
