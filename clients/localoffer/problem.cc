#include "clients/localoffer/problem.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace localoffer::command {
namespace {

using JsonWriter = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

std::string ByReason(const client::CallError& error) {
  if (error.reason == "PUBLICATION_REFUSED") {
    return "Nothing was published. Put the listed records right, or publish "
           "the others with --leave-out-refused.";
  }
  if (error.reason == "PLAN_OUTDATED") {
    return "Nothing was published. Run `localoffer plan` again, look at what "
           "would change now, and publish with its plan token.";
  }
  if (error.reason == "TOO_MANY_WITHDRAWALS") {
    const auto found = error.metadata.find("withdrawals");
    return absl::StrCat(
        "Nothing was published. If the file does hold the whole local offer, "
        "confirm with --confirm-withdrawals ",
        found == error.metadata.end() ? "N" : found->second,
        "; if it holds part of it, use --part.");
  }
  if (error.reason == "REQUEST_ID_REUSED") {
    return "An earlier request with this --request-id sent other records. "
           "Leave it out, or choose another.";
  }
  if (error.reason == "EDITION_NOT_FOUND") {
    return "`localoffer edition list` shows an authority's editions.";
  }
  if (error.reason == "NOT_LISTED") {
    return "Nothing was written. Of a provider, `localoffer prove absent` "
           "proves that.";
  }
  if (error.reason == "LISTED") {
    return "Nothing was written. `localoffer prove listed` proves that it is "
           "in the edition.";
  }
  return "";
}

std::string ByCode(const client::CallError& error) {
  switch (error.code) {
    case absl::StatusCode::kUnavailable:
      if (absl::StartsWith(error.message, "No server answered")) {
        return "Start one with `localofferd --data-dir DIR`, or name it with "
               "--server.";
      }
      if (absl::StartsWith(error.message, "No trusted TLS")) {
        return "Name the authority to trust with --ca FILE, or, if the server "
               "speaks no TLS, say --plaintext.";
      }
      return "";
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      if (absl::StrContains(error.message, "the node's operator")) {
        return "Give the operator's token with --token-file: the file "
               "operator-token in the server's data directory.";
      }
      return "Give a token of this authority that has the role needed, with "
             "--token-file or LOCALOFFER_TOKEN. An administrator of the "
             "authority makes one with `localoffer token create`.";
    case absl::StatusCode::kNotFound:
      return "Check the name. `localoffer search` finds entries, `localoffer "
             "authorities` lists authorities.";
    default:
      return "";
  }
}

void WriteField(JsonWriter& json, const char* name, absl::string_view value) {
  json.Key(name);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void WriteError(JsonWriter& json, const client::CallError& error) {
  json.StartObject();
  WriteField(json, "code", absl::StatusCodeToString(error.code));
  WriteField(json, "reason", error.reason);
  WriteField(json, "message", error.message);
  json.Key("metadata");
  json.StartObject();
  for (const auto& [key, value] : error.metadata) {
    WriteField(json, key.c_str(), value);
  }
  json.EndObject();
  json.Key("field_violations");
  json.StartArray();
  for (const auto& violation : error.field_violations) {
    json.StartObject();
    WriteField(json, "field", violation.field);
    WriteField(json, "description", violation.description);
    json.EndObject();
  }
  json.EndArray();
  WriteField(json, "next_step", NextStepHere(error));
  json.EndObject();
}

}  // namespace

std::string NextStepHere(const client::CallError& error) {
  if (!error.from_call) return "";
  std::string step = ByReason(error);
  if (step.empty()) step = ByCode(error);
  return step.empty() ? client::NextStep(error) : step;
}

ExitCode PrintProblem(const absl::Status& status, Printer& err) {
  const client::CallError error = client::Describe(status);
  err.Line(absl::StrCat("localoffer: ", error.message));
  for (const auto& violation : error.field_violations) {
    err.Line(absl::StrCat("  ", violation.field, ": ", violation.description));
  }
  const std::string step = NextStepHere(error);
  if (!step.empty()) err.Line(step);
  return ExitCodeOf(error);
}

ExitCode PrintProblemAsJson(const absl::Status& status, std::ostream& err) {
  const client::CallError error = client::Describe(status);
  const ExitCode code = ExitCodeOf(error);
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.SetIndent(' ', 1);
  json.StartObject();
  json.Key("error");
  WriteError(json, error);
  json.Key("exit_code");
  json.Int(static_cast<int>(code));
  json.EndObject();
  err << buffer.GetString() << '\n';
  return code;
}

absl::Status WithRemark(const absl::Status& status, absl::string_view remark) {
  absl::Status remarked(status.code(),
                        absl::StrCat(status.message(), " ", remark));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    remarked.SetPayload(url, payload);
  });
  return remarked;
}

}  // namespace localoffer::command
