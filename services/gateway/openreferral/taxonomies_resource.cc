#include "services/gateway/openreferral/taxonomies_resource.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/catalogue/thing_names.h"
#include "services/gateway/named_authority.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/asked_authority.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/openreferral/message_writer.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// The most that the node lists at a time.
constexpr int kMostAtOnce = 1000;

std::string Json(const google::protobuf::Message& message,
                 openreferral::Format format) {
  return openreferral::MessageJson(message, nullptr, {.format = format});
}

absl::StatusOr<ObjectPage> ReadTaxonomies(
    const NodeClient& node, const v1::ListTaxonomiesRequest& request,
    openreferral::Format format) {
  ASSIGN_OR_RETURN(const v1::ListTaxonomiesResponse found,
                   node.ListTaxonomies(request));
  ObjectPage page = Frame(found);
  for (const v1::CatalogueTaxonomy& each : found.taxonomies()) {
    page.objects.push_back(Json(each.taxonomy(), format));
  }
  return page;
}

absl::StatusOr<ObjectPage> ReadTerms(
    const NodeClient& node, const v1::ListTaxonomyTermsRequest& request,
    openreferral::Format format) {
  ASSIGN_OR_RETURN(const v1::ListTaxonomyTermsResponse found,
                   node.ListTaxonomyTerms(request));
  ObjectPage page = Frame(found);
  for (const v1::CatalogueTerm& each : found.terms()) {
    page.objects.push_back(Json(each.term(), format));
  }
  return page;
}

// A term that has no parent and a certain one is none: the list is empty, and
// of the same directory.
ObjectPage None(ObjectPage page) {
  page.objects.clear();
  page.total = 0;
  page.next.clear();
  return page;
}

void AddText(absl::string_view text,
             rapidjson::Writer<rapidjson::StringBuffer>& writer) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

}  // namespace

absl::StatusOr<HttpResponse> TaxonomiesResource::Get(const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const ApiPage page = query.Page(visit.request.accept);
  v1::ListTaxonomiesRequest request;
  request.set_search(query.Text("search").value_or(""));
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  SetAuthority(authority, request);
  absl::StatusOr<HttpResponse> response = ShowList(
      api_, visit,
      [&node = api_.node(), request,
       format = format_](const AskedObjects& asked) mutable {
        Ask(asked, request);
        return ReadTaxonomies(node, request, format);
      },
      page, format_);
  if (response.ok()) return response;
  return CatalogueError(response.status(), authority, query);
}

absl::StatusOr<HttpResponse> TaxonomyResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  v1::GetTaxonomyRequest request;
  request.set_name(absl::StrCat(catalogue::kTaxonomies, visit.names.at("id")));
  SetAuthority(authority, request);
  return ShowObject(api_, visit, [&]() -> absl::StatusOr<ShownObject> {
    const absl::StatusOr<v1::GetTaxonomyResponse> found =
        api_.node().GetTaxonomy(request);
    if (!found.ok()) return CatalogueError(found.status(), authority);
    return ShownObject{Json(found->taxonomy().taxonomy(), format_),
                       found->revision()};
  });
}

absl::StatusOr<HttpResponse> VocabulariesResource::Get(
    const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  v1::ListTaxonomiesRequest request;
  request.set_page_size(kMostAtOnce);
  SetAuthority(authority, request);
  return ShowObject(api_, visit, [&]() -> absl::StatusOr<ShownObject> {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    std::string revision;
    writer.StartArray();
    do {
      const absl::StatusOr<v1::ListTaxonomiesResponse> found =
          api_.node().ListTaxonomies(request);
      if (!found.ok()) return CatalogueError(found.status(), authority);
      for (const v1::CatalogueTaxonomy& each : found->taxonomies()) {
        AddText(each.filter_value(), writer);
      }
      // The first: what is new on later ones is new to whoever keeps it.
      if (revision.empty()) revision = found->revision();
      request.set_page_token(found->next_page_token());
    } while (!request.page_token().empty());
    writer.EndArray();
    return ShownObject{std::string(buffer.GetString(), buffer.GetSize()),
                       std::move(revision)};
  });
}

absl::StatusOr<HttpResponse> TermsResource::Get(const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const ApiPage page = query.Page(visit.request.accept);
  v1::ListTaxonomyTermsRequest request;
  request.set_search(query.Text("search").value_or(""));
  request.set_top_only(query.Flag("top_only"));
  if (const auto taxonomy = query.Text("taxonomy_id")) {
    request.set_taxonomy(absl::StrCat(catalogue::kTaxonomies, *taxonomy));
  }
  const auto parent = query.Text("parent_id");
  if (parent) {
    request.set_parent_term(absl::StrCat(catalogue::kTerms, *parent));
  }
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  SetAuthority(authority, request);
  const bool none = parent && request.top_only();
  // The node refuses what nothing meets.
  if (none) request.clear_top_only();
  absl::StatusOr<HttpResponse> response = ShowList(
      api_, visit,
      [&node = api_.node(), request, none, format = format_](
          const AskedObjects& asked) mutable -> absl::StatusOr<ObjectPage> {
        Ask(asked, request);
        ASSIGN_OR_RETURN(ObjectPage found, ReadTerms(node, request, format));
        return none ? None(std::move(found)) : std::move(found);
      },
      page, format_);
  if (response.ok()) return response;
  return CatalogueError(response.status(), authority, query);
}

absl::StatusOr<HttpResponse> TermResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  v1::GetTaxonomyTermRequest request;
  request.set_name(absl::StrCat(catalogue::kTerms, visit.names.at("id")));
  SetAuthority(authority, request);
  return ShowObject(api_, visit, [&]() -> absl::StatusOr<ShownObject> {
    const absl::StatusOr<v1::GetTaxonomyTermResponse> found =
        api_.node().GetTaxonomyTerm(request);
    if (!found.ok()) return CatalogueError(found.status(), authority);
    return ShownObject{Json(found->term().term(), format_), found->revision()};
  });
}

}  // namespace localoffer::gateway
