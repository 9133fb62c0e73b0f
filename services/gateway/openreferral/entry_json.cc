#include "services/gateway/openreferral/entry_json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/entry/resource_name.h"
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

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

v1::Service InForm(const v1::Service& service, ServiceForm form) {
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

void AddEntry(const storage::EntryRevision& revision,
              const v1::Service& service, std::string& json) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  Put(writer, "name",
      entry::FormatEntryName(revision.authority, revision.entry_id));
  Put(writer, "authority", log::AuthorityOfLog(revision.authority));
  writer.Key("harvested");
  writer.Bool(log::IsHarvestedLog(revision.authority));
  if (service.has_last_modified()) {
    Put(writer, "source_last_modified", service.last_modified());
  }
  writer.EndObject();
  AddMember("entry", buffer, json);
}

absl::string_view BasisText(ServedArea::Basis basis) {
  switch (basis) {
    case ServedArea::Basis::kNamed:
      return "named";
    case ServedArea::Basis::kShape:
      return "shape";
    case ServedArea::Basis::kAssumed:
      return "assumed";
    case ServedArea::Basis::kPossible:
      return "possible";
  }
  return "";
}

}  // namespace

std::string ServiceJson(const storage::EntryRevision& revision,
                        const log::v1::EntryPublished& content,
                        ServiceForm form, openreferral::Format format) {
  v1::Service service = InForm(content.service(), form);
  service.set_last_modified(TimeText(revision.update_time));
  const v1::LocalOffer local_offer =
      form == ServiceForm::kFull ? content.local_offer() : v1::LocalOffer();
  std::string json =
      openreferral::WriteServiceJson(service, local_offer, {.format = format});
  if (form != ServiceForm::kMinimal) {
    AddEntry(revision, content.service(), json);
  }
  return json;
}

void AddMatch(const Hit& hit, std::string& json) {
  if (!hit.distance_meters && !hit.served_area) return;
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  if (hit.distance_meters) {
    writer.Key("distance_meters");
    writer.Int64(static_cast<int64_t>(std::llround(*hit.distance_meters)));
  }
  if (hit.served_area) {
    Put(writer, "serves", BasisText(hit.served_area->basis));
    if (!hit.served_area->area.empty()) {
      Put(writer, "area", hit.served_area->area);
    }
  }
  writer.EndObject();
  AddMember("match", buffer, json);
}

}  // namespace localoffer::gateway
