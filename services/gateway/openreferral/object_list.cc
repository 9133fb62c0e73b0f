#include "services/gateway/openreferral/object_list.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr size_t kPieceBytes = 64 << 10;

BodySource Lines(ObjectList list) {
  return [list = std::move(list), place = size_t{0}](
             std::string& piece) mutable -> absl::StatusOr<bool> {
    while (place < list.size && piece.size() < kPieceBytes) {
      const absl::StatusOr<std::string> json = list.json(place++);
      if (absl::IsNotFound(json.status())) continue;
      RETURN_IF_ERROR(json.status());
      absl::StrAppend(&piece, *json, "\n");
    }
    return place < list.size;
  };
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

absl::Status Show(ObjectList list, const ApiPage& page,
                  openreferral::Format format, HttpResponse& response) {
  if (page.lines) {
    response.source = Lines(std::move(list));
    return absl::OkStatus();
  }
  std::vector<std::string> objects;
  for (size_t place = page.skip();
       place < list.size && place < page.skip() + page.size; ++place) {
    absl::StatusOr<std::string> json = list.json(place);
    if (absl::IsNotFound(json.status())) continue;
    RETURN_IF_ERROR(json.status());
    objects.push_back(*std::move(json));
  }
  openreferral::PageWriter writer({.format = format});
  response.body = writer.Begin(PageOf(page, list.size, objects.size()));
  for (const std::string& object : objects) {
    response.body += writer.Next(object);
  }
  response.body += writer.End();
  return absl::OkStatus();
}

}  // namespace localoffer::gateway
