#include "services/gateway/pages/failure_page.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/http_head.h"
#include "services/gateway/problem.h"
#include "services/gateway/target.h"

namespace localoffer::gateway::pages {
namespace {

// Of these, and of those that are said in the same words, pages are prepared.
constexpr int kPrepared[] = {400, 414, 429, 431, 500, 503};

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
    case 414:
      return "failure.414";
    case 429:
      return "failure.429";
    case 431:
      return "failure.431";
    case 503:
      return "failure.503";
    default:
      return status < 500 ? "failure.400" : "failure.500";
  }
}

// What stands behind a first segment of a target that says `word`, with percent
// codes or without; nothing where it says something else.
std::optional<absl::string_view> Behind(absl::string_view word,
                                        absl::string_view target) {
  const size_t end = std::min(target.find_first_of("/?", 1), target.size());
  const absl::StatusOr<Target> first = ParseTarget(target.substr(0, end));
  if (!first.ok() || first->path.size() != 1 || first->path[0] != word) {
    return std::nullopt;
  }
  return target.substr(end);
}

// What stands behind the language's prefix.
std::optional<absl::string_view> Below(const Language& language,
                                       absl::string_view target) {
  if (language.prefix.empty()) return target;
  return Behind(language.prefix.substr(1), target);
}

// The one with the longest prefix: English has none.
const Language& LanguageOf(const Site& site, absl::string_view target) {
  const Language* found = &site.languages().front();
  for (const Language& language : site.languages()) {
    if (language.prefix.size() > found->prefix.size() &&
        Below(language, target)) {
      found = &language;
    }
  }
  return *found;
}

// What stands behind `/embed` in a target of the language: "", "?need=…" or
// "/entries/…"; nothing where it is of no frame.
std::optional<absl::string_view> WithinFrame(const Language& language,
                                             absl::string_view target) {
  const std::optional<absl::string_view> below = Below(language, target);
  return below ? Behind("embed", *below) : std::nullopt;
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
  values.AddSectionDictionary("WINDOW")->SetValue("HREF", window);
}

// What a status means, and what to do next.
void Explain(const Language& language, int status, Draft& draft) {
  const std::string key(KeyOf(status));
  draft.status = status;
  draft.title = std::string(language.catalogue.Of(key));
  draft.values.SetValue("HEADING", draft.title);
  draft.values.SetValue(
      "WHAT_NEXT",
      std::string(language.catalogue.Of(absl::StrCat(key, ".next"))));
}

// The problem with a page as its body.
HttpResponse Shown(HttpResponse problem, const HttpResponse& page) {
  problem.content_type = page.content_type;
  problem.body = page.body;
  for (const auto& field : page.headers) {
    // The problem's own says that none is kept.
    if (field.first != "Cache-Control") problem.headers.push_back(field);
  }
  return problem;
}

}  // namespace

HttpResponse FailurePage(const Site& site, const Language& language,
                         const PageAddress& address, HttpResponse problem) {
  Draft draft;
  Explain(language, problem.status, draft);
  const std::optional<absl::string_view> within =
      WithinFrame(language, address.target);
  if (within) {
    draft.may_be_framed = true;
    ShowWaysOut(language, *within, problem.status, draft.values);
  } else if (problem.status < 500) {
    // Of a caller's error the words are for them. Not in a frame: whoever wrote
    // its address would put words of his own into another site.
    if (language.code != "en") draft.values.ShowSection("OTHER_LANG");
    SetText(draft.values, "DETAIL", problem.detail);
  }
  const absl::StatusOr<HttpResponse> shown = ShowPage(
      site, language, within ? "embed_failure" : "failure", address, draft);
  return shown.ok() ? Shown(std::move(problem), *shown) : problem;
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

PreparedFailures::PreparedFailures(const Site& site) : site_(site) {
  for (const Language& language : site.languages()) {
    for (const bool framed : {false, true}) {
      for (const int status : kPrepared) {
        Draft draft;
        draft.may_be_framed = framed;
        Explain(language, status, draft);
        absl::StatusOr<HttpResponse> page =
            ShowPage(site, language, "embed_failure", {"", ""}, draft);
        if (!page.ok()) continue;
        pages_[{language.code, framed, KeyOf(status)}] = *std::move(page);
      }
    }
  }
}

HttpResponse PreparedFailures::ForReader(const HttpRequest& request,
                                         HttpResponse problem) const {
  problem.headers.emplace_back("Vary", "Accept");
  if (!AsksForHtml(request.accept)) return problem;
  const Language& language = LanguageOf(site_, request.target);
  const bool framed = WithinFrame(language, request.target).has_value();
  const auto page = pages_.find({language.code, framed, KeyOf(problem.status)});
  return page == pages_.end() ? problem
                              : Shown(std::move(problem), page->second);
}

}  // namespace localoffer::gateway::pages
