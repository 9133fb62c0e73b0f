#include "services/gateway/openreferral/at_locations_resource.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalogue/thing_names.h"
#include "services/gateway/named_authority.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/asked_authority.h"
#include "services/gateway/openreferral/entry_json.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/gateway/openreferral/service_question.h"
#include "services/openreferral/message_writer.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr int kMostAtOnce = 1000;

// In what order the services stand whose places are asked for: those of all,
// which nothing puts in an order, as the node has them.
v1::SearchOrder OrderOf(const v1::SearchEntriesRequest& request) {
  v1::EntryFilter rest = request.filter();
  rest.clear_authorities();
  const bool all = request.query().empty() && rest.ByteSizeLong() == 0;
  return all ? v1::SEARCH_ORDER_ENTRY : request.order();
}

std::string Json(const v1::ServiceAtLocation& at, absl::string_view service) {
  std::string json = openreferral::MessageJson(at, nullptr, {});
  json.pop_back();
  return absl::StrCat(json, ",\"service\":", service, "}");
}

// With all it has, but for the other locations of its service.
std::string WholeJson(v1::CatalogueServiceAtLocation found) {
  const std::string service =
      ServiceJson(std::move(*found.mutable_entry()), ServiceForm::kFull,
                  openreferral::Format::kOpenReferral3);
  return Json(found.service_at_location(), service);
}

// Lists have of a place what it has one of, and so they do of its service.
absl::StatusOr<std::vector<std::string>> ListedJson(
    const OpenReferralApi& api,
    const v1::ListServiceAtLocationsResponse& found) {
  std::vector<std::string> names;
  for (const auto& each : found.service_at_locations()) {
    names.push_back(RevisionName(each.entry()));
  }
  ASSIGN_OR_RETURN(
      const std::vector<RecentTexts::Text> services,
      api.texts().Of(std::move(names), found.revision(), ServiceForm::kListed,
                     openreferral::Format::kOpenReferral3));
  std::vector<std::string> listed;
  for (size_t i = 0; i < services.size(); ++i) {
    if (services[i] == nullptr) continue;
    const auto& each = found.service_at_locations(static_cast<int>(i));
    listed.push_back(Json(each.service_at_location(), *services[i]));
  }
  return listed;
}

// Reads the places of the services that a search finds.
class PlaceReader {
 public:
  // `full`: whether all is shown.
  PlaceReader(const OpenReferralApi& api,
              const v1::SearchEntriesRequest& search, std::string authority,
              bool full)
      : api_(api), authority_(std::move(authority)) {
    request_.set_query(search.query());
    *request_.mutable_filter() = search.filter();
    request_.set_order(OrderOf(search));
    request_.set_view(full ? v1::CATALOGUE_VIEW_FULL
                           : v1::CATALOGUE_VIEW_BASIC);
  }

  // `counted`: whether somebody wants to know how many there are.
  absl::StatusOr<ObjectPage> Read(const AskedObjects& asked, bool counted) {
    Ask(asked, request_);
    // Of all of them, as many as the node gives: each page is searched for.
    if (!counted) request_.set_page_size(kMostAtOnce);
    request_.set_show_total_size(counted && asked.token.empty());
    ASSIGN_OR_RETURN(v1::ListServiceAtLocationsResponse response,
                     api_.node().ListServiceAtLocations(request_));
    if (asked.token.empty() && response.service_at_locations().empty()) {
      RETURN_IF_ERROR(CheckAuthority(api_.node(), authority_));
    }
    ObjectPage page = Frame(response);
    if (request_.view() == v1::CATALOGUE_VIEW_BASIC) {
      ASSIGN_OR_RETURN(page.objects, ListedJson(api_, response));
      return page;
    }
    for (auto& found : *response.mutable_service_at_locations()) {
      page.objects.push_back(WholeJson(std::move(found)));
    }
    return page;
  }

 private:
  const OpenReferralApi& api_;
  const std::string authority_;
  v1::ListServiceAtLocationsRequest request_;
};

}  // namespace

absl::StatusOr<HttpResponse> AtLocationsResource::Get(
    const Visit& visit) const {
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  ApiQuery query(visit.target, endpoint_);
  const v1::SearchEntriesRequest request =
      ReadServiceQuestion(authority, query);
  const bool full = query.Flag("full");
  const ApiPage page = query.Page(visit.request.accept);
  if (query.has_errors()) {
    return RefuseQuestion(api_.node(), authority, request, query);
  }
  absl::StatusOr<HttpResponse> response = ShowList(
      api_, visit,
      [reader = PlaceReader(api_, request, authority, full),
       counted = !page.lines](const AskedObjects& asked) mutable {
        return reader.Read(asked, counted);
      },
      page, format_);
  if (response.ok()) return response;
  return Refused(api_.node(), authority, response.status(), query);
}

absl::StatusOr<HttpResponse> AtLocationResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  v1::GetServiceAtLocationRequest request;
  request.set_name(absl::StrCat(catalogue::kAtLocations, visit.names.at("id")));
  SetAuthority(authority, request);
  return ShowObject(api_, visit, [&]() -> absl::StatusOr<ShownObject> {
    absl::StatusOr<v1::GetServiceAtLocationResponse> response =
        api_.node().GetServiceAtLocation(request);
    if (!response.ok()) return CatalogueError(response.status(), authority);
    return ShownObject{
        WholeJson(std::move(*response->mutable_service_at_location())),
        response->revision()};
  });
}

}  // namespace localoffer::gateway
