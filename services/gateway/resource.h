// What can be had at an address.
#ifndef LOCALOFFER_SERVICES_GATEWAY_RESOURCE_H_
#define LOCALOFFER_SERVICES_GATEWAY_RESOURCE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/http_message.h"
#include "services/gateway/target.h"

namespace localoffer::gateway {

// A request for a resource.
struct Visit {
  const HttpRequest& request;
  const Target& target;
  // Values of the pattern's names: `{gss}`.
  std::map<std::string, std::string> names;
  // `https://localoffer.example.org`: what absolute addresses begin with.
  std::string base_url;
};

// Immutable, thread-safe.
class Resource {
 public:
  virtual ~Resource() = default;

  // The answer to GET; for HEAD its body is not sent. An error is a caller's,
  // or its words stay here.
  virtual absl::StatusOr<HttpResponse> Get(const Visit& visit) const = 0;

  // Whether a parameter may be there several times. Others are refused.
  virtual bool TakesSeveral() const { return false; }
};

// What a request gets in place of the resource's answer; nothing where it may
// be answered. `route` is the resource's pattern.
using Toll = std::function<std::optional<HttpResponse>(
    const Visit& visit, absl::string_view route)>;

// Which resource is at which address. Built once; then thread-safe.
class Router {
 public:
  // `pattern` is a literal, a path whose segments are words or `{name}`.
  void Add(absl::string_view pattern, std::unique_ptr<Resource> resource);

  // GET and HEAD get the resource's answer, OPTIONS what may be asked; 405 for
  // other methods, 404 where there is nothing, 400 where the target is broken.
  // `toll` may be empty.
  HttpResponse Answer(const HttpRequest& request, const std::string& base_url,
                      const Toll& toll = nullptr) const;

 private:
  struct Route {
    absl::string_view pattern;
    std::vector<std::string> segments;
    std::unique_ptr<Resource> resource;
  };

  static HttpResponse AnswerOf(const Route& route, const Visit& visit,
                               const Toll& toll);
  const Route* Find(const std::vector<std::string>& path,
                    std::map<std::string, std::string>& names) const;

  std::vector<Route> routes_;
};

// An answer that has not changed: 304 with the same fields and no body.
HttpResponse NotModified(HttpResponse response);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_RESOURCE_H_
