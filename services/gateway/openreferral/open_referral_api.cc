#include "services/gateway/openreferral/open_referral_api.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/http_head.h"
#include "services/gateway/openreferral/api_details_resource.h"
#include "services/gateway/openreferral/at_locations_resource.h"
#include "services/gateway/openreferral/endpoint.h"
#include "services/gateway/openreferral/organizations_resource.h"
#include "services/gateway/openreferral/service_resource.h"
#include "services/gateway/openreferral/services_resource.h"
#include "services/gateway/openreferral/taxonomies_resource.h"

namespace localoffer::gateway {
namespace {

// As of the change feed: what was erased must not linger.
constexpr absl::string_view kCacheControl = "public, max-age=30";
constexpr int kOk = 200;
constexpr auto kDialect3 = openreferral::Format::kOpenReferral3;
constexpr auto kDialect1 = openreferral::Format::kOpenReferral1;
constexpr absl::string_view kTimeForm = "%a, %d %b %Y %H:%M:%S GMT";

template <typename R>
std::unique_ptr<Resource> Make(const OpenReferralApi& api,
                               const Endpoint& endpoint,
                               openreferral::Format format) {
  return std::make_unique<R>(api, endpoint, format);
}

// What answers at an endpoint's path.
struct Answerer {
  absl::string_view path;
  std::unique_ptr<Resource> (*make)(const OpenReferralApi& api,
                                    const Endpoint& endpoint,
                                    openreferral::Format format);
};

constexpr Answerer kAnswerers3[] = {
    {"", Make<ApiDetailsResource>},
    {"/services", Make<ServicesResource>},
    {"/services/{id}", Make<ServiceResource>},
    {"/organizations", Make<OrganizationsResource>},
    {"/organizations/{id}", Make<OrganizationResource>},
    {"/taxonomies", Make<TaxonomiesResource>},
    {"/taxonomies/{id}", Make<TaxonomyResource>},
    {"/taxonomy_terms", Make<TermsResource>},
    {"/taxonomy_terms/{id}", Make<TermResource>},
    {"/service_at_locations", Make<AtLocationsResource>},
    {"/service_at_locations/{id}", Make<AtLocationResource>},
};

constexpr Answerer kAnswerers1[] = {
    {"/services", Make<ServicesResource>},
    {"/services/{id}", Make<ServiceResource>},
    {"/organizations", Make<OrganizationsResource>},
    {"/organizations/{id}", Make<OrganizationResource>},
    {"/taxonomies", Make<TermsResource>},
    {"/taxonomies/{id}", Make<TermResource>},
    {"/vocabularies", Make<VocabulariesResource>},
};

void AddAll(const OpenReferralApi& api, absl::Span<const Endpoint> endpoints,
            absl::Span<const Answerer> answerers, openreferral::Format format,
            Router& router) {
  for (const Endpoint& endpoint : endpoints) {
    for (const Answerer& answerer : answerers) {
      if (answerer.path != endpoint.path()) continue;
      router.Add(endpoint.route, answerer.make(api, endpoint, format));
      router.Add(endpoint.authority_route,
                 answerer.make(api, endpoint, format));
    }
  }
}

// Whether the caller has said that he knows the answer (RFC 9110, section
// 13.2.2: a tag says more than a time).
bool IsKnown(const HttpRequest& request, const std::string& etag,
             absl::Time modified) {
  if (!request.if_none_match.empty()) {
    return NamesEtag(request.if_none_match, etag);
  }
  absl::Time since;
  std::string error;
  return !request.if_modified_since.empty() &&
         absl::ParseTime(kTimeForm, request.if_modified_since, &since,
                         &error) &&
         modified <= since;
}

}  // namespace

bool NamesTags(const HttpRequest& request) {
  // A star is any tag, so it is no sign of an answer.
  return !request.if_none_match.empty() &&
         !absl::StrContains(request.if_none_match, '*');
}

OpenReferralApi::OpenReferralApi(std::shared_ptr<const NodeClient> node,
                                 std::function<absl::Time()> clock)
    : node_(std::move(node)), clock_(std::move(clock)), texts_(*node_) {}

HttpResponse OpenReferralApi::Begin(const Visit& visit,
                                    const v1::GetDirectoryStateResponse& state,
                                    bool lines) const {
  const std::string tag = absl::StrCat(state.revision(), " ", state.version());
  return Begin(visit, tag, SeenSince(tag), lines);
}

std::optional<HttpResponse> OpenReferralApi::Unchanged(
    const Visit& visit, const v1::GetDirectoryStateResponse& state,
    bool lines) const {
  if (!NamesTags(visit.request)) return std::nullopt;
  HttpResponse response = Begin(visit, state, lines);
  if (response.status == kOk) return std::nullopt;
  return response;
}

HttpResponse OpenReferralApi::Begin(const Visit& visit, const std::string& tag,
                                    absl::Time modified, bool lines) const {
  HttpResponse response;
  response.content_type = lines ? "application/x-ndjson" : "application/json";
  response.headers.emplace_back("Cache-Control", std::string(kCacheControl));
  response.headers.emplace_back("Vary", "Accept");
  const absl::Time now = clock_();
  // What is open on a day depends on which is the next such day.
  const absl::Time midnight =
      visit.target.Parameter("day")
          ? absl::FromCivil(absl::ToCivilDay(now, absl::UTCTimeZone()),
                            absl::UTCTimeZone())
          : absl::UnixEpoch();
  response.etag = EntityTag({tag, absl::FormatTime(midnight), visit.base_url,
                             visit.request.target, response.content_type});
  // To the second: what changed within this one may change again within it.
  absl::Time second =
      absl::FromUnixSeconds(absl::ToUnixSeconds(std::max(modified, midnight)));
  if (now - second >= absl::Seconds(1)) {
    response.headers.emplace_back(
        "Last-Modified",
        absl::FormatTime(kTimeForm, second, absl::UTCTimeZone()));
  } else {
    second = absl::InfiniteFuture();
  }
  if (IsKnown(visit.request, response.etag, second)) {
    return NotModified(std::move(response));
  }
  return response;
}

absl::Time OpenReferralApi::SeenSince(const std::string& state) const {
  absl::MutexLock lock(&mutex_);
  if (newest_ != state) {
    newest_ = state;
    newest_since_ = clock_();
  }
  return newest_since_;
}

void AddOpenReferralResources(const OpenReferralApi& api, Router& router) {
  AddAll(api, OpenReferralEndpoints(), kAnswerers3, kDialect3, router);
  AddAll(api, OpenReferral1Endpoints(), kAnswerers1, kDialect1, router);
  router.Add("/openreferral/v3/openapi.json",
             std::make_unique<OpenApiResource>());
}

}  // namespace localoffer::gateway
