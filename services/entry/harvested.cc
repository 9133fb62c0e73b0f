#include "services/entry/harvested.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/entry/json_text.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "storage/log/log_id.h"

namespace localoffer::entry {

std::optional<v1::Harvested> HarvestedFrom(
    const storage::Authorities& authorities, absl::string_view log) {
  if (!log::IsHarvestedLog(log)) return std::nullopt;
  v1::Harvested harvested;
  harvested.set_authority(FormatAuthorityName(log::AuthorityOfLog(log)));
  harvested.set_log(FormatAuthorityName(log));
  const auto record = authorities.Find(log);
  if (!record) return harvested;
  harvested.set_feed_url(record->harvested().feed_url());
  if (const int64_t micros = record->harvested().complete_crawl_micros()) {
    *harvested.mutable_complete_crawl_time() =
        ToTimestamp(absl::FromUnixMicros(micros));
  }
  return harvested;
}

void MarkHarvested(const storage::Authorities& authorities,
                   absl::string_view log, v1::Entry& entry) {
  if (auto harvested = HarvestedFrom(authorities, log)) {
    *entry.mutable_harvested() = *std::move(harvested);
  }
}

std::string HarvestedJson(const v1::Harvested& harvested) {
  std::string json =
      absl::StrCat("{\"authority\":", JsonString(harvested.authority()),
                   ",\"log\":", JsonString(harvested.log()));
  if (!harvested.feed_url().empty()) {
    absl::StrAppend(&json, ",\"feed_url\":", JsonString(harvested.feed_url()));
  }
  if (harvested.has_complete_crawl_time()) {
    absl::StrAppend(&json, ",\"complete_crawl_time\":",
                    JsonString(google::protobuf::util::TimeUtil::ToString(
                        harvested.complete_crawl_time())));
  }
  return json + "}";
}

}  // namespace localoffer::entry
