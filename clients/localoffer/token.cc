// `localoffer token create|list|revoke`: the tokens of an authority.
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

constexpr char kRolePrefix[] = "ROLE_";

struct CreateFlags {
  std::string authority;
  std::vector<std::string> roles;
  std::string label;
  std::string expires;
};

struct RevokeFlags {
  std::string token;
  std::string authority;
};

// "draft-reader" and ROLE_DRAFT_READER.
std::string WordOf(int role) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(
          v1::Role_Name(static_cast<v1::Role>(role)).substr(5)),
      {{"_", "-"}});
}

v1::Role RoleOf(const std::string& word) {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  v1::Role_Parse(
      absl::StrCat(kRolePrefix, absl::StrReplaceAll(absl::AsciiStrToUpper(word),
                                                    {{"-", "_"}})),
      &role);
  return role;
}

std::string RolesOf(const v1::Token& token) {
  std::vector<std::string> words;
  for (const int role : token.roles()) words.push_back(WordOf(role));
  return absl::StrJoin(words, ", ");
}

void PrintCreated(const v1::CreateTokenResponse& response, Session& session) {
  Printer& out = session.out();
  if (session.settings().quiet) {
    out.Line(response.secret());
    return;
  }
  const v1::Token& token = response.token();
  out.Field("token", token.name());
  out.Field("roles", RolesOf(token));
  out.Field("label", token.label());
  out.Field("ends",
            token.has_expire_time() ? TimeOf(token.expire_time()) : "never");
  out.Field("secret", response.secret());
  session.err().Line(
      "Keep the secret now: it is never shown again. Give it to the command "
      "with --token-file or LOCALOFFER_TOKEN.");
}

absl::StatusOr<ExitCode> Create(const CreateFlags& flags, Session& session) {
  absl::StatusOr<std::string> authority =
      session.WritingAuthority(flags.authority);
  if (!authority.ok()) return authority.status();
  v1::CreateTokenRequest request;
  request.set_parent(*authority);
  for (const std::string& role : flags.roles) request.add_roles(RoleOf(role));
  request.set_label(flags.label);
  if (!flags.expires.empty()) {
    auto instant = ParseInstant(flags.expires, "--expires");
    if (!instant.ok()) return instant.status();
    *request.mutable_expire_time() = *instant;
  }
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)->Call(&v1::AuthoritiesService::Stub::CreateToken, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/false);
    if (!printed.ok()) return printed;
  } else {
    PrintCreated(*response, session);
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> List(const std::string& flag, Session& session) {
  absl::StatusOr<std::string> authority = session.WritingAuthority(flag);
  if (!authority.ok()) return authority.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::ListTokensRequest request;
  request.set_parent(*authority);
  auto response =
      (*connection)->Call(&v1::AuthoritiesService::Stub::ListTokens, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  Table table({{"token", Fit::kWhole},
               {"roles"},
               {"label"},
               {"made", Fit::kWhole},
               {"ends", Fit::kWhole}});
  for (const v1::Token& token : response->tokens()) {
    table.AddRow(
        {LastSegment(token.name()), RolesOf(token), token.label(),
         DateOf(token.create_time()),
         token.has_expire_time() ? DateOf(token.expire_time()) : "never"});
  }
  if (!table.empty()) session.out().Show(table);
  if (table.empty() && !session.settings().quiet) {
    session.err().Line(absl::StrCat(*authority, " has no tokens."));
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Revoke(const RevokeFlags& flags, Session& session) {
  v1::RevokeTokenRequest request;
  if (absl::StartsWith(flags.token, "authorities/")) {
    request.set_name(flags.token);
  } else {
    absl::StatusOr<std::string> authority =
        session.WritingAuthority(flags.authority);
    if (!authority.ok()) return authority.status();
    request.set_name(absl::StrCat(*authority, "/tokens/", flags.token));
  }
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)->Call(&v1::AuthoritiesService::Stub::RevokeToken, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    session.out().Line(
        absl::StrCat(request.name(), " opens nothing any more."));
  }
  return ExitCode::kOk;
}

void AddCreate(Verbs& verbs, Verb parent) {
  const Verb verb =
      verbs.Add({"create", "Make a token; its secret is shown once",
                 "localoffer token create --authority Bristol --role publisher "
                 "--label \"website team\""},
                parent);
  auto flags = std::make_shared<CreateFlags>();
  AddAuthorityFlag(verb, &flags->authority);
  verb.AddOption("--role", flags->roles, "Again for more")
      .Required()
      .TypeName("ROLE")
      .OneAtATime()
      .OneOf({"publisher", "draft-reader", "admin"});
  verb.AddOption("--label", flags->label, "Who or what uses it")
      .TypeName("TEXT");
  verb.AddOption("--expires", flags->expires,
                 "Date (its beginning, UTC) or time; never when absent")
      .TypeName("DATE");
  verbs.Run(verb,
            [flags](Session& session) { return Create(*flags, session); });
}

void AddList(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add({"list", "List the tokens, without their secrets",
                               "localoffer token list --authority Bristol"},
                              parent);
  auto authority = std::make_shared<std::string>();
  AddAuthorityFlag(verb, authority.get());
  verbs.Run(verb, [authority](Session& session) {
    return List(*authority, session);
  });
}

void AddRevoke(Verbs& verbs, Verb parent) {
  const Verb verb =
      verbs.Add({"revoke", "End a token at once",
                 "localoffer token revoke 7f3a --authority Bristol"},
                parent);
  auto flags = std::make_shared<RevokeFlags>();
  verb.AddOption("TOKEN", flags->token, "Resource name, or id with --authority")
      .Required()
      .TypeName("");
  AddAuthorityFlag(verb, &flags->authority);
  verbs.Run(verb,
            [flags](Session& session) { return Revoke(*flags, session); });
}

}  // namespace

void AddToken(Verbs& verbs) {
  const Verb verb = verbs.Add({"token", "Make, list and revoke tokens",
                               "localoffer token list --authority Bristol"});
  verb.RequireVerb();
  AddCreate(verbs, verb);
  AddList(verbs, verb);
  AddRevoke(verbs, verb);
}

}  // namespace localoffer::command
