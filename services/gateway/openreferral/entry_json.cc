#include "services/gateway/openreferral/entry_json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/openreferral/one_to_one.h"
#include "services/openreferral/write_json.h"
#include "storage/log/log_id.h"

namespace localoffer::gateway {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void Put(Writer& writer, absl::string_view key, absl::string_view value) {
  writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

// `json` is an object that has members.
void AddMember(absl::string_view name, const rapidjson::StringBuffer& value,
               std::string& json) {
  json.pop_back();
  absl::StrAppend(&json, ",\"", name,
                  "\":", absl::string_view(value.GetString(), value.GetSize()),
                  "}");
}

std::string TimeText(const google::protobuf::Timestamp& timestamp) {
  const absl::StatusOr<absl::Time> time = entry::FromTimestamp(timestamp);
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ",
                          time.value_or(absl::UnixEpoch()),
                          absl::UTCTimeZone());
}

v1::Service InForm(v1::Service service, ServiceForm form) {
  switch (form) {
    case ServiceForm::kFull:
      return service;
    case ServiceForm::kListed:
      return openreferral::OneToOne(service);
    case ServiceForm::kMinimal:
      break;
  }
  v1::Service minimal;
  minimal.set_id(service.id());
  minimal.set_name(service.name());
  minimal.set_status(service.status());
  return minimal;
}

void AddEntry(const v1::Entry& entry,
              const absl::optional<std::string>& source_last_modified,
              std::string& json) {
  std::string log;
  if (auto name = entry::ParseEntryName("name", entry.name()); name.ok()) {
    log = std::move(name->authority);
  }
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  Put(writer, "name", entry.name());
  Put(writer, "authority", log::AuthorityOfLog(log));
  writer.Key("harvested");
  writer.Bool(log::IsHarvestedLog(log));
  if (source_last_modified.has_value()) {
    Put(writer, "source_last_modified", *source_last_modified);
  }
  writer.EndObject();
  AddMember("entry", buffer, json);
}

absl::string_view BasisText(v1::ServedAreaBasis basis) {
  switch (basis) {
    case v1::SERVED_AREA_BASIS_NAMED:
      return "named";
    case v1::SERVED_AREA_BASIS_SHAPE:
      return "shape";
    case v1::SERVED_AREA_BASIS_ASSUMED:
      return "assumed";
    case v1::SERVED_AREA_BASIS_POSSIBLE:
      return "possible";
    default:
      return "";
  }
}

}  // namespace

std::string ServiceJson(v1::Entry entry, ServiceForm form,
                        openreferral::Format format) {
  absl::optional<std::string> source_last_modified;
  if (entry.service().has_last_modified()) {
    source_last_modified = entry.service().last_modified();
  }
  v1::Service service = InForm(std::move(*entry.mutable_service()), form);
  service.set_last_modified(TimeText(entry.update_time()));
  const v1::LocalOffer none;
  std::string json = openreferral::WriteServiceJson(
      service, form == ServiceForm::kFull ? entry.local_offer() : none,
      {.format = format});
  if (form != ServiceForm::kMinimal) {
    AddEntry(entry, source_last_modified, json);
  }
  return json;
}

void AddMatch(const v1::SearchHit& hit, std::string& json) {
  if (!hit.has_distance_meters() && !hit.has_served_area()) return;
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  if (hit.has_distance_meters()) {
    writer.Key("distance_meters");
    writer.Int64(static_cast<int64_t>(std::llround(hit.distance_meters())));
  }
  if (hit.has_served_area()) {
    Put(writer, "serves", BasisText(hit.served_area().basis()));
    if (!hit.served_area().area().empty()) {
      Put(writer, "area", hit.served_area().area());
    }
  }
  writer.EndObject();
  AddMember("match", buffer, json);
}

}  // namespace localoffer::gateway
