#include "services/gateway/openreferral/taxonomies_resource.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/catalogue/view.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/openreferral/message_writer.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

using catalogue::TaxonomyFacts;
using catalogue::TermFacts;
using catalogue::View;

constexpr int kOk = 200;

// What is said of a thing, as JSON.
template <typename Facts>
absl::StatusOr<std::string> Json(const View& view, const Facts& facts,
                                 openreferral::Format format) {
  ASSIGN_OR_RETURN(const auto said, view.Say(facts));
  return openreferral::MessageJson(said.message, nullptr, {.format = format});
}

template <typename Facts>
ObjectList ListOf(const View& view, std::vector<const Facts*> found,
                  openreferral::Format format) {
  ObjectList list;
  list.size = found.size();
  list.json = [view, found = std::move(found), format](size_t place) {
    return Json(view, *found[place], format);
  };
  return list;
}

// Finishes an answer that is one object.
absl::StatusOr<HttpResponse> Single(const OpenReferralApi& api,
                                    const Visit& visit, const View& view,
                                    const absl::StatusOr<std::string>& json) {
  RETURN_IF_ERROR(json.status());
  HttpResponse response =
      api.Begin(visit, view.contents().instant(), /*lines=*/false);
  if (response.status == kOk) response.body = absl::StrCat(*json, "\n");
  return response;
}

}  // namespace

absl::StatusOr<HttpResponse> TaxonomiesResource::Get(const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const ApiPage page = query.Page(visit.request.accept);
  const catalogue::NameSearch search(query.Text("search").value_or(""));
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  HttpResponse response =
      api_.Begin(visit, view.contents().instant(), page.lines);
  if (response.status != kOk) return response;
  RETURN_IF_ERROR(Show(ListOf(view, view.Taxonomies(search), format_), page,
                       format_, response));
  return response;
}

absl::StatusOr<HttpResponse> TaxonomyResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  ASSIGN_OR_RETURN(const TaxonomyFacts* const facts,
                   view.Taxonomy(visit.names.at("id")));
  return Single(api_, visit, view, Json(view, *facts, format_));
}

absl::StatusOr<HttpResponse> VocabulariesResource::Get(
    const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  HttpResponse response =
      api_.Begin(visit, view.contents().instant(), /*lines=*/false);
  if (response.status != kOk) return response;
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartArray();
  for (const TaxonomyFacts* each : view.Taxonomies(catalogue::NameSearch(""))) {
    const std::string& name = each->name.empty() ? each->id : each->name;
    writer.String(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }
  writer.EndArray();
  response.body = absl::StrCat(
      absl::string_view(buffer.GetString(), buffer.GetSize()), "\n");
  return response;
}

absl::StatusOr<HttpResponse> TermsResource::Get(const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const ApiPage page = query.Page(visit.request.accept);
  catalogue::TermConditions conditions;
  conditions.search = catalogue::NameSearch(query.Text("search").value_or(""));
  conditions.top_only = query.Flag("top_only");
  conditions.taxonomy = query.Text("taxonomy_id");
  conditions.parent = query.Text("parent_id");
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  HttpResponse response =
      api_.Begin(visit, view.contents().instant(), page.lines);
  if (response.status != kOk) return response;
  RETURN_IF_ERROR(Show(ListOf(view, view.Terms(conditions), format_), page,
                       format_, response));
  return response;
}

absl::StatusOr<HttpResponse> TermResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  ASSIGN_OR_RETURN(const TermFacts* const facts,
                   view.Term(visit.names.at("id")));
  return Single(api_, visit, view, Json(view, *facts, format_));
}

}  // namespace localoffer::gateway
