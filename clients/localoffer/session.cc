#include "clients/localoffer/session.h"

#include <google/protobuf/util/json_util.h>

#include <istream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/directory.h"
#include "clients/localoffer/names.h"

namespace localoffer::command {
namespace {

int WidthOf(bool is_terminal, const Surroundings& surroundings) {
  return is_terminal ? surroundings.terminal_width : 0;
}

}  // namespace

Session::Session(Settings settings, const Surroundings* surroundings)
    : settings_(std::move(settings)),
      surroundings_(*surroundings),
      out_(surroundings_.out,
           WidthOf(surroundings_.out_is_terminal, surroundings_),
           settings_.in_colour),
      err_(surroundings_.err,
           WidthOf(surroundings_.err_is_terminal, surroundings_), false) {}

absl::StatusOr<client::Connection*> Session::Connect() {
  if (connection_ == nullptr) {
    auto opened = client::Connection::Open(settings_.connection,
                                           surroundings_.random_bits);
    if (!opened.ok()) return opened.status();
    connection_ = *std::move(opened);
  }
  return connection_.get();
}

absl::StatusOr<const v1::ListAuthoritiesResponse*> Session::Authorities() {
  if (!authorities_.has_value()) {
    auto connection = Connect();
    if (!connection.ok()) return connection.status();
    auto listed = client::ListAuthorities(**connection, false);
    if (!listed.ok()) return listed.status();
    authorities_ = *std::move(listed);
  }
  return &*authorities_;
}

absl::StatusOr<std::string> Session::AuthorityName(absl::string_view text) {
  std::string name = AuthorityFromCode(text);
  if (!name.empty()) return name;
  auto authorities = Authorities();
  if (!authorities.ok()) return authorities.status();
  return AuthorityFromName(**authorities, text);
}

absl::StatusOr<std::vector<std::string>> Session::AuthorityNames(
    const std::vector<std::string>& texts) {
  std::vector<std::string> names;
  for (const std::string& text : texts) {
    absl::StatusOr<std::string> name = AuthorityName(text);
    if (!name.ok()) return name.status();
    names.push_back(*std::move(name));
  }
  return names;
}

absl::StatusOr<std::string> Session::WritingAuthority(absl::string_view flag) {
  if (!flag.empty()) return AuthorityName(flag);
  if (!settings_.authority.empty()) return AuthorityName(settings_.authority);
  return absl::InvalidArgumentError(
      "Which authority? Name it with --authority, by its code (E06000023) or "
      "its name (Bristol), or set LOCALOFFER_AUTHORITY.");
}

absl::StatusOr<std::string> Session::EntryName(
    absl::string_view text, absl::string_view authority_flag) {
  if (absl::StartsWith(text, "authorities/") &&
      absl::StrContains(text, "/entries/")) {
    return std::string(text);
  }
  if (text.empty() || absl::StrContains(text, "/")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text,
        "\" is not an entry: wanted authorities/{authority}/entries/{entry}, "
        "or an id with --authority."));
  }
  absl::StatusOr<std::string> authority = WritingAuthority(authority_flag);
  if (!authority.ok()) return authority.status();
  return absl::StrCat(*authority, "/entries/", absl::AsciiStrToLower(text));
}

std::string Session::AuthorityTitle(absl::string_view resource_name) {
  std::string id = AuthorityIdOf(resource_name);
  auto authorities = Authorities();
  if (!authorities.ok()) return id;
  const std::string harvested_for = HarvestedFor(id);
  const std::string& wanted = harvested_for.empty() ? id : harvested_for;
  for (const v1::Authority& authority : (*authorities)->authorities()) {
    if (LastSegment(authority.name()) == wanted && !authority.title().empty()) {
      return absl::StrCat(authority.title(),
                          harvested_for.empty() ? "" : " (harvested)");
    }
  }
  return id;
}

bool Session::Confirm(absl::string_view question) {
  err_.Ask(question);
  std::string answer;
  std::getline(*surroundings_.in, answer);
  const std::string plain =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(answer));
  return plain == "y" || plain == "yes";
}

absl::Status Session::PrintJson(const google::protobuf::Message& message,
                                bool zeros) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = zeros;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) {
    return absl::InternalError("The answer can't be written as JSON.");
  }
  *surroundings_.out << json;
  return absl::OkStatus();
}

}  // namespace localoffer::command
