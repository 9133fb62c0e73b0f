// `localoffer version`.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

absl::StatusOr<ExitCode> Version(Session& session) {
  if (!session.settings().json) {
    session.out().Line("localoffer " LOCALOFFER_VERSION);
    return ExitCode::kOk;
  }
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> json(buffer);
  json.StartObject();
  json.Key("version");
  json.String(LOCALOFFER_VERSION);
  json.EndObject();
  *session.surroundings().out << buffer.GetString() << '\n';
  return ExitCode::kOk;
}

}  // namespace

void AddVersion(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"version", "Print the version of this command", "localoffer version"});
  verbs.Run(verb, Version);
}

}  // namespace localoffer::command
