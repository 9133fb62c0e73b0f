#include "services/gateway/problem.h"

#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/gateway/http_head.h"
#include "services/rpc/error.h"
#include "services/rpc/status.h"

namespace localoffer::gateway {
namespace {

constexpr int kInternal = 500;

int StatusCodeOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
      return 400;
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kOutOfRange:
      return 404;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return 409;
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnavailable:
      return 503;
    default:
      return kInternal;
  }
}

}  // namespace

HttpResponse Problem(
    int status, absl::string_view reason, absl::string_view detail,
    const std::vector<std::pair<std::string, std::string>>& members,
    const v1::BadRequest& bad_request) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto put = [&writer](absl::string_view key, absl::string_view value) {
    writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  writer.StartObject();
  put("type", "about:blank");
  put("title", ReasonPhrase(status));
  writer.Key("status");
  writer.Int(status);
  put("detail", detail);
  put("reason", reason);
  for (const auto& [name, value] : members) put(name, value);
  if (bad_request.field_violations_size() > 0) {
    writer.Key("errors");
    writer.StartArray();
    for (const auto& violation : bad_request.field_violations()) {
      writer.StartObject();
      put("parameter", violation.field());
      put("detail", violation.description());
      writer.EndObject();
    }
    writer.EndArray();
  }
  writer.EndObject();
  HttpResponse response;
  response.status = status;
  response.content_type = std::string(kProblemType);
  response.detail = std::string(detail);
  response.body = absl::StrCat(
      absl::string_view(buffer.GetString(), buffer.GetSize()), "\n");
  response.headers.emplace_back("Cache-Control", "no-store");
  if (status == 503) response.headers.emplace_back("Retry-After", "5");
  return response;
}

HttpResponse ProblemOf(const absl::Status& status) {
  if (rpc::IsFailure(status)) {
    HttpResponse response =
        Problem(kInternal, "INTERNAL", "the node failed to answer");
    response.failure = std::string(status.message());
    return response;
  }
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  rpc::ReadDetails(status, info, bad_request);
  return Problem(StatusCodeOf(status.code()),
                 info.reason().empty() ? absl::StatusCodeToString(status.code())
                                       : info.reason(),
                 status.message(), {}, bad_request);
}

}  // namespace localoffer::gateway
