#include "services/gateway/feed_item.h"

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace localoffer::gateway {

std::string JsonString(absl::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return std::string(buffer.GetString(), buffer.GetSize());
}

void AppendFeedItem(const feed::FeedItem& item, std::string& text) {
  absl::StrAppend(&text, "{\"state\":\"", item.deleted ? "deleted" : "updated",
                  "\",\"kind\":\"Service\",\"id\":", JsonString(item.name),
                  ",\"modified\":", item.change_number);
  if (!item.deleted) absl::StrAppend(&text, ",\"data\":", item.service);
  text += "}";
}

}  // namespace localoffer::gateway
