// `localoffer withdraw NAME|ID`: take one entry out of the local offer.
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct WithdrawFlags {
  std::string entry;
  std::string authority;
  std::string reason;
  std::string etag;
  std::string request_id;
  bool check_only = false;
};

absl::StatusOr<ExitCode> Withdraw(const WithdrawFlags& flags,
                                  Session& session) {
  absl::StatusOr<std::string> name =
      session.EntryName(flags.entry, flags.authority);
  if (!name.ok()) return name.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::WithdrawEntryRequest request;
  request.set_name(*name);
  request.set_reason(flags.reason);
  request.set_etag(flags.etag);
  request.set_request_id(flags.request_id.empty()
                             ? (*connection)->NewRequestId()
                             : flags.request_id);
  request.set_validate_only(flags.check_only);
  auto response =
      (*connection)->Call(&v1::PublishingService::Stub::WithdrawEntry, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  const std::string& title = response->entry().service().name();
  if (flags.check_only) {
    session.out().Line(
        absl::StrCat("\"", title, "\" can be withdrawn. Nothing is yet."));
  } else {
    session.out().Line(absl::StrCat(
        "\"", title, "\" is out of the local offer since ",
        TimeOf(response->publication().commit_time()), " (sequence ",
        response->publication().first_sequence(), ")."));
  }
  return ExitCode::kOk;
}

}  // namespace

void AddWithdraw(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"withdraw", "Take one entry out of the local offer",
                 "localoffer withdraw 3c5f4f4e-6a0e-4f6e-9d4d-1f2a3b4c5d6e "
                 "--authority Bristol --reason \"The service has closed\""});
  auto flags = std::make_shared<WithdrawFlags>();
  verb.AddOption("ENTRY", flags->entry, "Resource name, or id with --authority")
      .Required()
      .TypeName("");
  AddAuthorityFlag(verb, &flags->authority);
  verb.AddOption("--reason", flags->reason,
                 "Published with the withdrawal; no personal data")
      .Required()
      .TypeName("TEXT");
  verb.AddOption("--etag", flags->etag, "Only if the entry still has this etag")
      .TypeName("ETAG");
  verb.AddOption("--request-id", flags->request_id,
                 "Repeat an earlier attempt; made up when absent")
      .TypeName("ID");
  verb.AddFlag("--check-only", flags->check_only, "Check, write nothing");
  verbs.Run(verb,
            [flags](Session& session) { return Withdraw(*flags, session); });
}

}  // namespace localoffer::command
