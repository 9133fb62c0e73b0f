// `localoffer publish FILE`: publish a file, after showing what would change.
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/problem.h"
#include "clients/localoffer/progress.h"
#include "clients/localoffer/publication_flags.h"
#include "clients/localoffer/verbs.h"
#include "clients/publisher.h"

namespace localoffer::command {
namespace {

struct PublishFlags : PublicationFlags {
  std::string request_id;
  bool yes = false;
};

// What publishing needs to know before the file is sent.
absl::Status CheckConsent(const PublishFlags& flags, const Session& session) {
  if (flags.yes) return absl::OkStatus();
  if (session.settings().json) {
    return absl::InvalidArgumentError(
        "With --output json nothing is asked: say --yes to publish, or use "
        "`localoffer plan` to see what would change.");
  }
  if (!session.surroundings().in_is_terminal) {
    return absl::InvalidArgumentError(
        "There is no terminal to ask on: say --yes to publish without a "
        "question, or use `localoffer plan` to see what would change.");
  }
  return absl::OkStatus();
}

// Shows the plan and asks. On yes, the plan's token is in the header: what was
// shown is what will be published. False means there is nothing to do, or no.
absl::StatusOr<bool> PlanAndAsk(const PublishFlags& flags, Session& session,
                                v1::PublicationHeader& header) {
  v1::PlanPublicationResponse report;
  const absl::Status planned = SendPlan(flags, header, session, &report);
  PrintReport(report, flags.detail, session.out());
  if (!planned.ok()) return planned;
  const v1::PlanSummary& summary = report.summary();
  absl::Status obstacle = Obstacle(summary, header);
  if (!obstacle.ok()) return obstacle;
  if (summary.added() + summary.changed() + summary.withdrawn() == 0) {
    session.out().Line("There is nothing to publish.");
    return false;
  }
  if (header.plan_token().empty()) header.set_plan_token(summary.plan_token());
  const bool is_wanted = session.Confirm("Publish? [y/N]");
  if (!is_wanted) session.err().Line("Nothing was published.");
  return is_wanted;
}

void PrintPublication(const v1::Publication& publication,
                      const v1::PublicationHeader& header, Session& session) {
  Printer& out = session.out();
  if (publication.replayed()) {
    out.Line(
        "This request had been published before; nothing was written "
        "twice.");
  }
  if (publication.change_count() == 0) {
    out.Line("Nothing had to be published.");
    return;
  }
  out.Line(
      absl::StrCat(
          "Published ", Counted(publication.change_count(), "change"), " to ",
          header.parent(), " at ", TimeOf(publication.commit_time()),
          " (sequence ", publication.first_sequence(), " to ",
          publication.first_sequence() + publication.change_count() - 1, ")."),
      Colour::kGreen);
}

absl::Status SendPublication(const PublishFlags& flags,
                             const v1::PublicationHeader& header,
                             Session& session, v1::PublishResponse* response) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  ProgressBar bar(SizeOf(flags.file), session.settings().quiet,
                  &session.surroundings());
  absl::Status status =
      client::Publisher(*connection)
          .Publish(
              header, flags.file, [&bar](int64_t sent) { bar.Sent(sent); },
              response);
  const client::CallError error = client::Describe(status);
  if (ExitCodeOf(error) != ExitCode::kUnavailable || !error.reason.empty()) {
    return status;
  }
  return WithRemark(
      status,
      absl::StrCat("If the file had been sent, it may be published. "
                   "Repeat with --request-id ",
                   header.request_id(), ": it can't be published twice."));
}

absl::Status ShowOutcome(const PublishFlags& flags, bool has_shown_plan,
                         const v1::PublicationHeader& header, Session& session,
                         v1::PublishResponse& response) {
  if (session.settings().json) {
    return session.PrintJson(response, /*zeros=*/true);
  }
  const v1::PlanPublicationResponse report = TakeReport(response);
  // What the question showed need not be shown again, unless it was refused.
  if (!has_shown_plan || !response.has_publication()) {
    PrintReport(report, flags.detail, session.out());
  }
  if (response.has_publication()) {
    PrintPublication(response.publication(), header, session);
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Publish(PublishFlags flags, Session& session) {
  absl::Status consent = CheckConsent(flags, session);
  if (!consent.ok()) return consent;
  absl::StatusOr<v1::PublicationHeader> header = HeaderOf(flags, session);
  if (!header.ok()) return header.status();
  flags.detail.quiet = session.settings().quiet;
  if (!flags.yes) {
    absl::StatusOr<bool> is_wanted = PlanAndAsk(flags, session, *header);
    if (!is_wanted.ok()) return is_wanted.status();
    if (!*is_wanted) return ExitCode::kOk;
  }
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  header->set_request_id(flags.request_id.empty()
                             ? (*connection)->NewRequestId()
                             : flags.request_id);
  v1::PublishResponse response;
  const absl::Status published =
      SendPublication(flags, *header, session, &response);
  absl::Status shown =
      ShowOutcome(flags, !flags.yes, *header, session, response);
  if (!published.ok()) return published;
  if (!shown.ok()) return shown;
  return ExitCode::kOk;
}

}  // namespace

void AddPublish(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"publish", "Publish a file, after showing what would change",
                 "localoffer publish offer.csv --authority Bristol --full"});
  auto flags = std::make_shared<PublishFlags>();
  AddPublicationFlags(verb, flags.get());
  verb.AddOption("--plan-token", flags->plan_token,
                 "Publish that plan or nothing")
      .TypeName("TOKEN");
  verb.AddOption("--request-id", flags->request_id,
                 "Repeat an earlier attempt; made up when absent")
      .TypeName("ID");
  verb.AddFlag("--yes", flags->yes, "Do not ask");
  verbs.Run(verb,
            [flags](Session& session) { return Publish(*flags, session); });
}

}  // namespace localoffer::command
