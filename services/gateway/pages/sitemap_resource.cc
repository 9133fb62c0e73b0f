#include "services/gateway/pages/sitemap_resource.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/gateway/pages/address.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr int kMostAddresses = 50'000;
constexpr int kPageSize = 1'000;
constexpr absl::string_view kDeclaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr absl::string_view kNamespace =
    " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

// The base is what a caller's Host said.
std::string XmlText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"},
                                    {"<", "&lt;"},
                                    {">", "&gt;"},
                                    {"\"", "&quot;"},
                                    {"'", "&apos;"}});
}

std::string Address(absl::string_view tag, absl::string_view base,
                    absl::string_view path,
                    const google::protobuf::Timestamp& changed) {
  return absl::StrCat(
      "<", tag, "><loc>", XmlText(absl::StrCat(base, path)), "</loc><lastmod>",
      absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(changed.seconds()),
                       absl::UTCTimeZone()),
      "</lastmod></", tag, ">\n");
}

HttpResponse Xml() {
  HttpResponse response;
  response.content_type = "text/xml; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "public, max-age=3600");
  return response;
}

// Whether its own log has begun.
absl::StatusOr<bool> Publishes(const std::string& authority, const Site& site) {
  if (!entry::IsAuthorityId(authority)) return false;
  v1::GetAuthorityRequest request;
  request.set_name(entry::FormatAuthorityName(authority));
  const absl::StatusOr<v1::GetAuthorityResponse> got =
      site.node().GetAuthority(request);
  if (absl::IsNotFound(got.status())) return false;
  RETURN_IF_ERROR(got.status());
  return got->authority().log_size() > 0;
}

}  // namespace

absl::StatusOr<HttpResponse> SitemapIndex::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  v1::ListAuthoritiesRequest request;
  request.set_publishing_only(true);
  ASSIGN_OR_RETURN(const v1::ListAuthoritiesResponse all,
                   site_.node().ListAuthorities(request));
  HttpResponse response = Xml();
  response.body = absl::StrCat(kDeclaration, "<sitemapindex", kNamespace);
  for (const v1::Authority& authority : all.authorities()) {
    response.body += Address(
        "sitemap", visit.base_url,
        absl::StrCat("/authorities/", LogOf(authority.name()), "/sitemap.xml"),
        authority.update_time());
  }
  absl::StrAppend(&response.body, "</sitemapindex>\n");
  return response;
}

absl::StatusOr<HttpResponse> SitemapResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  const std::string& authority = visit.names.at("gss");
  ASSIGN_OR_RETURN(const bool publishes, Publishes(authority, site_));
  if (!publishes) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "UNKNOWN_AUTHORITY",
                            "no such authority publishes here");
  }
  v1::ListEntriesRequest request;
  request.set_parent(entry::FormatAuthorityName(authority));
  request.set_page_size(kPageSize);
  request.set_view(v1::ENTRY_VIEW_BASIC);
  HttpResponse response = Xml();
  response.source =
      [&site = site_, request, base = visit.base_url, left = kMostAddresses,
       begun = false](std::string& piece) mutable -> absl::StatusOr<bool> {
    if (!begun) {
      absl::StrAppend(&piece, kDeclaration, "<urlset", kNamespace);
      begun = true;
    }
    ASSIGN_OR_RETURN(const v1::ListEntriesResponse got,
                     site.node().ListEntries(request));
    for (const v1::Entry& entry : got.entries()) {
      if (left-- <= 0) break;
      piece +=
          Address("url", base, EntryPath(entry.name()), entry.update_time());
    }
    request.set_page_token(got.next_page_token());
    if (left > 0 && !got.next_page_token().empty()) return true;
    absl::StrAppend(&piece, "</urlset>\n");
    return false;
  };
  return response;
}

}  // namespace localoffer::gateway::pages
