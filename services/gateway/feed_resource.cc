#include "services/gateway/feed_resource.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/feed_item.h"
#include "services/gateway/http_head.h"
#include "services/gateway/named_log.h"
#include "services/gateway/problem.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr size_t kUsualItems = 500;
constexpr size_t kMostItems = 1000;
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

}  // namespace

absl::StatusOr<HttpResponse> FeedResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(
      visit.target.Allow({"afterChangeNumber", "limit", "witness"}));
  feed::FeedRequest request;
  ASSIGN_OR_RETURN(request.after,
                   visit.target.Number("afterChangeNumber", 0, INT64_MAX, 0));
  ASSIGN_OR_RETURN(request.most_items,
                   visit.target.Number("limit", 1, kMostItems, kUsualItems));
  ASSIGN_OR_RETURN(request.of, NamedLog(store_, visit));

  const std::string beginning =
      absl::StrCat(visit.base_url, "/", absl::StrJoin(visit.target.path, "/"));
  // Before the instant: what was numbered up to here is readable at it.
  const absl::StatusOr<std::string> witness =
      store_.arrivals().Witness(request.after);
  if (absl::IsNotFound(witness.status()) ||
      (witness.ok() &&
       visit.target.Parameter("witness").value_or(*witness) != *witness)) {
    return Stale(beginning);
  }
  RETURN_IF_ERROR(witness.status());

  const storage::Instant instant = store_.logs().Latest();
  HttpResponse response;
  // As the specification wants it.
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", std::string(kCacheControl));
  response.etag = EntityTag(
      {instant.ToRevision(), visit.base_url, visit.request.target, licence_});
  if (NamesEtag(visit.request.if_none_match, response.etag)) {
    return NotModified(std::move(response));
  }
  ASSIGN_OR_RETURN(response.body, PageText(request, instant, beginning, visit));
  return response;
}

absl::StatusOr<std::string> FeedResource::PageText(
    const feed::FeedRequest& request, const storage::Instant& instant,
    const std::string& here, const Visit& visit) const {
  ASSIGN_OR_RETURN(const feed::FeedPage page, reader_.Read(request, instant));
  std::string next = absl::StrCat(visit.base_url, visit.request.target);
  // At the end the page's own address, unchanged: that is how consumers know.
  if (page.next != request.after) {
    ASSIGN_OR_RETURN(const std::string witness,
                     store_.arrivals().Witness(page.next));
    next = absl::StrCat(here, "?afterChangeNumber=", page.next,
                        "&witness=", witness);
    if (request.most_items != kUsualItems) {
      absl::StrAppend(&next, "&limit=", request.most_items);
    }
  }
  std::string text =
      absl::StrCat("{\"next\":", JsonString(next), ",\"items\":[");
  absl::string_view separator = "\n";
  for (const feed::FeedItem& item : page.items) {
    absl::StrAppend(&text, separator);
    separator = ",\n";
    AppendFeedItem(item, text);
  }
  absl::StrAppend(&text, "],\"license\":", JsonString(licence_), "}\n");
  return text;
}

}  // namespace localoffer::gateway
