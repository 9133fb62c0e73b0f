// `localoffer erase ENTRY@SEQUENCE|ITEM@SEQUENCE`: erase what earlier changes
// said.
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/erasure.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct EraseFlags {
  std::string what;
  std::string authority;
  std::string reason;
  std::string at;
  bool all_earlier = false;
  bool check_only = false;
  bool yes = false;
};

absl::Status CheckConsent(const EraseFlags& flags, const Session& session) {
  if (flags.yes || flags.check_only) return absl::OkStatus();
  if (session.settings().json || !session.surroundings().in_is_terminal) {
    return absl::InvalidArgumentError(
        "Nobody can be asked here, and what is erased can't be brought back: "
        "say --yes to erase, or --check-only to see what would be.");
  }
  return absl::OkStatus();
}

// An entry as everywhere, or an item with its authority.
absl::StatusOr<std::string> NameOf(const EraseFlags& flags, Session& session) {
  if (absl::StrContains(flags.what, "/statements/")) return flags.what;
  if (!absl::StartsWithIgnoreCase(flags.what, "LO-")) {
    return session.EntryName(flags.what, flags.authority);
  }
  absl::StatusOr<std::string> authority =
      session.WritingAuthority(flags.authority);
  if (!authority.ok()) return authority.status();
  return absl::StrCat(*authority, "/statements/",
                      absl::AsciiStrToUpper(flags.what));
}

std::string Named(const v1::EraseBodyRequest& request,
                  const v1::EraseBodyResponse& response) {
  const std::string name = request.name().substr(0, request.name().find('@'));
  return absl::StrCat(response.sequences_size() == 1 ? "change " : "changes ",
                      absl::StrJoin(response.sequences(), ", "), " of ", name);
}

absl::StatusOr<ExitCode> Show(const v1::EraseBodyRequest& request,
                              const v1::EraseBodyResponse& response,
                              Session& session) {
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  if (response.sequences().empty()) {
    session.out().Line("There is nothing to erase.");
  } else if (request.validate_only()) {
    session.out().Line(absl::StrCat("What ", Named(request, response),
                                    " said can be erased. Nothing is yet."));
  } else {
    session.out().Line(absl::StrCat(
        "What ", Named(request, response), " said is erased since ",
        TimeOf(response.publication().commit_time()), " (sequence ",
        response.publication().first_sequence(), ")."));
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Erase(const EraseFlags& flags, Session& session) {
  absl::Status consent = CheckConsent(flags, session);
  if (!consent.ok()) return consent;
  absl::StatusOr<std::string> name = NameOf(flags, session);
  if (!name.ok()) return name.status();
  v1::EraseBodyRequest request;
  request.set_name(*std::move(name));
  request.set_all_earlier(flags.all_earlier);
  request.set_reason(flags.reason);
  absl::Status timed = SetReadTime(flags.at, request);
  if (!timed.ok()) return timed;
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  if (!flags.yes) {
    request.set_validate_only(true);
    auto planned = client::EraseBody(**connection, request);
    if (!planned.ok()) return planned.status();
    if (flags.check_only || planned->sequences().empty()) {
      return Show(request, *planned, session);
    }
    if (!session.Confirm(absl::StrCat("Erase for ever what ",
                                      Named(request, *planned),
                                      " said? [y/N]"))) {
      session.err().Line("Nothing was erased.");
      return ExitCode::kOk;
    }
  }
  request.set_validate_only(flags.check_only);
  auto response = client::EraseBody(**connection, request);
  if (!response.ok()) return response.status();
  return Show(request, *response, session);
}

}  // namespace

void AddErase(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"erase", "Erase what earlier changes said, here and at every node",
       "localoffer erase 3c5f4f4e-6a0e-4f6e-9d4d-1f2a3b4c5d6e@1204 "
       "--authority Bristol --reason \"A person's telephone number\"\n"
       "  localoffer erase LO-C9 --all-earlier --authority Bristol --reason "
       "\"A person's name\""});
  auto flags = std::make_shared<EraseFlags>();
  verb.AddOption("WHAT", flags->what,
                 "Entry, or statutory item that nil was declared of, with "
                 "@SEQUENCE for one change of it")
      .Required()
      .TypeName("");
  AddAuthorityFlag(verb, &flags->authority);
  verb.AddOption("--reason", flags->reason,
                 "Published with the erasure; nothing of what is erased")
      .Required()
      .TypeName("TEXT");
  verb.AddOption("--at", flags->at,
                 "Instead of @SEQUENCE: what was true at that date (its "
                 "beginning, UTC) or time")
      .TypeName("DATE");
  verb.AddFlag("--all-earlier", flags->all_earlier,
               "Instead of @SEQUENCE: all changes of it but the last");
  verb.AddFlag("--check-only", flags->check_only, "Check, write nothing");
  verb.AddFlag("--yes", flags->yes, "Do not ask");
  verbs.Run(verb, [flags](Session& session) { return Erase(*flags, session); });
}

}  // namespace localoffer::command
