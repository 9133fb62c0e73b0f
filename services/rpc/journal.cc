#include "services/rpc/journal.h"

#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace localoffer::rpc {
namespace {

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "";
}

}  // namespace

void Journal::Write(Severity severity, absl::string_view event,
                    const Fields& fields) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto put = [&writer](absl::string_view key, absl::string_view value) {
    writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  writer.StartObject();
  put("time",
      absl::FormatTime(absl::RFC3339_full, clock_(), absl::UTCTimeZone()));
  put("severity", SeverityName(severity));
  put("event", event);
  for (const auto& [key, value] : fields) put(key, value);
  writer.EndObject();
  {
    absl::MutexLock lock(&mutex_);
    sink_(absl::string_view(buffer.GetString(), buffer.GetSize()));
  }
  if (severity == Severity::kError) flush_();
}

}  // namespace localoffer::rpc
