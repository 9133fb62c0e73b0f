// What people see where an app gets a problem (RFC 9457).
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_

#include <map>
#include <string>

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

// What those who are refused before anybody looks at their request see in a
// frame. Made once, for a flood of requests must not be a flood of pages; then
// thread-safe.
class FramedRefusals {
 public:
  explicit FramedRefusals(const Site& site);

  // The page in place of a 429 at an address of `/embed`, where the request
  // asks for HTML by name; otherwise the problem as it is.
  HttpResponse ForReader(const HttpRequest& request,
                         HttpResponse problem) const;

 private:
  const Site& site_;
  // By the code of the language.
  std::map<absl::string_view, HttpResponse> pages_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_
