#include "clients/localoffer/publication_flags.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/progress.h"
#include "clients/publisher.h"

namespace localoffer::command {

void AddPublicationFlags(Verb verb, PublicationFlags* flags) {
  verb.AddOption("FILE", flags->file,
                 "Open Referral JSON or CSV, as docs/csv.md describes it")
      .Required()
      .TypeName("");
  AddAuthorityFlag(verb, &flags->authority);
  verb.AddFlag("--full", flags->full,
               "FILE is the whole local offer: what is not in it is "
               "withdrawn");
  verb.AddFlag("--part", flags->part,
               "FILE is part of the local offer: what is not in it stays");
  verb.AddOption("--format", flags->format, "Found out when absent")
      .TypeName("FORMAT")
      .OneOf({"open-referral-3", "open-referral-1", "csv"});
  verb.AddOption("--confirm-withdrawals", flags->confirm_withdrawals,
                 "How many entries a full publication may withdraw, when "
                 "that is more than a fifth")
      .TypeName("N")
      .Within(0, 1 << 30);
  verb.AddOption("--reason", flags->reason,
                 "Published with each withdrawal; no personal data")
      .TypeName("TEXT");
  verb.AddFlag("--leave-out-refused", flags->leave_out_refused,
               "Publish the records that are in order, without the others");
  verb.AddFlag("--all-changes", flags->detail.all_changes,
               "List every change, not the first 20");
  verb.AddFlag("--all-repairs", flags->detail.all_repairs,
               "List every repair, not the first of each rule");
}

v1::SourceFormat FormatOf(const std::string& text) {
  if (text == "open-referral-3") return v1::SOURCE_FORMAT_OPEN_REFERRAL_3;
  if (text == "open-referral-1") return v1::SOURCE_FORMAT_OPEN_REFERRAL_1;
  if (text == "csv") return v1::SOURCE_FORMAT_CSV;
  return v1::SOURCE_FORMAT_UNSPECIFIED;
}

absl::StatusOr<v1::PublicationHeader> HeaderOf(const PublicationFlags& flags,
                                               Session& session) {
  if (flags.full == flags.part) {
    return absl::InvalidArgumentError(
        "Say which it is: --full if the file holds the whole local offer, so "
        "that published entries that are not in it are withdrawn, or --part if "
        "it holds some entries to add or change, so that all others stay.");
  }
  absl::StatusOr<std::string> authority =
      session.WritingAuthority(flags.authority);
  if (!authority.ok()) return authority.status();
  v1::PublicationHeader header;
  header.set_parent(*authority);
  header.set_scope(flags.full ? v1::PUBLICATION_SCOPE_FULL
                              : v1::PUBLICATION_SCOPE_PARTIAL);
  header.set_format(FormatOf(flags.format));
  header.set_source_name(std::filesystem::path(flags.file).filename());
  header.set_plan_token(flags.plan_token);
  header.set_confirm_withdrawals(flags.confirm_withdrawals);
  header.set_withdrawal_reason(flags.reason);
  header.set_leave_out_refused(flags.leave_out_refused);
  return header;
}

absl::Status SendPlan(const PublicationFlags& flags,
                      const v1::PublicationHeader& header, Session& session,
                      v1::PlanPublicationResponse* report) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  ProgressBar bar(SizeOf(flags.file), session.settings().quiet,
                  &session.surroundings());
  return client::Publisher(*connection)
      .Plan(
          header, flags.file, [&bar](int64_t sent) { bar.Sent(sent); }, report);
}

absl::Status Obstacle(const v1::PlanSummary& summary,
                      const v1::PublicationHeader& header) {
  if (summary.refused() > 0 && !header.leave_out_refused()) {
    return absl::FailedPreconditionError(absl::StrCat(
        Counted(summary.refused(), "record"),
        " can't be published as they stand. Put the listed violations right, "
        "or publish the others with --leave-out-refused."));
  }
  if (summary.withdrawals_need_confirmation() &&
      header.confirm_withdrawals() != summary.withdrawn()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "This withdraws ", summary.withdrawn(), " of ",
        summary.published_before(),
        " published entries. If the file does hold the whole local offer, "
        "confirm with --confirm-withdrawals ",
        summary.withdrawn(), "; if it holds part of it, use --part."));
  }
  return absl::OkStatus();
}

int64_t SizeOf(const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<int64_t>(size);
}

}  // namespace localoffer::command
