#include "services/gateway/feed_resource.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/feed_item.h"
#include "services/gateway/http_head.h"
#include "services/gateway/named_authority.h"
#include "services/gateway/problem.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr int kUsualItems = 500;
constexpr int kMostItems = 1000;
// Larger pages are cut. The node cuts them at two of these: an entry is longer
// as JSON than it is as a message, unless much of it is kept as it was
// supplied.
constexpr size_t kPageBytes = 1 << 20;
// How long caches may keep a page that has others after it. Not long: what was
// erased must not linger.
constexpr absl::string_view kCacheControl = "public, max-age=30";

HttpResponse Stale(const std::string& beginning) {
  HttpResponse response =
      Problem(410, "FEED_BEGAN_ANEW",
              "this place in the feed is not one of this node's; read the feed "
              "from its beginning, and drop what does not come again",
              {{"resync", beginning}});
  response.headers.emplace_back(
      "Link", absl::StrCat("<", beginning, ">; rel=\"first\""));
  return response;
}

absl::StatusOr<v1::ListChangesRequest> RequestOf(const Visit& visit) {
  v1::ListChangesRequest request;
  ASSIGN_OR_RETURN(const uint64_t after,
                   visit.target.Number("afterChangeNumber", 0, INT64_MAX, 0));
  ASSIGN_OR_RETURN(const uint64_t most_items,
                   visit.target.Number("limit", 1, kMostItems, kUsualItems));
  ASSIGN_OR_RETURN(const std::string id, NamedAuthority(visit));
  request.set_parent(ParentOf(id));
  request.set_page_size(static_cast<int>(most_items));
  request.mutable_after()->set_change_number(static_cast<int64_t>(after));
  if (const auto witness = visit.target.Parameter("witness")) {
    // To the node one that is empty is none.
    request.mutable_after()->set_witness(witness->empty() ? "-" : *witness);
  }
  return request;
}

}  // namespace

absl::StatusOr<HttpResponse> FeedResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(
      visit.target.Allow({"afterChangeNumber", "limit", "witness"}));
  ASSIGN_OR_RETURN(const v1::ListChangesRequest request, RequestOf(visit));
  const std::string beginning =
      absl::StrCat(visit.base_url, "/", absl::StrJoin(visit.target.path, "/"));
  const auto problem =
      [&](const absl::Status& error) -> absl::StatusOr<HttpResponse> {
    if (rpc::ReasonOf(error) == "FEED_BEGAN_ANEW") return Stale(beginning);
    return InWordsOfHttp(error, NamedAuthority(visit).value_or(""));
  };
  HttpResponse response;
  // As the specification wants it.
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", std::string(kCacheControl));
  if (!visit.request.if_none_match.empty()) {
    v1::GetChangeFeedStateRequest unchanged;
    unchanged.set_parent(request.parent());
    *unchanged.mutable_place() = request.after();
    const auto state = node_->GetChangeFeedState(unchanged);
    if (!state.ok()) return problem(state.status());
    response.etag = EtagOf(state->revision(), visit);
    if (NamesEtag(visit.request.if_none_match, response.etag)) {
      return NotModified(std::move(response));
    }
  }
  const auto page = node_->ListChanges(request);
  if (!page.ok()) return problem(page.status());
  response.etag = EtagOf(page->revision(), visit);
  response.body = PageText(request, *page, beginning, visit);
  return response;
}

std::string FeedResource::EtagOf(const std::string& revision,
                                 const Visit& visit) const {
  return EntityTag({revision, visit.base_url, visit.request.target, licence_});
}

std::string FeedResource::PageText(const v1::ListChangesRequest& request,
                                   const v1::ListChangesResponse& page,
                                   const std::string& here,
                                   const Visit& visit) const {
  std::string items;
  absl::string_view separator = "\n";
  size_t bytes = 0;
  v1::ChangePlace next = page.next();
  for (const v1::EntryChange& change : page.changes()) {
    absl::StrAppend(&items, separator);
    separator = ",\n";
    bytes += AppendFeedItem(change, items);
    if (bytes < kPageBytes) continue;
    next = change.place();
    break;
  }
  std::string address = absl::StrCat(visit.base_url, visit.request.target);
  // At the end the page's own address, unchanged: that is how consumers know.
  if (next.change_number() != request.after().change_number()) {
    address = absl::StrCat(here, "?afterChangeNumber=", next.change_number(),
                           "&witness=", next.witness());
    if (request.page_size() != kUsualItems) {
      absl::StrAppend(&address, "&limit=", request.page_size());
    }
  }
  return absl::StrCat("{\"next\":", JsonString(address), ",\"items\":[", items,
                      "],\"license\":", JsonString(licence_), "}\n");
}

}  // namespace localoffer::gateway
