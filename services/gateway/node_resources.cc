#include "services/gateway/node_resources.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr int kUnavailable = 503;

void Put(absl::string_view key, const std::string& value, Writer& writer) {
  writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
}

HttpResponse JsonAnswer(const rapidjson::StringBuffer& buffer) {
  HttpResponse response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = absl::StrCat(buffer.GetString(), "\n");
  return response;
}

}  // namespace

absl::StatusOr<HttpResponse> HealthResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  if (options_.copy) return OfReplica(options_.copy());
  absl::Status publishing = CanWrite();
  const bool failed = !publishing.ok();
  if (!failed && options_.may_publish) publishing = options_.may_publish();
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  Put("status", "serving", writer);
  writer.Key("publishing");
  writer.Bool(publishing.ok());
  if (!publishing.ok()) {
    // What failed is in the server's log, and nobody else's business.
    Put("why",
        failed ? "an earlier write failed" : std::string(publishing.message()),
        writer);
  }
  writer.EndObject();
  return JsonAnswer(buffer);
}

HttpResponse HealthResource::OfReplica(const CopyState& copy) const {
  const bool failed = !CanWrite().ok();
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  Put("status", copy.ready ? "serving" : "catching up", writer);
  writer.Key("publishing");
  writer.Bool(false);
  Put("replica_of", copy.node, writer);
  writer.Key("connected");
  writer.Bool(copy.connected);
  if (copy.as_of != absl::InfinitePast()) {
    Put("as_of",
        absl::FormatTime(absl::RFC3339_sec, copy.as_of, absl::UTCTimeZone()),
        writer);
    writer.Key("age_seconds");
    writer.Int64(absl::ToInt64Seconds(options_.clock() - copy.as_of));
  }
  if (failed) {
    Put("why", "an earlier write failed", writer);
  } else if (!copy.why.empty()) {
    Put("why", copy.why, writer);
  }
  writer.EndObject();
  HttpResponse response = JsonAnswer(buffer);
  if (copy.ready) return response;
  response.status = kUnavailable;
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

absl::Status HealthResource::CanWrite() const {
  return options_.can_write ? options_.can_write() : absl::OkStatus();
}

absl::StatusOr<HttpResponse> MetricsResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  HttpResponse response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = registry_.Text();
  return response;
}

}  // namespace localoffer::gateway
