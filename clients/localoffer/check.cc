// `localoffer check IDENTIFIER...`: is a provider in the local offers?
#include <algorithm>
#include <memory>

#include "clients/localoffer/check_report.h"
#include "clients/localoffer/check_request.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

absl::StatusOr<ExitCode> Check(const CheckFlags& flags, Session& session) {
  auto request = CheckRequestOf(flags, session);
  if (!request.ok()) return request.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)
          ->Call(&v1::InclusionService::Stub::CheckInclusion, *request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    const bool named = !flags.authorities.empty() || response->has_catchment();
    PrintInclusions(*response, flags.all || named, session);
  }
  const bool is_listed_everywhere =
      !response->inclusions().empty() &&
      std::all_of(response->inclusions().begin(), response->inclusions().end(),
                  [](const v1::AuthorityInclusion& inclusion) {
                    return inclusion.status() == v1::INCLUSION_STATUS_LISTED;
                  });
  return flags.exit_code && !is_listed_everywhere ? ExitCode::kRefused
                                                  : ExitCode::kOk;
}

}  // namespace

void AddCheck(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"check", "Say in which local offers a provider is, and since when",
       "localoffer check --charity 9900001 --name \"Example Hospice\" "
       "--within 40km --of \"BS1 4DJ\"\n"
       "  localoffer check GB-COH-99000001 --authority Bristol --exit-code"});
  auto flags = std::make_shared<CheckFlags>();
  AddCheckFlags(verb, flags.get());
  verb.AddFlag("--all", flags->all,
               "List authorities that publish nothing here, too");
  verb.AddFlag("--exit-code", flags->exit_code,
               "Exit with 1 unless listed, in date, everywhere");
  verbs.Run(verb, [flags](Session& session) { return Check(*flags, session); });
}

}  // namespace localoffer::command
