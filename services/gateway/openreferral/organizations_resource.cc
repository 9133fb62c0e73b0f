#include "services/gateway/openreferral/organizations_resource.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/catalogue/scope.h"
#include "services/catalogue/view.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/openreferral/message_writer.h"
#include "services/openreferral/one_to_one.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

using catalogue::OrganizationFacts;
using catalogue::ReadEntry;
using catalogue::View;

constexpr int kOk = 200;
// Of one organization; a search by organization_id has them all.
constexpr size_t kMostServices = 500;

enum class Detail { kListed, kFull, kFullServices };

// Shows organizations of one catalogue.
class Shower {
 public:
  Shower(storage::Store& store, View view, Detail detail,
         openreferral::Format format)
      : store_(store),
        view_(std::move(view)),
        detail_(detail),
        format_(format) {}

  absl::StatusOr<std::string> Show(const OrganizationFacts& facts) const {
    ASSIGN_OR_RETURN(const catalogue::Said<v1::Organization> said,
                     view_.Say(facts));
    if (detail_ == Detail::kListed) {
      return Json(openreferral::OneToOne(said.message));
    }
    std::string json = Json(said.message);
    json.pop_back();
    ASSIGN_OR_RETURN(const std::string services, Services(facts));
    return absl::StrCat(json, ",\"services\":[", services, "]}");
  }

 private:
  std::string Json(const google::protobuf::Message& message) const {
    return openreferral::MessageJson(message, nullptr, {.format = format_});
  }

  absl::StatusOr<std::string> Services(const OrganizationFacts& facts) const {
    std::vector<std::string> services;
    for (const uint32_t number : facts.entries) {
      const catalogue::KnownEntry entry = view_.contents().entry(number);
      if (!view_.scope().Has(entry) || !entry.is_usual()) continue;
      absl::StatusOr<ReadEntry> read = Read(store_.entries(), entry);
      if (absl::IsNotFound(read.status())) continue;
      RETURN_IF_ERROR(read.status());
      v1::Service& service = *read->content.mutable_service();
      service.set_organization_id(std::string(facts.id));
      service.clear_organization();
      services.push_back(ServiceJson(read->revision, read->content,
                                     detail_ == Detail::kFullServices
                                         ? ServiceForm::kFull
                                         : ServiceForm::kListed,
                                     format_));
      if (services.size() == kMostServices) break;
    }
    return absl::StrJoin(services, ",");
  }

  storage::Store& store_;
  const View view_;
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
  const catalogue::NameSearch search(query.Text("search").value_or(""));
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  HttpResponse response =
      api_.Begin(visit, view.contents().instant(), page.lines);
  if (response.status != kOk) return response;
  std::vector<const OrganizationFacts*> found = view.Organizations(search);
  ObjectList list;
  list.size = found.size();
  list.json = [found = std::move(found),
               shower = Shower(api_.store(), view, detail, format_)](
                  size_t place) { return shower.Show(*found[place]); };
  RETURN_IF_ERROR(gateway::Show(std::move(list), page, format_, response));
  return response;
}

absl::StatusOr<HttpResponse> OrganizationResource::Get(
    const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const Detail detail =
      query.Flag("full_service") ? Detail::kFullServices : Detail::kFull;
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  ASSIGN_OR_RETURN(const OrganizationFacts* const facts,
                   view.Organization(visit.names.at("id")));
  HttpResponse response =
      api_.Begin(visit, view.contents().instant(), /*lines=*/false);
  if (response.status != kOk) return response;
  ASSIGN_OR_RETURN(response.body,
                   Shower(api_.store(), view, detail, format_).Show(*facts));
  response.body += "\n";
  return response;
}

}  // namespace localoffer::gateway
