#include "services/gateway/openreferral/organizations_resource.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/gateway/named_log.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/openreferral/message_writer.h"
#include "services/openreferral/one_to_one.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

using catalogue::Contents;
using catalogue::KnownEntry;
using catalogue::OrganizationFacts;

constexpr int kOk = 200;
// Of one organization; a search by organization_id has them all.
constexpr size_t kMostServices = 500;

enum class Detail { kListed, kFull, kFullServices };

// Shows organizations of one catalogue.
class Shower {
 public:
  Shower(storage::Store& store, std::shared_ptr<const Contents> contents,
         Scope scope, Detail detail, openreferral::Format format)
      : store_(store),
        contents_(std::move(contents)),
        scope_(std::move(scope)),
        detail_(detail),
        format_(format) {}

  absl::StatusOr<std::string> Show(const OrganizationFacts& facts) const {
    const absl::optional<KnownEntry> first =
        scope_.First(*contents_, facts.entries);
    if (!first) return absl::NotFoundError("elsewhere");
    ASSIGN_OR_RETURN(const ReadEntry entry, Read(store_.entries(), *first));
    const auto organization =
        catalogue::OrganizationOf(entry.content.service());
    if (!organization) return absl::NotFoundError("none");
    if (detail_ == Detail::kListed) {
      return Json(openreferral::OneToOne(*organization));
    }
    std::string json = Json(*organization);
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
      const KnownEntry entry = contents_->entry(number);
      if (!scope_.Has(entry) || !entry.is_usual()) continue;
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
  const std::shared_ptr<const Contents> contents_;
  const Scope scope_;
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
  const NameSearch search(query.Text("search").value_or(""));
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const std::string log, NamedLog(api_.store(), visit));
  ASSIGN_OR_RETURN(const std::shared_ptr<const Contents> contents,
                   api_.Catalogue());
  HttpResponse response = api_.Begin(visit, contents->instant(), page.lines);
  if (response.status != kOk) return response;
  ASSIGN_OR_RETURN(const Scope scope,
                   Scope::Of(log, api_.store(), contents->instant()));
  std::vector<const OrganizationFacts*> found;
  for (const OrganizationFacts& each : contents->organizations()) {
    if (search.Finds(each.folded_name) &&
        scope.First(*contents, each.entries)) {
      found.push_back(&each);
    }
  }
  ObjectList list;
  list.size = found.size();
  list.json = [found = std::move(found),
               shower = Shower(api_.store(), contents, scope, detail, format_)](
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
  ASSIGN_OR_RETURN(const std::string log, NamedLog(api_.store(), visit));
  ASSIGN_OR_RETURN(const std::shared_ptr<const Contents> contents,
                   api_.Catalogue());
  ASSIGN_OR_RETURN(const Scope scope,
                   Scope::Of(log, api_.store(), contents->instant()));
  const std::string& id = visit.names.at("id");
  const OrganizationFacts* facts = contents->FindOrganization(id);
  if (facts == nullptr || !scope.First(*contents, facts->entries)) {
    return rpc::CallerError(
        absl::StatusCode::kNotFound, "ORGANIZATION_NOT_FOUND",
        absl::StrCat("there is no organization \"", id, "\" here"));
  }
  HttpResponse response =
      api_.Begin(visit, contents->instant(), /*lines=*/false);
  if (response.status != kOk) return response;
  ASSIGN_OR_RETURN(
      response.body,
      Shower(api_.store(), contents, scope, detail, format_).Show(*facts));
  response.body += "\n";
  return response;
}

}  // namespace localoffer::gateway
