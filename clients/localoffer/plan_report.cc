#include "clients/localoffer/plan_report.h"

#include <map>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace localoffer::command {
namespace {

constexpr int kFirstChanges = 20;
constexpr int kFirstDifferences = 3;
constexpr int kFirstRepairs = 3;

// `offer.csv row 12, column minimum_age`; for JSON, `offer.json record 3,
// /contents/2/minimum_age`.
std::string PositionInWords(const v1::SourcePosition& position,
                            const std::string& field, bool is_csv) {
  std::string words = position.source();
  if (position.record() > 0) {
    absl::StrAppend(&words, words.empty() ? "" : " ",
                    is_csv ? "row " : "record ", position.record());
  }
  std::string place;
  if (!position.column().empty()) {
    place = absl::StrCat("column ", position.column());
  } else if (!position.json_pointer().empty()) {
    place = position.json_pointer();
  } else {
    place = field;
  }
  if (!place.empty()) absl::StrAppend(&words, words.empty() ? "" : ", ", place);
  return words;
}

struct ActionText {
  absl::string_view sign;
  Colour colour;
};

ActionText TextOf(v1::ChangeAction action) {
  switch (action) {
    case v1::CHANGE_ACTION_ADDED:
      return {"added      ", Colour::kGreen};
    case v1::CHANGE_ACTION_CHANGED:
      return {"changed    ", Colour::kYellow};
    case v1::CHANGE_ACTION_WITHDRAWN:
      return {"withdrawn  ", Colour::kRed};
    case v1::CHANGE_ACTION_REFUSED:
      return {"refused    ", Colour::kRed};
    default:
      return {"unchanged  ", Colour::kPlain};
  }
}

std::string OrAbsent(const std::string& json) {
  return json.empty() ? "nothing" : json;
}

void PrintChange(const v1::PlannedChange& change, bool all, Printer& out) {
  const ActionText text = TextOf(change.action());
  out.Line(
      absl::StrCat("  ", text.sign,
                   change.title().empty() ? change.entry() : change.title()),
      text.colour);
  int shown = 0;
  for (const auto& difference : change.differences()) {
    if (!all && shown++ == kFirstDifferences) {
      out.Line(absl::StrCat("      … ",
                            change.differences_size() - kFirstDifferences,
                            " more (--all-changes lists them)"));
      break;
    }
    out.Line(absl::StrCat("      ", difference.path(), ": ",
                          OrAbsent(difference.before()), " → ",
                          OrAbsent(difference.after())));
  }
}

void PrintChanges(const v1::PlanPublicationResponse& report, bool all,
                  Printer& out) {
  if (report.changes_size() == 0) return;
  out.Line("Changes", Colour::kBold);
  int shown = 0;
  for (const v1::PlannedChange& change : report.changes()) {
    if (!all && shown++ == kFirstChanges) {
      out.Line(absl::StrCat("  … ", report.changes_size() - kFirstChanges,
                            " more (--all-changes lists them)"));
      break;
    }
    PrintChange(change, all, out);
  }
  out.Line();
}

std::string RepairInWords(const v1::Repair& repair, bool is_csv) {
  return absl::StrCat(
      PositionInWords(repair.position(), repair.field(), is_csv), ": \"",
      repair.before(), "\"",
      repair.after().empty() ? " → set aside"
      : repair.after() == repair.before()
          ? ""
          : absl::StrCat(" → \"", repair.after(), "\""));
}

void PrintRepairs(const v1::PlanPublicationResponse& report, bool all,
                  bool is_csv, Printer& out) {
  if (report.repairs_size() == 0) return;
  std::map<std::string, std::vector<const v1::Repair*>> by_rule;
  for (const v1::Repair& repair : report.repairs()) {
    by_rule[repair.rule()].push_back(&repair);
  }
  out.Line("Repairs", Colour::kBold);
  for (const auto& [rule, repairs] : by_rule) {
    out.Line(absl::StrCat("  ", rule, ", ",
                          Counted(static_cast<int64_t>(repairs.size()), "time"),
                          ": ", repairs[0]->explanation()));
    int shown = 0;
    for (const v1::Repair* repair : repairs) {
      if (!all && shown++ == kFirstRepairs) {
        out.Line(absl::StrCat("    … ", repairs.size() - kFirstRepairs,
                              " more (--all-repairs lists them)"));
        break;
      }
      out.Line(absl::StrCat("    ", RepairInWords(*repair, is_csv)));
    }
  }
  out.Line();
}

void PrintViolations(const v1::PlanPublicationResponse& report, bool is_csv,
                     Printer& out) {
  if (report.violations_size() == 0) return;
  out.Line("Violations", Colour::kBold);
  for (const v1::Violation& violation : report.violations()) {
    out.Line(absl::StrCat("  ", ViolationInWords(violation, is_csv)));
  }
  out.Line();
}

// A refusal ends without a summary; the position then tells.
bool IsCsv(const v1::PlanPublicationResponse& report) {
  if (report.has_summary()) return report.summary().format() == "csv";
  for (const v1::Violation& violation : report.violations()) {
    if (!violation.position().json_pointer().empty()) return false;
    if (!violation.position().column().empty()) return true;
    if (absl::EndsWith(violation.position().source(), ".csv")) return true;
  }
  return false;
}

}  // namespace

std::string Counted(int64_t count, const std::string& singular) {
  return absl::StrCat(count, " ", singular, count == 1 ? "" : "s");
}

std::string SummaryInWords(const v1::PlanSummary& summary) {
  std::string words = absl::StrCat(
      summary.added(), " added, ", summary.changed(), " changed, ",
      summary.withdrawn(), " withdrawn, ", summary.unchanged(), " unchanged");
  if (summary.refused() > 0) {
    absl::StrAppend(&words, ", ", summary.refused(), " refused");
  }
  return words;
}

std::string ViolationInWords(const v1::Violation& violation, bool is_csv) {
  const std::string place =
      PositionInWords(violation.position(), violation.field(), is_csv);
  return absl::StrCat(place, place.empty() ? "" : ": ", "\"", violation.value(),
                      "\": wanted ", violation.wanted());
}

v1::PlanPublicationResponse TakeReport(v1::PublishResponse& response) {
  v1::PlanPublicationResponse report;
  report.mutable_changes()->Swap(response.mutable_changes());
  report.mutable_repairs()->Swap(response.mutable_repairs());
  report.mutable_violations()->Swap(response.mutable_violations());
  if (response.has_summary()) {
    report.mutable_summary()->Swap(response.mutable_summary());
  }
  return report;
}

void PrintReport(const v1::PlanPublicationResponse& report,
                 const ReportDetail& detail, Printer& out) {
  const bool is_csv = IsCsv(report);
  if (!detail.quiet) {
    PrintChanges(report, detail.all_changes, out);
    PrintRepairs(report, detail.all_repairs, is_csv, out);
  }
  PrintViolations(report, is_csv, out);
  if (!report.has_summary()) return;
  const v1::PlanSummary& summary = report.summary();
  out.Line(SummaryInWords(summary), Colour::kBold);
  if (detail.quiet) return;
  out.Line(absl::StrCat(
      Counted(summary.records(), "record"), " read as ", summary.format(),
      summary.encoding().empty() ? "" : ", ", summary.encoding(), "; ",
      Counted(summary.repairs(), "repair"), ", ",
      Counted(summary.violations(), "violation"), "; ",
      summary.published_before(), " published before"));
}

}  // namespace localoffer::command
