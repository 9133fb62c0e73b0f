#include "services/openreferral/csv_heading.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/entry/excerpt.h"
#include "services/openreferral/csv_cells.h"

namespace localoffer::openreferral {
namespace {

using entry::Excerpt;

void AddViolation(const v1::SourcePosition& position, absl::string_view heading,
                  absl::string_view value, std::string wanted,
                  const char* reason, Source* source) {
  v1::Violation& violation = source->violations.emplace_back();
  *violation.mutable_position() = position;
  violation.mutable_position()->set_column(Excerpt(heading));
  violation.set_value(Excerpt(value));
  violation.set_wanted(std::move(wanted));
  violation.set_reason(reason);
}

// At most 60 of the headings, for a message.
std::string ColumnsFound(const CsvHeading& heading) {
  constexpr size_t kMostShown = 60;
  std::vector<std::string> names;
  for (const CsvHeadingCell& cell : heading) {
    if (!cell.heading.empty()) names.push_back(Excerpt(cell.heading));
  }
  if (names.empty()) return "none";
  const size_t more = names.size() - std::min(names.size(), kMostShown);
  names.resize(names.size() - more);
  const std::string listed = absl::StrJoin(names, ", ");
  return more == 0 ? listed : absl::StrCat(listed, " and ", more, " more");
}

// The headings that `name` is part of, or that are most like it.
std::string NearestToName(const CsvHeading& heading) {
  std::vector<std::pair<int, std::string>> nearest;
  for (const CsvHeadingCell& cell : heading) {
    if (cell.heading.empty() || cell.column != nullptr) continue;
    // "Service name" is no nearer to "name" than "town", letter by letter.
    const bool ends_in_name =
        HeadingDistance(
            cell.heading.substr(cell.heading.size() -
                                std::min<size_t>(cell.heading.size(), 4)),
            "name") == 0;
    const int distance =
        ends_in_name ? 0 : HeadingDistance(cell.heading, "name");
    if (distance <= 2) nearest.emplace_back(distance, Excerpt(cell.heading));
  }
  std::sort(nearest.begin(), nearest.end());
  if (nearest.size() > 3) nearest.resize(3);
  return absl::StrJoin(nearest, ", ", [](std::string* out, const auto& near) {
    absl::StrAppend(out, near.second);
  });
}

void RequireName(const CsvHeading& heading, const v1::SourcePosition& position,
                 Source* source) {
  const bool found =
      std::any_of(heading.begin(), heading.end(), [](const auto& cell) {
        return cell.column != nullptr && cell.column->heading == "name";
      });
  if (found) return;
  std::string wanted =
      absl::StrCat("a column with the heading name; the columns found are: ",
                   ColumnsFound(heading));
  const std::string nearest = NearestToName(heading);
  if (!nearest.empty()) absl::StrAppend(&wanted, "; nearest: ", nearest);
  AddViolation(position, "name", "", std::move(wanted), "COLUMN_MISSING",
               source);
}

// Members of a service must not be there twice.
bool IsMemberOfService(const std::string& name) {
  return name == "local_offer" ||
         v1::Service::descriptor()->FindFieldByName(name) != nullptr;
}

void ReportNotKnown(const CsvHeadingCell& cell,
                    const v1::SourcePosition& position, Source* source) {
  v1::Repair& repair = source->repairs.emplace_back();
  *repair.mutable_position() = position;
  repair.mutable_position()->set_column(Excerpt(cell.heading));
  repair.set_before(Excerpt(cell.heading));
  std::string explanation =
      "The form has no such column. Its cells are kept with the services but "
      "nothing is done with them.";
  if (const CsvColumn* nearest = NearestCsvColumn(cell.heading)) {
    absl::StrAppend(&explanation, " Perhaps ", nearest->heading, " was meant.");
  }
  repair.set_explanation(explanation);
  repair.set_rule("COLUMN_NOT_KNOWN");
}

}  // namespace

std::string SpreadsheetColumn(size_t index) {
  std::string letters;
  for (size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

CsvHeading ReadCsvHeading(const CsvRow& row, const v1::SourcePosition& position,
                          Source* source) {
  CsvHeading heading(row.cells.size());
  std::map<const CsvColumn*, std::string> seen;
  std::set<std::string> members;
  for (size_t i = 0; i < heading.size(); ++i) {
    CsvHeadingCell& cell = heading[i];
    cell.heading = std::string(TrimmedCell(row.cells[i]));
    if (cell.heading.empty()) continue;
    cell.column = FindCsvColumn(cell.heading);
    if (cell.column == nullptr) {
      cell.member = cell.heading;
      if (IsMemberOfService(cell.member) || members.contains(cell.member)) {
        cell.member =
            absl::StrCat(cell.heading, " (column ", SpreadsheetColumn(i), ")");
      }
      members.insert(cell.member);
      ReportNotKnown(cell, position, source);
      continue;
    }
    const auto [earlier, first] = seen.emplace(cell.column, cell.heading);
    if (!first) {
      AddViolation(position, cell.heading, cell.heading,
                   absl::StrCat("each column once; ", earlier->second,
                                " is the same column"),
                   "COLUMN_TWICE", source);
    }
  }
  RequireName(heading, position, source);
  return heading;
}

}  // namespace localoffer::openreferral
