#include "clients/localoffer/edition_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/names.h"

namespace localoffer::command {
namespace {

std::string ActionText(v1::ChangeAction action) {
  switch (action) {
    case v1::CHANGE_ACTION_ADDED:
      return "added";
    case v1::CHANGE_ACTION_WITHDRAWN:
      return "withdrawn";
    default:
      return "changed";
  }
}

Colour ColourOf(v1::ChangeAction action) {
  switch (action) {
    case v1::CHANGE_ACTION_ADDED:
      return Colour::kGreen;
    case v1::CHANGE_ACTION_WITHDRAWN:
      return Colour::kRed;
    default:
      return Colour::kYellow;
  }
}

std::string OrNothing(const std::string& value) {
  return value.empty() ? "nothing" : value;
}

void PrintChange(const v1::EditionChange& change, Printer& out) {
  out.Line(
      absl::StrCat(ActionText(change.action()), "  ",
                   change.title().empty() ? "(content erased)" : change.title(),
                   "  ", LastSegment(change.entry())),
      ColourOf(change.action()));
  if (!change.withdrawal_reason().empty()) {
    out.Line(absl::StrCat("  reason: ", change.withdrawal_reason()));
  }
  if (change.content_erased() && change.action() == v1::CHANGE_ACTION_CHANGED) {
    out.Line("  What changed can't be told: content was erased.");
  }
  for (const v1::FieldDifference& difference : change.differences()) {
    out.Line(absl::StrCat("  ", difference.path(), ": ",
                          OrNothing(difference.before()), " → ",
                          OrNothing(difference.after())));
  }
}

}  // namespace

void PrintEdition(const v1::Edition& edition, Printer& out) {
  out.Field("edition", edition.name());
  out.Field("title", edition.title());
  if (edition.has_create_time()) {
    out.Field("made", TimeOf(edition.create_time()));
  }
  out.Field("entries", absl::StrCat(edition.entries_count()));
  out.Field("providers", absl::StrCat(edition.providers_count()));
  out.Field("sequence", absl::StrCat(edition.sequence()));
}

Table TableOf(const v1::ListEditionsResponse& listed) {
  Table table({{"edition", Fit::kWhole},
               {"title"},
               {"made", Fit::kWhole},
               {"entries", Fit::kWhole},
               {"providers", Fit::kWhole}});
  for (const v1::Edition& edition : listed.editions()) {
    table.AddRow({LastSegment(edition.name()), edition.title(),
                  TimeOf(edition.create_time()),
                  absl::StrCat(edition.entries_count()),
                  absl::StrCat(edition.providers_count())});
  }
  return table;
}

void PrintComparison(const v1::CompareEditionsResponse& comparison,
                     Printer& out) {
  for (const v1::EditionChange& change : comparison.changes()) {
    PrintChange(change, out);
  }
  if (!comparison.changes().empty()) out.Line();
  const v1::CompareSummary& summary = comparison.summary();
  out.Line(absl::StrCat(summary.added(), " added, ", summary.changed(),
                        " changed, ", summary.withdrawn(), " withdrawn, ",
                        summary.unchanged(), " unchanged."));
}

}  // namespace localoffer::command
