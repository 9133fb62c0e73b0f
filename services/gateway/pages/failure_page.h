// What people see where an app gets a problem (RFC 9457).
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_

#include <map>
#include <string>
#include <tuple>

#include "absl/strings/string_view.h"
#include "services/gateway/http_message.h"
#include "services/gateway/pages/page.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// The page in place of a problem: its status and header fields, in plain words
// what that means and what to do next and, of a caller's error, its detail. At
// an address of `/embed` it is a page for a frame, with a link that opens a
// window. The problem itself should the page fail.
HttpResponse FailurePage(const Site& site, const Language& language,
                         const PageAddress& address, HttpResponse problem);

// The same for whatever was answered to a request, at any address and with any
// status: a problem becomes a page, in the language of the address, where the
// request asks for HTML by name; everything else stays as it is.
HttpResponse ForReader(const Site& site, const HttpRequest& request,
                       const std::string& base_url, HttpResponse response);

// What people see whose request is refused before anybody looks at it. Made
// once, for a flood of requests must not be a flood of pages; then thread-safe.
class PreparedFailures {
 public:
  // The site outlives it.
  explicit PreparedFailures(const Site& site);

  // A page in place of a problem, where the request asks for HTML by name: what
  // its status means and what to do next, in the language of the address, with
  // no word and no link that follow from the request. Other sites may show it
  // at an address of `/embed`. Otherwise the problem as it is.
  HttpResponse ForReader(const HttpRequest& request,
                         HttpResponse problem) const;

 private:
  // Code of the language, whether it is for a frame, and what it says.
  using Kind = std::tuple<absl::string_view, bool, absl::string_view>;

  const Site& site_;
  std::map<Kind, HttpResponse> pages_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_
