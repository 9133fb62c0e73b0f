// `localoffer edition create|list|compare`: a local offer as it stood.
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/editions.h"
#include "clients/localoffer/edition_text.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct CreateFlags {
  std::string title;
  std::string authority;
  std::string id;
  std::string request_id;
  bool check_only = false;
};

struct CompareFlags {
  std::string from;
  std::string to;
  std::string authority;
};

absl::StatusOr<ExitCode> Create(const CreateFlags& flags, Session& session) {
  absl::StatusOr<std::string> authority =
      session.WritingAuthority(flags.authority);
  if (!authority.ok()) return authority.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::CreateEditionRequest request;
  request.set_parent(*authority);
  request.set_title(flags.title);
  request.set_edition_id(flags.id);
  request.set_request_id(flags.request_id.empty()
                             ? (*connection)->NewRequestId()
                             : flags.request_id);
  request.set_validate_only(flags.check_only);
  auto response =
      (*connection)->Call(&v1::EditionsService::Stub::CreateEdition, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  PrintEdition(response->edition(), session.out());
  if (flags.check_only && !session.settings().quiet) {
    session.err().Line("It can be made. Nothing is made yet.");
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> List(const std::string& flag, Session& session) {
  absl::StatusOr<std::string> authority = session.WritingAuthority(flag);
  if (!authority.ok()) return authority.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto listed = client::ListEditions(**connection, *authority);
  if (!listed.ok()) return listed.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*listed, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  if (!listed->editions().empty()) {
    session.out().Show(TableOf(*listed));
  } else if (!session.settings().quiet) {
    session.err().Line(absl::StrCat(*authority, " has made no edition."));
  }
  return ExitCode::kOk;
}

// A resource name, from that or from an edition's id.
std::string EditionName(const std::string& text, const std::string& authority) {
  return absl::StrContains(text, "/")
             ? text
             : absl::StrCat(authority, "/editions/", text);
}

absl::StatusOr<ExitCode> Compare(const CompareFlags& flags, Session& session) {
  std::string authority;
  if (!absl::StrContains(flags.from, "/")) {
    absl::StatusOr<std::string> named =
        session.WritingAuthority(flags.authority);
    if (!named.ok()) return named.status();
    authority = *std::move(named);
  } else {
    authority = flags.from.substr(0, flags.from.find("/editions/"));
  }
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::CompareEditionsRequest request;
  request.set_from(EditionName(flags.from, authority));
  if (!flags.to.empty() && flags.to != "now") {
    request.set_to(EditionName(flags.to, authority));
  }
  auto compared = client::CompareEditions(**connection, request);
  if (!compared.ok()) return compared.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*compared, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  PrintComparison(*compared, session.out());
  return ExitCode::kOk;
}

void AddCreate(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"create", "Make an edition of the local offer as it stands",
       "localoffer edition create \"1 September 2026\" --authority Bristol"},
      parent);
  auto flags = std::make_shared<CreateFlags>();
  verb.AddOption("TITLE", flags->title, "For people; a date in it is its id")
      .Required()
      .TypeName("");
  AddAuthorityFlag(verb, &flags->authority);
  verb.AddOption("--id", flags->id,
                 "Lower-case letters, digits and hyphens; the title's date "
                 "when absent")
      .TypeName("ID");
  verb.AddOption("--request-id", flags->request_id,
                 "Repeat an earlier attempt; made up when absent")
      .TypeName("ID");
  verb.AddFlag("--check-only", flags->check_only, "Check, write nothing");
  verbs.Run(verb,
            [flags](Session& session) { return Create(*flags, session); });
}

void AddList(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add({"list", "List an authority's editions",
                               "localoffer edition list --authority Bristol"},
                              parent);
  auto authority = std::make_shared<std::string>();
  AddAuthorityFlag(verb, authority.get());
  verbs.Run(verb, [authority](Session& session) {
    return List(*authority, session);
  });
}

void AddCompare(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"compare", "Show what changed between two editions, or since one",
       "localoffer edition compare 2026-09-01 2027-09-01 --authority Bristol"},
      parent);
  auto flags = std::make_shared<CompareFlags>();
  verb.AddOption("FROM", flags->from, "Resource name, or id with --authority")
      .Required()
      .TypeName("");
  verb.AddOption("TO", flags->to, "A later one; now when absent").TypeName("");
  AddAuthorityFlag(verb, &flags->authority);
  verbs.Run(verb,
            [flags](Session& session) { return Compare(*flags, session); });
}

}  // namespace

void AddEdition(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"edition", "Make, list and compare editions of a local offer",
                 "localoffer edition list --authority Bristol"});
  verb.RequireVerb();
  AddCreate(verbs, verb);
  AddList(verbs, verb);
  AddCompare(verbs, verb);
}

}  // namespace localoffer::command
