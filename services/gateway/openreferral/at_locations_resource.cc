#include "services/gateway/openreferral/at_locations_resource.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalogue/entry_facts.h"
#include "services/catalogue/nearness.h"
#include "services/catalogue/view.h"
#include "services/gateway/named_log.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/gateway/openreferral/service_question.h"
#include "services/openreferral/message_writer.h"
#include "services/openreferral/one_to_one.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

using catalogue::KnownEntry;
using catalogue::KnownPlace;
using catalogue::View;

constexpr int kOk = 200;

bool AsksForAll(const v1::SearchEntriesRequest& request) {
  v1::EntryFilter rest = request.filter();
  rest.clear_authorities();
  return request.query().empty() && rest.ByteSizeLong() == 0;
}

// Adds those of an entry that are near enough, if that is asked.
void AddPlaces(const KnownEntry& entry, const catalogue::Nearness& nearness,
               std::vector<KnownPlace>& found) {
  for (int place = 0; place < entry.place_count(); ++place) {
    if (nearness.IsNear(entry.point(place))) found.push_back({entry, place});
  }
}

absl::StatusOr<std::vector<KnownPlace>> FindAll(
    const OpenReferralApi& api, const View& view,
    const v1::SearchEntriesRequest& request) {
  const catalogue::Contents& contents = view.contents();
  std::vector<KnownPlace> found;
  const catalogue::Nearness nearness(request.filter(), api.store().geography());
  if (AsksForAll(request)) {
    for (uint32_t i = 0; i < contents.entry_count(); ++i) {
      const KnownEntry entry = contents.entry(i);
      if (entry.is_usual() && view.scope().Has(entry)) {
        AddPlaces(entry, nearness, found);
      }
    }
    return found;
  }
  ASSIGN_OR_RETURN(directory::SearchQuestion question,
                   api.searcher().Ask(request, &contents));
  question.conditions.query.limit = std::numeric_limits<size_t>::max();
  const SearchResult entries = api.searcher().Find(question);
  for (const Hit& hit : entries.hits) {
    const absl::optional<KnownEntry> entry =
        contents.FindRevision(hit.position.authority, hit.sequence);
    if (entry) AddPlaces(*entry, nearness, found);
  }
  return found;
}

absl::StatusOr<std::string> ShowOne(const storage::Entries& entries,
                                    const KnownPlace& found, bool full) {
  ASSIGN_OR_RETURN(catalogue::ReadEntry entry, Read(entries, found.entry));
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
  const v1::SearchEntriesRequest request = ReadServiceQuestion(log, query);
  const bool full = query.Flag("full");
  const ApiPage page = query.Page(visit.request.accept);
  RETURN_IF_ERROR(query.Check(api_.searcher().Check(request)));
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  HttpResponse response =
      api_.Begin(visit, view.contents().instant(), page.lines);
  if (response.status != kOk) return response;
  ASSIGN_OR_RETURN(std::vector<KnownPlace> found, FindAll(api_, view, request));
  ObjectList list;
  list.size = found.size();
  // With the view stays what was found.
  list.json = [&entries = api_.store().entries(), view, full,
               found = std::move(found)](size_t place) {
    return ShowOne(entries, found[place], full);
  };
  RETURN_IF_ERROR(Show(std::move(list), page, format_, response));
  return response;
}

absl::StatusOr<HttpResponse> AtLocationResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const View view, api_.Look(visit));
  ASSIGN_OR_RETURN(const KnownPlace found,
                   view.AtLocation(visit.names.at("id")));
  HttpResponse response =
      api_.Begin(visit, view.contents().instant(), /*lines=*/false);
  if (response.status != kOk) return response;
  ASSIGN_OR_RETURN(response.body,
                   ShowOne(api_.store().entries(), found, /*full=*/true));
  response.body += "\n";
  return response;
}

}  // namespace localoffer::gateway
