// `localoffer declare-nil AUTHORITY ITEM`: no provision is expected.
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct DeclareNilFlags {
  std::string authority;
  std::string item;
  std::string reason;
  std::string request_id;
  bool check_only = false;
};

absl::StatusOr<ExitCode> DeclareNil(const DeclareNilFlags& flags,
                                    Session& session) {
  absl::StatusOr<std::string> authority =
      session.AuthorityName(flags.authority);
  if (!authority.ok()) return authority.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::DeclareNilRequest request;
  request.set_parent(*authority);
  request.set_statutory_item(flags.item);
  request.set_reason(flags.reason);
  request.set_request_id(flags.request_id.empty()
                             ? (*connection)->NewRequestId()
                             : flags.request_id);
  request.set_validate_only(flags.check_only);
  auto response =
      (*connection)->Call(&v1::PublishingService::Stub::DeclareNil, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  session.out().Line(
      flags.check_only
          ? absl::StrCat(request.statutory_item(),
                         " can be declared nil. Nothing is declared yet.")
          : absl::StrCat(
                *authority, " declares that it expects no provision under ",
                request.statutory_item(), ", since ",
                TimeOf(response->publication().commit_time()),
                ". It stands until an entry is published for that item."));
  return ExitCode::kOk;
}

}  // namespace

void AddDeclareNil(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"declare-nil", "Declare that no provision is expected under an item",
       "localoffer declare-nil Bristol LO-C9 --reason \"No provider is "
       "commissioned; see the joint plan\""});
  auto flags = std::make_shared<DeclareNilFlags>();
  verb.AddOption("AUTHORITY", flags->authority, "Code or name")
      .Required()
      .TypeName("");
  verb.AddOption("ITEM", flags->item, "Statutory item, such as LO-C9")
      .Required()
      .TypeName("");
  verb.AddOption("--reason", flags->reason,
                 "Published with the declaration; no personal data")
      .Required()
      .TypeName("TEXT");
  verb.AddOption("--request-id", flags->request_id,
                 "Repeat an earlier attempt; made up when absent")
      .TypeName("ID");
  verb.AddFlag("--check-only", flags->check_only, "Check, write nothing");
  verbs.Run(verb,
            [flags](Session& session) { return DeclareNil(*flags, session); });
}

}  // namespace localoffer::command
