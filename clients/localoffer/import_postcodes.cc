// `localoffer import-postcodes FILE...`: fill the node's table of postcodes.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/localoffer/progress.h"
#include "clients/localoffer/verbs.h"
#include "clients/places.h"
#include "clients/postcode_file.h"

namespace localoffer::command {
namespace {

constexpr int kMostShown = 50;
// Of violations, over all files.
constexpr int kMostKept = 1000;

// What has become of all files.
struct Import {
  v1::ImportPostcodesResponse total;
  std::map<absl::string_view, int> files_by_layout;
  std::map<client::LeftOut, int64_t> left_out;
  // Files of a folder that are of no layout that is known.
  std::vector<std::string> passed_over;
};

struct Source {
  std::string path;
  // One of a folder may be something else than postcodes.
  bool is_of_folder = false;
  int64_t bytes = 0;
};

absl::StatusOr<std::vector<Source>> SourcesOf(
    const std::vector<std::string>& paths) {
  std::vector<Source> sources;
  for (const std::string& path : paths) {
    auto files = client::PostcodeFilesAt(path);
    if (!files.ok()) return files.status();
    for (std::string& file : *files) {
      std::error_code error;
      const auto bytes = std::filesystem::file_size(file, error);
      const bool is_of_folder = file != path;
      sources.push_back({std::move(file), is_of_folder,
                         error ? 0 : static_cast<int64_t>(bytes)});
    }
  }
  return sources;
}

void AddViolation(v1::Violation violation, const std::string& source,
                  Import& import) {
  if (import.total.violations_size() >= kMostKept) return;
  violation.mutable_position()->set_source(source);
  *import.total.add_violations() = std::move(violation);
}

void RefuseLine(const client::PostcodeLine& line, const std::string& source,
                Import& import) {
  import.total.set_refused_rows(import.total.refused_rows() + 1);
  v1::Violation violation;
  violation.mutable_position()->set_record(line.number);
  violation.set_field("line");
  violation.set_value(line.value);
  violation.set_wanted(line.problem);
  violation.set_reason("LINE_MALFORMED");
  AddViolation(std::move(violation), source, import);
}

void AddReport(const v1::ImportPostcodesResponse& report,
               const std::string& source, Import& import) {
  v1::ImportPostcodesResponse& total = import.total;
  total.set_written_rows(total.written_rows() + report.written_rows());
  total.set_refused_rows(total.refused_rows() + report.refused_rows());
  total.set_rows_with_unknown_areas(total.rows_with_unknown_areas() +
                                    report.rows_with_unknown_areas());
  total.set_postcode_count(report.postcode_count());
  for (const v1::Violation& violation : report.violations()) {
    AddViolation(violation, source, import);
  }
}

// `bytes_before`: of the files that are sent.
absl::Status SendFile(const Source& source, int64_t bytes_before,
                      client::Connection& connection, ProgressBar& bar,
                      Import& import) {
  auto file = client::PostcodeFile::Open(source.path);
  if (!file.ok()) {
    if (!source.is_of_folder) return file.status();
    import.passed_over.push_back(source.path);
    return absl::OkStatus();
  }
  ++import.files_by_layout[client::LayoutName((*file)->layout())];
  const auto next = [&](v1::ImportPostcodesRequest& request) -> absl::Status {
    client::PostcodeLine line;
    while (request.rows_size() < client::kPostcodesInARequest) {
      const absl::StatusOr<bool> is_read = (*file)->Next(&line);
      if (!is_read.ok()) return is_read.status();
      if (!*is_read) break;
      if (line.left_out == client::LeftOut::kNot) {
        request.add_rows()->Swap(&line.row);
      } else if (line.left_out == client::LeftOut::kMalformed) {
        RefuseLine(line, source.path, import);
      } else {
        ++import.left_out[line.left_out];
      }
    }
    bar.Sent(bytes_before + (*file)->bytes_read());
    return absl::OkStatus();
  };
  auto report = client::ImportPostcodes(connection, next);
  if (!report.ok()) return report.status();
  AddReport(*report, source.path, import);
  return absl::OkStatus();
}

std::string LeftOutText(Import& import) {
  std::vector<std::string> parts;
  const auto add = [&](client::LeftOut why, absl::string_view words) {
    const int64_t lines = import.left_out[why];
    if (lines > 0) parts.push_back(absl::StrCat(lines, " ", words));
  };
  add(client::LeftOut::kNotInEngland, "outside England");
  add(client::LeftOut::kEnded, "ended");
  add(client::LeftOut::kNoCoordinates, "without coordinates");
  return absl::StrJoin(parts, ", ");
}

void PrintViolations(const v1::ImportPostcodesResponse& total, Printer& out) {
  const int shown = std::min(total.violations_size(), kMostShown);
  for (int i = 0; i < shown; ++i) {
    const v1::Violation& violation = total.violations(i);
    out.Line(absl::StrCat(violation.position().source(), " line ",
                          violation.position().record(), ", ",
                          violation.field(), ": \"", violation.value(),
                          "\": wanted ", violation.wanted()),
             Colour::kRed);
  }
  if (shown < total.violations_size()) {
    out.Line(absl::StrCat("… and ", total.violations_size() - shown, " more"));
  }
}

void PrintImport(Import& import, Session& session) {
  Printer& out = session.out();
  const v1::ImportPostcodesResponse& total = import.total;
  for (const auto& [layout, files] : import.files_by_layout) {
    out.Line(
        absl::StrCat(layout, ": ", files, files == 1 ? " file" : " files"));
  }
  if (!session.settings().quiet) {
    for (const std::string& path : import.passed_over) {
      session.err().Line(absl::StrCat(path,
                                      ": no table of postcodes, passed "
                                      "over"));
    }
  }
  PrintViolations(total, out);
  out.Line(absl::StrCat("Wrote ", total.written_rows(), " postcodes, refused ",
                        total.refused_rows(), "."),
           total.refused_rows() == 0 ? Colour::kGreen : Colour::kYellow);
  if (const std::string left_out = LeftOutText(import); !left_out.empty()) {
    out.Line(absl::StrCat("Left out: ", left_out, "."));
  }
  if (total.rows_with_unknown_areas() > 0) {
    out.Line(absl::StrCat(total.rows_with_unknown_areas(),
                          " rows name an area that the node does not know; "
                          "boundaries decide there."));
  }
  out.Line(absl::StrCat("The node's table holds ", total.postcode_count(),
                        " postcodes."));
}

absl::StatusOr<ExitCode> ImportFiles(const std::vector<std::string>& paths,
                                     Session& session) {
  auto sources = SourcesOf(paths);
  if (!sources.ok()) return sources.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  int64_t bytes = 0;
  for (const Source& source : *sources) bytes += source.bytes;
  Import import;
  {
    ProgressBar bar(bytes, session.settings().quiet, &session.surroundings());
    int64_t bytes_before = 0;
    for (const Source& source : *sources) {
      absl::Status sent =
          SendFile(source, bytes_before, **connection, bar, import);
      if (!sent.ok()) return sent;
      bytes_before += source.bytes;
    }
  }
  if (import.files_by_layout.empty()) {
    return absl::InvalidArgumentError(
        "None of the files is a table of postcodes.");
  }
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(import.total, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    PrintImport(import, session);
  }
  return import.total.refused_rows() == 0 ? ExitCode::kOk : ExitCode::kRefused;
}

}  // namespace

void AddImportPostcodes(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"import-postcodes", "Fill the node's table of postcodes",
                 "localoffer import-postcodes codepo_gb/Data/CSV"});
  auto paths = std::make_shared<std::vector<std::string>>();
  verb.AddOption("FILE", *paths,
                 "OS Code-Point Open or ONS Postcode Directory, as CSV "
                 "(or .csv.gz) or the folder with it; or any CSV with "
                 "postcode, lat and lon")
      .Required()
      .TypeName("FILE");
  verbs.Run(verb,
            [paths](Session& session) { return ImportFiles(*paths, session); });
}

}  // namespace localoffer::command
