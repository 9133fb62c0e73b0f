#include "services/openreferral/csv_reader.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/entry/json_text.h"
#include "services/openreferral/csv_cells.h"
#include "services/openreferral/csv_heading.h"
#include "services/openreferral/csv_notes.h"
#include "services/openreferral/csv_record.h"
#include "services/openreferral/csv_table.h"
#include "services/openreferral/csv_text.h"

namespace localoffer::openreferral {
namespace {

bool IsEmptyRow(const CsvRow& row) {
  return std::all_of(
      row.cells.begin(), row.cells.end(),
      [](const std::string& cell) { return TrimmedCell(cell).empty(); });
}

v1::SourcePosition PositionOf(const CsvOptions& options, int64_t row) {
  v1::SourcePosition position;
  position.set_source(options.source_name);
  position.set_record(row);
  return position;
}

class CsvSource {
 public:
  explicit CsvSource(const CsvOptions& options) : options_(options) {}

  Source Read(absl::string_view bytes) &&;

 private:
  void ReadTable(absl::string_view text);
  void AddRow(const CsvHeading& heading, const CsvRow& row);
  // Refuses a record whose id an earlier row has.
  void CheckId(CsvRecord* made);

  void Refuse(int64_t row, std::string wanted, const char* reason);
  void Note(v1::SourcePosition position, std::string explanation,
            const char* rule);

  const CsvOptions& options_;
  Source source_;
  // Row of each id.
  absl::flat_hash_map<std::string, int64_t> rows_by_id_;
  int64_t without_reference_ = 0;
};

Source CsvSource::Read(absl::string_view bytes) && {
  source_.format = Format::kCsv;
  absl::StatusOr<CsvText> text = DecodeCsv(bytes);
  if (!text.ok()) {
    Refuse(0, std::string(text.status().message()), "SOURCE_UNREADABLE");
    return std::move(source_);
  }
  source_.encoding = text->encoding;
  if (text->encoding != "utf-8") {
    Note(PositionOf(options_, 0),
         absl::StrCat("The file is not UTF-8 and was read as ", text->encoding,
                      ". Check a pound sign or an apostrophe in it."),
         "ENCODING_CONVERTED");
    source_.repairs.back().set_before(text->encoding);
    source_.repairs.back().set_after("utf-8");
  }
  ReadTable(text->text);
  return std::move(source_);
}

void CsvSource::ReadTable(absl::string_view text) {
  CsvTable table(text);
  CsvRow row;
  do {
    if (!table.Next(&row)) {
      return Refuse(1, "a row of column headings and one service a row",
                    "SOURCE_EMPTY");
    }
  } while (IsEmptyRow(row));
  const CsvHeading heading =
      ReadCsvHeading(row, PositionOf(options_, row.number), &source_);
  if (row.quoting != CsvQuoting::kRight) {
    return Refuse(row.number,
                  "headings without a quotation mark, or with each doubled",
                  "QUOTE_UNCLOSED");
  }
  if (!source_.violations.empty()) return;
  while (table.Next(&row)) {
    if (row.quoting == CsvQuoting::kUnclosed) {
      Refuse(row.number,
             "a second quotation mark that ends the cell which one begins in "
             "this row; nothing from this row on can be read",
             "QUOTE_UNCLOSED");
    } else if (!IsEmptyRow(row)) {
      AddRow(heading, row);
    }
  }
  if (without_reference_ == 0) return;
  v1::SourcePosition position = PositionOf(options_, 0);
  position.set_column("reference");
  Note(std::move(position),
       absl::StrCat("Services without a reference: ", without_reference_,
                    ". Each is known by its name and its provider's name: "
                    "renamed, it would be another entry."),
       "ID_FROM_NAME");
}

void CsvSource::AddRow(const CsvHeading& heading, const CsvRow& row) {
  CsvRecord made = ReadCsvRecord(heading, row, options_);
  if (!made.has_reference) ++without_reference_;
  CheckId(&made);
  source_.records.push_back(std::move(made.record));
}

void CsvSource::CheckId(CsvRecord* made) {
  Record& record = made->record;
  const auto [earlier, first] =
      rows_by_id_.emplace(record.service.id(), record.position.record());
  if (first) return;
  const std::string row = absl::StrCat("row ", earlier->second);
  if (made->has_reference) {
    const auto& replaced = record.service.verbatim().replaced();
    const auto id = std::find_if(
        replaced.begin(), replaced.end(),
        [](const v1::VerbatimMember& member) { return member.name() == "id"; });
    const std::string reference =
        id == replaced.end() ? record.service.id()
                             : entry::TextOfJsonString(id->json()).value_or("");
    AddCsvViolation("reference", "service.id", reference,
                    absl::StrCat("a reference that no other row has; ", row,
                                 " has the same"),
                    "DUPLICATE_REFERENCE", &record);
  } else {
    AddCsvViolation(
        "name", "service.name", record.service.name(),
        absl::StrCat("a reference for each of them, or another name; ", row,
                     " has the same name and provider"),
        "DUPLICATE_REFERENCE", &record);
  }
}

void CsvSource::Refuse(int64_t row, std::string wanted, const char* reason) {
  v1::Violation& violation = source_.violations.emplace_back();
  *violation.mutable_position() = PositionOf(options_, row);
  violation.set_wanted(std::move(wanted));
  violation.set_reason(reason);
}

void CsvSource::Note(v1::SourcePosition position, std::string explanation,
                     const char* rule) {
  v1::Repair& repair = source_.repairs.emplace_back();
  *repair.mutable_position() = std::move(position);
  repair.set_explanation(std::move(explanation));
  repair.set_rule(rule);
}

}  // namespace

Source ReadCsv(absl::string_view bytes, const CsvOptions& options) {
  return CsvSource(options).Read(bytes);
}

}  // namespace localoffer::openreferral
