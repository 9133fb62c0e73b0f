// `localoffer plan FILE`: what publishing a file would change.
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/publication_flags.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

absl::StatusOr<ExitCode> Plan(PublicationFlags flags, Session& session) {
  absl::StatusOr<v1::PublicationHeader> header = HeaderOf(flags, session);
  if (!header.ok()) return header.status();
  v1::PlanPublicationResponse report;
  const absl::Status planned = SendPlan(flags, *header, session, &report);
  flags.detail.quiet = session.settings().quiet;
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(report, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    PrintReport(report, flags.detail, session.out());
  }
  if (!planned.ok()) return planned;
  absl::Status obstacle = Obstacle(report.summary(), *header);
  if (!obstacle.ok()) return obstacle;
  if (!session.settings().json && !session.settings().quiet) {
    session.out().Line(absl::StrCat("Nothing is published yet. Plan token: ",
                                    report.summary().plan_token()));
  }
  return ExitCode::kOk;
}

}  // namespace

void AddPlan(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"plan", "Say what publishing a file would change; write nothing",
       "localoffer plan offer.csv --authority Bristol --full"});
  auto flags = std::make_shared<PublicationFlags>();
  AddPublicationFlags(verb, flags.get());
  verbs.Run(verb, [flags](Session& session) { return Plan(*flags, session); });
}

}  // namespace localoffer::command
