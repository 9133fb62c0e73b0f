#include "services/gateway/openreferral/object_list.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr int kOk = 200;
// How many objects of a list that is shown as a whole are asked for at a time.
constexpr int kStretch = 200;

int Skip(const ApiPage& page) {
  constexpr size_t kMost = std::numeric_limits<int32_t>::max();
  return static_cast<int>(std::min(page.skip(), kMost));
}

// The objects of a page that was asked for, then those of the pages behind it.
BodySource Lines(ObjectSource source, ObjectPage first) {
  return [source = std::move(source), page = std::move(first),
          begun = false](std::string& piece) mutable -> absl::StatusOr<bool> {
    if (std::exchange(begun, true)) {
      AskedObjects asked;
      asked.size = kStretch;
      asked.token = page.next;
      ASSIGN_OR_RETURN(page, source(asked));
    }
    for (const std::string& json : page.objects) {
      absl::StrAppend(&piece, json, "\n");
    }
    return !page.next.empty();
  };
}

// Adds what is wanted of a page and was too large for one of the node's.
absl::Status Complete(const ObjectSource& source, size_t size,
                      ObjectPage& page) {
  while (page.objects.size() < size && !page.next.empty()) {
    AskedObjects asked;
    asked.size = static_cast<int>(size - page.objects.size());
    asked.token = page.next;
    ASSIGN_OR_RETURN(ObjectPage more, source(asked));
    std::move(more.objects.begin(), more.objects.end(),
              std::back_inserter(page.objects));
    page.next = std::move(more.next);
  }
  return absl::OkStatus();
}

std::string PageJson(const ObjectPage& page, const ApiPage& asked,
                     openreferral::Format format) {
  openreferral::PageWriter writer({.format = format});
  std::string json =
      writer.Begin(PageOf(asked, page.total, page.objects.size()));
  for (const std::string& object : page.objects) json += writer.Next(object);
  json += writer.End();
  return json;
}

}  // namespace

openreferral::Page PageOf(const ApiPage& asked, size_t total, size_t size) {
  const size_t pages = (total + asked.size - 1) / asked.size;
  openreferral::Page page;
  page.total_items = static_cast<int64_t>(total);
  page.total_pages = std::max<int64_t>(1, static_cast<int64_t>(pages));
  page.page_number = static_cast<int64_t>(asked.number);
  page.size = static_cast<int64_t>(size);
  return page;
}

absl::StatusOr<HttpResponse> ShowList(const OpenReferralApi& api,
                                      const Visit& visit, ObjectSource source,
                                      const ApiPage& page,
                                      openreferral::Format format) {
  // First: what is new meanwhile is new to whoever keeps the answer.
  ASSIGN_OR_RETURN(v1::GetDirectoryStateResponse state,
                   api.node().GetDirectoryState({}));
  if (auto same = api.Unchanged(visit, state, page.lines)) {
    return *std::move(same);
  }
  AskedObjects asked;
  asked.size = kStretch;
  if (!page.lines) {
    asked.skip = Skip(page);
    asked.size = static_cast<int>(page.size);
  }
  ASSIGN_OR_RETURN(ObjectPage first, source(asked));
  state.set_revision(first.revision);
  HttpResponse response = api.Begin(visit, state, page.lines);
  if (response.status != kOk) return response;
  if (page.lines) {
    response.source = Lines(std::move(source), std::move(first));
    return response;
  }
  RETURN_IF_ERROR(Complete(source, page.size, first));
  response.body = PageJson(first, page, format);
  return response;
}

absl::StatusOr<HttpResponse> ShowObject(
    const OpenReferralApi& api, const Visit& visit,
    absl::FunctionRef<absl::StatusOr<ShownObject>()> ask) {
  // As of a list.
  ASSIGN_OR_RETURN(v1::GetDirectoryStateResponse state,
                   api.node().GetDirectoryState({}));
  if (auto same = api.Unchanged(visit, state, /*lines=*/false)) {
    return *std::move(same);
  }
  ASSIGN_OR_RETURN(const ShownObject object, ask());
  state.set_revision(object.revision);
  HttpResponse response = api.Begin(visit, state, /*lines=*/false);
  if (response.status == kOk) response.body = absl::StrCat(object.json, "\n");
  return response;
}

}  // namespace localoffer::gateway
