#include "services/gateway/openreferral/api_details_resource.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/entity_tag.h"
#include "services/gateway/http_head.h"
#include "services/gateway/openreferral/endpoint.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr absl::string_view kVersion = "HSDS-UK-3.0";
constexpr absl::string_view kProfile =
    "https://docs.openreferraluk.org/en/latest/";
constexpr absl::string_view kSchemas =
    "https://openreferraluk.org/specifications/3.0/schema/";
constexpr absl::string_view kCacheControl = "public, max-age=3600";

// JSON, member by member.
class JsonWriter {
 public:
  void Begin() { writer_.StartObject(); }
  void Begin(absl::string_view key) {
    Key(key);
    writer_.StartObject();
  }
  void End() { writer_.EndObject(); }
  void BeginList(absl::string_view key) {
    Key(key);
    writer_.StartArray();
  }
  void EndList() { writer_.EndArray(); }
  void Put(absl::string_view key, absl::string_view value) {
    Key(key);
    Text(value);
  }
  // A literal would be taken for true.
  void Put(absl::string_view key, const char* value) {
    Put(key, absl::string_view(value));
  }
  void Put(absl::string_view key, bool value) {
    Key(key);
    writer_.Bool(value);
  }
  void Put(absl::string_view key, int value) {
    Key(key);
    writer_.Int(value);
  }
  void Text(absl::string_view value) {
    writer_.String(value.data(),
                   static_cast<rapidjson::SizeType>(value.size()));
  }
  std::string Take() const {
    return absl::StrCat(
        absl::string_view(buffer_.GetString(), buffer_.GetSize()), "\n");
  }

 private:
  void Key(absl::string_view key) {
    writer_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

HttpResponse Answer(const Visit& visit, std::string body) {
  HttpResponse response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", std::string(kCacheControl));
  response.etag = EntityTag({body});
  if (NamesEtag(visit.request.if_none_match, response.etag)) {
    return NotModified(std::move(response));
  }
  response.body = std::move(body);
  return response;
}

void PutSchema(ParameterType type, JsonWriter& json) {
  json.Begin("schema");
  switch (type) {
    case ParameterType::kWhole:
      json.Put("type", "integer");
      json.Put("minimum", 1);
      break;
    case ParameterType::kNumber:
      json.Put("type", "number");
      json.Put("minimum", 0);
      break;
    case ParameterType::kFlag:
      json.Put("type", "boolean");
      break;
    case ParameterType::kTime:
      json.Put("type", "string");
      json.Put("format", "date-time");
      break;
    case ParameterType::kFormat:
      json.Put("type", "string");
      json.BeginList("enum");
      json.Text("json");
      json.Text("ndjson");
      json.EndList();
      break;
    case ParameterType::kClock:
      json.Put("type", "string");
      json.Put("pattern", "^[0-2][0-9]:[0-5][0-9]$");
      break;
    case ParameterType::kText:
    case ParameterType::kDay:
      json.Put("type", "string");
      break;
  }
  json.End();
}

void PutParameters(const Endpoint& endpoint, JsonWriter& json) {
  json.BeginList("parameters");
  if (absl::EndsWith(endpoint.path(), "/{id}")) {
    json.Begin();
    json.Put("name", "id");
    json.Put("in", "path");
    json.Put("required", true);
    json.Begin("schema");
    json.Put("type", "string");
    json.End();
    json.End();
  }
  for (const absl::string_view name : endpoint.parameters) {
    const ApiParameter& parameter = ParameterNamed(name);
    json.Begin();
    json.Put("name", parameter.name);
    json.Put("in", "query");
    json.Put("description", parameter.description);
    PutSchema(parameter.type, json);
    json.End();
  }
  json.EndList();
}

void PutContent(absl::string_view type, absl::string_view schema,
                JsonWriter& json) {
  json.Begin("content");
  json.Begin(type);
  json.Begin("schema");
  if (schema.empty()) {
    json.Put("type", "object");
  } else {
    json.Put("$ref", absl::StrCat(kSchemas, schema, ".json"));
  }
  json.End();
  json.End();
  json.End();
}

void PutResponses(const Endpoint& endpoint, JsonWriter& json) {
  const auto problem = [&json](absl::string_view status,
                               absl::string_view description) {
    json.Begin(status);
    json.Put("description", description);
    PutContent("application/problem+json", "", json);
    json.End();
  };
  json.Begin("responses");
  json.Begin("200");
  json.Put("description", endpoint.summary);
  PutContent("application/json", endpoint.schema, json);
  json.End();
  problem("400", "Parameters are unknown or malformed: all of them are told");
  if (absl::EndsWith(endpoint.path(), "/{id}")) {
    problem("404", "There is none");
  }
  if (endpoint.path() == "/services/{id}") {
    problem("410",
            "The service was withdrawn from the local offer, or what "
            "it said was erased");
  }
  json.End();
}

std::string OpenApi(const std::string& base_url) {
  JsonWriter json;
  json.Begin();
  json.Put("openapi", "3.1.0");
  json.Begin("info");
  json.Put("title", "Local offers: Open Referral UK 3.0");
  json.Put("version", kVersion);
  json.End();
  json.BeginList("servers");
  json.Begin();
  json.Put("url", absl::StrCat(base_url, kOpenReferralBase));
  json.Put("description", "The whole directory");
  json.End();
  json.Begin();
  json.Put("url", absl::StrCat(base_url, kAuthorityBase));
  json.Put("description", "One authority");
  json.Begin("variables");
  json.Begin("gss");
  json.Put("default", "E06000023");
  json.Put("description", "Its code, or the id of a log harvested for it");
  json.End();
  json.End();
  json.End();
  json.EndList();
  json.Begin("paths");
  for (const Endpoint& endpoint : OpenReferralEndpoints()) {
    json.Begin(endpoint.path().empty() ? "/" : endpoint.path());
    json.Begin("get");
    json.Put("operationId", endpoint.operation);
    json.Put("summary", endpoint.summary);
    PutParameters(endpoint, json);
    PutResponses(endpoint, json);
    json.End();
    json.End();
  }
  json.End();
  json.End();
  return json.Take();
}

}  // namespace

absl::StatusOr<HttpResponse> ApiDetailsResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  JsonWriter json;
  json.Begin();
  json.Put("version", kVersion);
  json.Put("profile", kProfile);
  json.Put("openapi_url",
           absl::StrCat(visit.base_url, kOpenReferralBase, "/openapi.json"));
  json.End();
  return Answer(visit, json.Take());
}

absl::StatusOr<HttpResponse> OpenApiResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(visit.target.Allow({}));
  return Answer(visit, OpenApi(visit.base_url));
}

}  // namespace localoffer::gateway
