// What people see where an app gets a problem (RFC 9457).
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_

#include <string>

#include "services/gateway/http_message.h"
#include "services/gateway/pages/page.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// The page in place of a problem: its status and header fields, in plain words
// what that means and what to do next and, of a caller's error, its detail. The
// problem itself should the page fail.
HttpResponse FailurePage(const Site& site, const Language& language,
                         const PageAddress& address, HttpResponse problem);

// The same for whatever was answered to a request, at any address and with any
// status: a problem becomes a page, in the language of the address, where the
// request asks for HTML by name; everything else stays as it is.
HttpResponse ForReader(const Site& site, const HttpRequest& request,
                       const std::string& base_url, HttpResponse response);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_FAILURE_PAGE_H_
