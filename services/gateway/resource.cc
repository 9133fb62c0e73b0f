#include "services/gateway/resource.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/gateway/problem.h"

namespace localoffer::gateway {
namespace {

constexpr absl::string_view kAllowed = "GET, HEAD, OPTIONS";

bool IsName(absl::string_view segment) {
  return absl::StartsWith(segment, "{") && absl::EndsWith(segment, "}");
}

HttpResponse NotAllowed() {
  HttpResponse response =
      Problem(405, "METHOD_NOT_ALLOWED", "what is here can only be read");
  response.headers.emplace_back("Allow", std::string(kAllowed));
  return response;
}

HttpResponse Options() {
  HttpResponse response;
  response.status = 204;
  response.headers.emplace_back("Allow", std::string(kAllowed));
  response.headers.emplace_back("Access-Control-Allow-Methods",
                                std::string(kAllowed));
  response.headers.emplace_back("Access-Control-Allow-Headers",
                                "Accept, If-Modified-Since, If-None-Match, "
                                "Last-Event-ID");
  response.headers.emplace_back("Access-Control-Max-Age", "86400");
  return response;
}

}  // namespace

void Router::Add(absl::string_view pattern,
                 std::unique_ptr<Resource> resource) {
  routes_.push_back({pattern, absl::StrSplit(pattern, '/', absl::SkipEmpty()),
                     std::move(resource)});
}

const Router::Route* Router::Find(
    const std::vector<std::string>& path,
    std::map<std::string, std::string>& names) const {
  for (const Route& route : routes_) {
    if (route.segments.size() != path.size()) continue;
    names.clear();
    bool matches = true;
    for (size_t i = 0; i < path.size() && matches; ++i) {
      const std::string& segment = route.segments[i];
      if (IsName(segment)) {
        names[segment.substr(1, segment.size() - 2)] = path[i];
      } else {
        matches = segment == path[i];
      }
    }
    if (matches) return &route;
  }
  return nullptr;
}

HttpResponse Router::AnswerOf(const Route& route, const Visit& visit,
                              const Toll& toll) {
  if (!route.resource->TakesSeveral()) {
    const absl::Status once = visit.target.EachOnce();
    if (!once.ok()) return ProblemOf(once);
  }
  if (toll) {
    std::optional<HttpResponse> refusal = toll(visit, route.pattern);
    if (refusal) return *std::move(refusal);
  }
  absl::StatusOr<HttpResponse> got = route.resource->Get(visit);
  return got.ok() ? *std::move(got) : ProblemOf(got.status());
}

HttpResponse Router::Answer(const HttpRequest& request,
                            const std::string& base_url,
                            const Toll& toll) const {
  const absl::StatusOr<Target> target = ParseTarget(request.target);
  if (!target.ok()) return ProblemOf(target.status());
  std::map<std::string, std::string> names;
  const Route* route = Find(target->path, names);
  if (route == nullptr) {
    return Problem(404, "NOT_FOUND", "there is nothing at this address");
  }
  HttpResponse response;
  if (request.method == "OPTIONS") {
    response = Options();
  } else if (request.method != "GET" && request.method != "HEAD") {
    response = NotAllowed();
  } else {
    response =
        AnswerOf(*route, {request, *target, std::move(names), base_url}, toll);
  }
  response.route = route->pattern;
  return response;
}

HttpResponse NotModified(HttpResponse response) {
  response.status = 304;
  response.body.clear();
  response.source = nullptr;
  return response;
}

}  // namespace localoffer::gateway
