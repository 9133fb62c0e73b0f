#include "services/gateway/openreferral/open_referral_api.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/directory/thing_filter.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/http_head.h"
#include "services/gateway/named_log.h"
#include "services/gateway/openreferral/api_details_resource.h"
#include "services/gateway/openreferral/at_locations_resource.h"
#include "services/gateway/openreferral/endpoint.h"
#include "services/gateway/openreferral/organizations_resource.h"
#include "services/gateway/openreferral/service_resource.h"
#include "services/gateway/openreferral/services_resource.h"
#include "services/gateway/openreferral/taxonomies_resource.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr size_t kCardBytes = 32 << 20;
// Of why a service is in an answer, as a rule.
constexpr size_t kMatchBytes = 128;
// As of the change feed: what was erased must not linger.
constexpr absl::string_view kCacheControl = "public, max-age=30";
constexpr auto kDialect3 = openreferral::Format::kOpenReferral3;
constexpr auto kDialect1 = openreferral::Format::kOpenReferral1;
constexpr absl::string_view kTimeForm = "%a, %d %b %Y %H:%M:%S GMT";

directory::EntryCards CardsOf(const storage::Entries& entries, ServiceForm form,
                              openreferral::Format format) {
  return directory::EntryCards(
      entries, kCardBytes,
      [&entries, form, format](const storage::EntryRevision& revision)
          -> absl::StatusOr<std::string> {
        ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                         entries.Content(revision));
        if (!content.has_service()) return absl::NotFoundError("erased");
        return ServiceJson(revision, content, form, format);
      });
}

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

OpenReferralApi::OpenReferralApi(storage::Store& store,
                                 catalogue::Catalogue& catalogue,
                                 storage::Clock clock)
    : store_(store),
      clock_(std::move(clock)),
      searcher_(store, clock_),
      catalogue_(catalogue),
      cards_{CardsOf(store.entries(), ServiceForm::kFull, kDialect3),
             CardsOf(store.entries(), ServiceForm::kListed, kDialect3),
             CardsOf(store.entries(), ServiceForm::kMinimal, kDialect3),
             CardsOf(store.entries(), ServiceForm::kFull, kDialect1)} {}

absl::StatusOr<directory::SearchQuestion> OpenReferralApi::Ask(
    const v1::SearchEntriesRequest& request) const {
  std::shared_ptr<const catalogue::Contents> contents;
  if (directory::NeedsCatalogue(request.filter())) {
    ASSIGN_OR_RETURN(contents, Catalogue());
  }
  return searcher_.Ask(request, contents.get());
}

absl::StatusOr<catalogue::View> OpenReferralApi::Look(
    const Visit& visit) const {
  ASSIGN_OR_RETURN(const std::string log, NamedLog(store_, visit));
  ASSIGN_OR_RETURN(std::shared_ptr<const catalogue::Contents> contents,
                   Catalogue());
  return catalogue::View::Of(log, store_, std::move(contents));
}

absl::StatusOr<std::string> OpenReferralApi::ServiceText(
    const Hit& hit, ServiceForm form, openreferral::Format format) const {
  directory::EntryCards& cards =
      format == kDialect1 ? cards_.back() : cards_[static_cast<size_t>(form)];
  ASSIGN_OR_RETURN(
      const directory::EntryCards::Card card,
      cards.Read(hit.position.authority, hit.position.entry_id, hit.sequence));
  std::string json;
  json.reserve(card->size() + kMatchBytes);
  json = *card;
  AddMatch(hit, json);
  return json;
}

HttpResponse OpenReferralApi::Begin(const Visit& visit,
                                    const storage::Instant& instant,
                                    bool lines) const {
  // Where a postcode is decides on lists, too; and where entries are, which is
  // by the table that there was when the process began.
  const std::string state =
      absl::StrCat(instant.ToRevision(), " ",
                   store_.geography().postcodes().Generation().value_or(0), " ",
                   store_.index_version());
  return Begin(visit, state, SeenSince(state), lines);
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
