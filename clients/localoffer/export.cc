// `localoffer export AUTHORITY`: published entries as a file.
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/directory.h"
#include "clients/localoffer/harvest_text.h"
#include "clients/localoffer/plan_report.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct ExportFlags {
  std::string authority;
  std::string format = "open-referral-3";
  std::string file;
  std::string at;
  bool as_supplied = false;
};

v1::ExportFormat ExportFormatOf(const std::string& text) {
  if (text == "open-referral-1") return v1::EXPORT_FORMAT_OPEN_REFERRAL_1;
  if (text == "csv") return v1::EXPORT_FORMAT_CSV;
  if (text == "ndjson") return v1::EXPORT_FORMAT_NDJSON;
  if (text == "datapackage") return v1::EXPORT_FORMAT_DATA_PACKAGE;
  return v1::EXPORT_FORMAT_OPEN_REFERRAL_3;
}

absl::StatusOr<v1::ExportEntriesRequest> RequestOf(const ExportFlags& flags,
                                                   Session& session) {
  v1::ExportEntriesRequest request;
  if (flags.authority == "all") {
    request.set_parent("authorities/-");
  } else {
    absl::StatusOr<std::string> authority =
        session.AuthorityName(flags.authority);
    if (!authority.ok()) return authority.status();
    request.set_parent(*authority);
  }
  request.set_format(ExportFormatOf(flags.format));
  request.set_as_supplied(flags.as_supplied);
  absl::Status timed = SetReadTime(flags.at, request);
  if (!timed.ok()) return timed;
  return request;
}

absl::StatusOr<ExitCode> Export(const ExportFlags& flags, Session& session) {
  const bool is_to_stdout = flags.file.empty() || flags.file == "-";
  if (is_to_stdout && session.surroundings().out_is_terminal) {
    return absl::InvalidArgumentError(
        "An export is not for a terminal: name a file with -o FILE, or pipe "
        "it into a program.");
  }
  auto request = RequestOf(flags, session);
  if (!request.ok()) return request.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto exported =
      is_to_stdout ? client::ExportTo(**connection, *request,
                                      *session.surroundings().out)
                   : client::ExportToFile(**connection, *request, flags.file);
  if (!exported.ok()) return exported.status();
  if (!session.settings().quiet) {
    session.err().Line(absl::StrCat(
        "Wrote ", Counted(exported->bytes, "byte"),
        is_to_stdout ? "" : absl::StrCat(" to ", flags.file), "."));
    for (const v1::Harvested& harvested : exported->harvested) {
      session.err().Line(HarvestedRemark(harvested, session));
    }
  }
  return ExitCode::kOk;
}

}  // namespace

void AddExport(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"export",
       "Write published entries as Open Referral JSON, CSV or a data package",
       "localoffer export Bristol --format csv -o bristol.csv"});
  auto flags = std::make_shared<ExportFlags>();
  verb.AddOption("AUTHORITY", flags->authority, "Code or name, or all")
      .Required()
      .TypeName("");
  verb.AddOption("--format", flags->format, "open-referral-3 when absent")
      .TypeName("FORMAT")
      .OneOf({"open-referral-3", "open-referral-1", "csv", "ndjson",
              "datapackage"});
  verb.AddFlag("--as-supplied", flags->as_supplied,
               "Repaired values as the authority supplied them");
  verb.AddOption("-o,--file", flags->file,
                 "Written whole or not at all; stdout when absent")
      .TypeName("FILE");
  AddAtFlag(verb, &flags->at);
  verbs.Run(verb,
            [flags](Session& session) { return Export(*flags, session); });
}

}  // namespace localoffer::command
