#include "services/gateway/feed_item.h"

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/openreferral/write_json.h"

namespace localoffer::gateway {

std::string JsonString(absl::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return std::string(buffer.GetString(), buffer.GetSize());
}

size_t AppendFeedItem(const v1::EntryChange& change, std::string& text) {
  const std::string& name = change.entry().name();
  absl::StrAppend(&text, "{\"state\":\"",
                  change.deleted() ? "deleted" : "updated",
                  "\",\"kind\":\"Service\",\"id\":", JsonString(name),
                  ",\"modified\":", change.place().change_number());
  std::string data;
  if (!change.deleted()) {
    data = openreferral::WriteServiceJson(change.entry().service(),
                                          change.entry().local_offer(), {});
    absl::StrAppend(&text, ",\"data\":", data);
  }
  text += "}";
  return name.size() + data.size();
}

}  // namespace localoffer::gateway
