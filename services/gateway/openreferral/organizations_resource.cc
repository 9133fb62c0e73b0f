#include "services/gateway/openreferral/organizations_resource.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/catalogue/thing_names.h"
#include "services/gateway/named_authority.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/asked_authority.h"
#include "services/gateway/openreferral/entry_batch.h"
#include "services/gateway/openreferral/entry_json.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/openreferral/message_writer.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// Of one organization; a search by organization_id has them all.
constexpr int kMostServices = 500;
// Of a list that is shown as a whole, at a time, with those.
constexpr int kMostWithServices = 10;

enum class Detail { kListed, kFull, kFullServices };

// Shows organizations, of which the node says as much as `detail` needs.
class Shower {
 public:
  Shower(const NodeClient& node, Detail detail, openreferral::Format format)
      : node_(node), detail_(detail), format_(format) {}

  bool shows_services() const { return detail_ != Detail::kListed; }

  // The JSON of each, with its services at `revision` where they are shown.
  // Errors are those of asking for them.
  absl::StatusOr<std::vector<std::string>> Show(
      const google::protobuf::RepeatedPtrField<v1::CatalogueOrganization>&
          organizations,
      const std::string& revision) const {
    std::vector<std::string> shown;
    for (const v1::CatalogueOrganization& each : organizations) {
      shown.push_back(openreferral::MessageJson(each.organization(), nullptr,
                                                {.format = format_}));
    }
    if (!shows_services()) return shown;
    ASSIGN_OR_RETURN(const std::vector<std::vector<std::string>> services,
                     Services(organizations, revision));
    for (size_t i = 0; i < shown.size(); ++i) {
      shown[i].pop_back();
      absl::StrAppend(&shown[i], ",\"services\":[",
                      absl::StrJoin(services[i], ","), "]}");
    }
    return shown;
  }

 private:
  // The services of each, asked for together.
  absl::StatusOr<std::vector<std::vector<std::string>>> Services(
      const google::protobuf::RepeatedPtrField<v1::CatalogueOrganization>&
          organizations,
      const std::string& revision) const {
    std::vector<std::string> names;
    // Of each name, whose it is.
    std::vector<int> owners;
    for (int i = 0; i < organizations.size(); ++i) {
      const auto& entries = organizations[i].entries();
      const int count = std::min(entries.size(), kMostServices);
      names.insert(names.end(), entries.begin(), entries.begin() + count);
      owners.insert(owners.end(), static_cast<size_t>(count), i);
    }
    std::vector<std::vector<std::string>> services(
        static_cast<size_t>(organizations.size()));
    RETURN_IF_ERROR(
        ReadEntries(node_, names, revision, [&](size_t place, v1::Entry entry) {
          // Erased.
          if (!entry.has_service()) return;
          const int owner = owners[place];
          services[static_cast<size_t>(owner)].push_back(
              ServiceOf(organizations[owner].organization(), std::move(entry)));
        }));
    return services;
  }

  std::string ServiceOf(const v1::Organization& organization,
                        v1::Entry entry) const {
    v1::Service& service = *entry.mutable_service();
    service.set_organization_id(organization.id());
    service.clear_organization();
    return ServiceJson(std::move(entry),
                       detail_ == Detail::kFullServices ? ServiceForm::kFull
                                                        : ServiceForm::kListed,
                       format_);
  }

  const NodeClient& node_;
  const Detail detail_;
  const openreferral::Format format_;
};

}  // namespace

absl::StatusOr<HttpResponse> OrganizationsResource::Get(
    const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const ApiPage page = query.Page(visit.request.accept);
  Detail detail = query.Flag("full") ? Detail::kFull : Detail::kListed;
  if (query.Flag("full_service")) detail = Detail::kFullServices;
  v1::ListOrganizationsRequest request;
  request.set_search(query.Text("search").value_or(""));
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  SetAuthority(authority, request);
  const Shower shower(api_.node(), detail, format_);
  request.set_show_entries(shower.shows_services());
  request.set_view(shower.shows_services() ? v1::CATALOGUE_VIEW_FULL
                                           : v1::CATALOGUE_VIEW_BASIC);
  absl::StatusOr<HttpResponse> response = ShowList(
      api_, visit,
      [&node = api_.node(), shower, request, lines = page.lines](
          AskedObjects asked) mutable -> absl::StatusOr<ObjectPage> {
        if (lines && shower.shows_services()) {
          asked.size = std::min(asked.size, kMostWithServices);
        }
        Ask(asked, request);
        ASSIGN_OR_RETURN(const v1::ListOrganizationsResponse found,
                         node.ListOrganizations(request));
        ObjectPage shown = Frame(found);
        ASSIGN_OR_RETURN(shown.objects,
                         shower.Show(found.organizations(), found.revision()));
        return shown;
      },
      page, format_);
  if (response.ok()) return response;
  return CatalogueError(response.status(), authority, query);
}

absl::StatusOr<HttpResponse> OrganizationResource::Get(
    const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const Shower shower(
      api_.node(),
      query.Flag("full_service") ? Detail::kFullServices : Detail::kFull,
      format_);
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  v1::GetOrganizationRequest request;
  request.set_name(
      absl::StrCat(catalogue::kOrganizations, visit.names.at("id")));
  SetAuthority(authority, request);
  return ShowObject(api_, visit, [&]() -> absl::StatusOr<ShownObject> {
    absl::StatusOr<v1::GetOrganizationResponse> found =
        api_.node().GetOrganization(request);
    if (!found.ok()) return CatalogueError(found.status(), authority);
    google::protobuf::RepeatedPtrField<v1::CatalogueOrganization> one;
    *one.Add() = std::move(*found->mutable_organization());
    ASSIGN_OR_RETURN(std::vector<std::string> shown,
                     shower.Show(one, found->revision()));
    return ShownObject{std::move(shown.front()), found->revision()};
  });
}

}  // namespace localoffer::gateway
