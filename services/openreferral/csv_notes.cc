#include "services/openreferral/csv_notes.h"

#include <utility>

#include "absl/strings/strip.h"
#include "services/entry/excerpt.h"
#include "services/entry/json_text.h"

namespace localoffer::openreferral {

using ::google::protobuf::DynamicCastToGenerated;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

void AddCsvViolation(absl::string_view column, absl::string_view field,
                     absl::string_view value, std::string wanted,
                     absl::string_view reason, Record* record) {
  v1::Violation& violation = record->violations.emplace_back();
  *violation.mutable_position() = record->position;
  violation.mutable_position()->set_column(entry::Excerpt(column));
  violation.set_title(entry::Excerpt(record->service.name()));
  violation.set_field(std::string(field));
  violation.set_value(entry::Excerpt(value));
  violation.set_wanted(std::move(wanted));
  violation.set_reason(std::string(reason));
}

void RefuseCell(const CsvCell& cell, absl::string_view value,
                const CellReading& reading, Record* record) {
  AddCsvViolation(cell.heading, cell.column.path.text(), value, reading.wanted,
                  reading.reason, record);
}

void ReportRepair(const CsvCell& cell, const CellReading& reading,
                  Record* record) {
  v1::Repair& repair = record->repairs.emplace_back();
  *repair.mutable_position() = record->position;
  repair.mutable_position()->set_column(entry::Excerpt(cell.heading));
  repair.set_title(entry::Excerpt(record->service.name()));
  repair.set_field(cell.column.path.text());
  repair.set_before(entry::Excerpt(cell.text));
  repair.set_after(entry::Excerpt(reading.value));
  repair.set_explanation(std::string(reading.explanation));
  repair.set_rule(std::string(reading.rule));
}

bool ReportTrimmed(const CsvCell& cell, Record* record) {
  if (cell.supplied == cell.text) return false;
  CellReading trimmed;
  trimmed.value = std::string(cell.text);
  trimmed.rule = "WHITE_SPACE_TRIMMED";
  trimmed.explanation = "White space before or after the text was taken away.";
  ReportRepair(cell, trimmed, record);
  record->repairs.back().set_before(entry::Excerpt(cell.supplied));
  return true;
}

void KeepSupplied(const CsvCell& cell, Message* holder, Record* record) {
  const FieldDescriptor* verbatim =
      holder->GetDescriptor()->FindFieldByName("verbatim");
  absl::string_view name = cell.column.path.leaf().name();
  if (verbatim == nullptr) {
    holder = &record->local_offer;
    verbatim = holder->GetDescriptor()->FindFieldByName("verbatim");
    name = absl::StripPrefix(cell.column.path.text(), "local_offer.");
  }
  auto* kept = DynamicCastToGenerated<v1::Verbatim>(
      holder->GetReflection()->MutableMessage(holder, verbatim));
  v1::VerbatimMember* member = kept->add_replaced();
  member->set_name(std::string(name));
  member->set_json(entry::JsonString(cell.supplied));
}

}  // namespace localoffer::openreferral
