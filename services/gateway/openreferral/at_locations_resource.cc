#include "services/gateway/openreferral/at_locations_resource.h"

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/gateway/named_log.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/gateway/openreferral/service_question.h"
#include "services/openreferral/message_writer.h"
#include "services/openreferral/one_to_one.h"
#include "services/places/place_query.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

using catalogue::AtLocation;
using catalogue::Contents;
using catalogue::KnownEntry;

constexpr int kOk = 200;

// One of an entry's, which lives as long as the catalogue's contents.
struct Found {
  KnownEntry entry;
  int place = 0;
};

bool AsksForAll(const ServiceQuestion& question) {
  v1::EntryFilter rest = question.request.filter();
  rest.clear_authorities();
  return question.request.query().empty() && rest.ByteSizeLong() == 0 &&
         !question.window.changed_since && !question.window.among &&
         question.window.open_at.empty();
}

// Those of an entry that are near enough, if that is asked.
class Nearness {
 public:
  Nearness(const v1::EntryFilter& filter, storage::Store& store) {
    if (!filter.has_near()) return;
    const absl::StatusOr<geography::Place> place =
        places::FindPlace("postcode", filter.near().place(), store.geography());
    if (place.ok()) center_ = place->point;
    radius_meters_ = filter.near().radius_meters();
  }

  void Add(const KnownEntry& entry, std::vector<Found>& found) const {
    for (int place = 0; place < entry.place_count(); ++place) {
      if (IsNear(entry, place)) found.push_back({entry, place});
    }
  }

 private:
  bool IsNear(const KnownEntry& entry, int place) const {
    if (!center_) return true;
    const absl::optional<geography::Point> point = entry.point(place);
    return point &&
           geography::DistanceMeters(*point, *center_) <= radius_meters_;
  }

  absl::optional<geography::Point> center_;
  double radius_meters_ = 0;
};

absl::StatusOr<std::vector<Found>> FindAll(const OpenReferralApi& api,
                                           const Contents& contents,
                                           const Scope& scope,
                                           ServiceQuestion question) {
  std::vector<Found> found;
  const Nearness nearness(question.request.filter(), api.store());
  if (AsksForAll(question)) {
    for (uint32_t i = 0; i < contents.entry_count(); ++i) {
      const KnownEntry entry = contents.entry(i);
      if (entry.is_usual() && scope.Has(entry)) nearness.Add(entry, found);
    }
    return found;
  }
  question.window.instant = contents.instant();
  question.window.limit = std::numeric_limits<size_t>::max();
  ASSIGN_OR_RETURN(const directory::FoundEntries entries,
                   api.searcher().Find(question.request, question.window));
  for (const Hit& hit : entries.hits) {
    const absl::optional<KnownEntry> entry =
        contents.FindRevision(hit.position.authority, hit.sequence);
    if (entry) nearness.Add(*entry, found);
  }
  return found;
}

absl::StatusOr<std::string> ShowOne(const storage::Entries& entries,
                                    const Found& found, bool full) {
  ASSIGN_OR_RETURN(ReadEntry entry, Read(entries, found.entry));
  log::v1::EntryPublished& content = entry.content;
  const v1::ServiceAtLocation at =
      catalogue::AtLocationOf(content.service(), found.place);
  std::string json = openreferral::MessageJson(
      full ? at : openreferral::OneToOne(at), nullptr, {});
  content.mutable_service()->clear_service_at_locations();
  json.pop_back();
  return absl::StrCat(
      json, ",\"service\":",
      ServiceJson(entry.revision, content,
                  full ? ServiceForm::kFull : ServiceForm::kListed,
                  openreferral::Format::kOpenReferral3),
      "}");
}

}  // namespace

absl::StatusOr<HttpResponse> AtLocationsResource::Get(
    const Visit& visit) const {
  ASSIGN_OR_RETURN(const std::string log, NamedLog(api_.store(), visit));
  ApiQuery query(visit.target, endpoint_);
  ASSIGN_OR_RETURN(ServiceQuestion question,
                   ReadServiceQuestion(log, api_, query));
  const bool full = query.Flag("full");
  const ApiPage page = query.Page(visit.request.accept);
  RETURN_IF_ERROR(query.Check(api_.searcher().Check(question.request)));
  ASSIGN_OR_RETURN(const std::shared_ptr<const Contents> contents,
                   api_.Catalogue());
  HttpResponse response = api_.Begin(visit, contents->instant(), page.lines);
  if (response.status != kOk) return response;
  ASSIGN_OR_RETURN(const Scope scope,
                   Scope::Of(log, api_.store(), contents->instant()));
  ASSIGN_OR_RETURN(std::vector<Found> found,
                   FindAll(api_, *contents, scope, std::move(question)));
  ObjectList list;
  list.size = found.size();
  list.json = [&entries = api_.store().entries(), contents, full,
               found = std::move(found)](size_t place) {
    return ShowOne(entries, found[place], full);
  };
  RETURN_IF_ERROR(Show(std::move(list), page, format_, response));
  return response;
}

absl::StatusOr<HttpResponse> AtLocationResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const std::string log, NamedLog(api_.store(), visit));
  ASSIGN_OR_RETURN(const std::shared_ptr<const Contents> contents,
                   api_.Catalogue());
  ASSIGN_OR_RETURN(const Scope scope,
                   Scope::Of(log, api_.store(), contents->instant()));
  const std::string& id = visit.names.at("id");
  for (const AtLocation& at : contents->FindAtLocations(id)) {
    const KnownEntry entry = contents->entry(at.entry);
    if (!scope.Has(entry)) continue;
    HttpResponse response =
        api_.Begin(visit, contents->instant(), /*lines=*/false);
    if (response.status != kOk) return response;
    ASSIGN_OR_RETURN(response.body,
                     ShowOne(api_.store().entries(), {entry, at.place},
                             /*full=*/true));
    response.body += "\n";
    return response;
  }
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "SERVICE_AT_LOCATION_NOT_FOUND",
      absl::StrCat("there is no service at location \"", id, "\" here"));
}

}  // namespace localoffer::gateway
