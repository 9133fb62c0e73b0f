#include "services/openreferral/csv_record.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "services/entry/forms.h"
#include "services/entry/json_text.h"
#include "services/openreferral/csv_cells.h"
#include "services/openreferral/csv_formula.h"
#include "services/openreferral/csv_identifier.h"
#include "services/openreferral/csv_notes.h"
#include "services/openreferral/csv_opening.h"

namespace localoffer::openreferral {
namespace {

using ::google::protobuf::DynamicCastToGenerated;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

class RowReader {
 public:
  RowReader(const CsvHeading& heading, const CsvRow& row,
            const CsvOptions& options)
      : heading_(heading), row_(row), options_(options) {}

  CsvRecord Read() &&;

 private:
  Record* record() { return &made_.record; }
  v1::Service* service() { return &made_.record.service; }

  // The cell under a column of the form; absent when there is none or it is
  // empty.
  std::optional<CsvCell> CellOf(const CsvColumn& column) const;
  std::optional<CsvCell> CellOf(absl::string_view heading) const;

  void ReadName();
  void ReadCell(const CsvCell& cell);
  void ReadWords(const CsvCell& cell);
  void ReadTexts(const CsvCell& cell);
  void ReadIdentifierCell(const CsvCell& cell);
  void ReadOpeningCell(const CsvCell& cell);
  void ReadCost();
  void CompletePlace();
  void ReadOtherCells();
  void ReadId();

  // The message that holds the value of a cell.
  Message* HolderOf(const CsvCell& cell);
  // Puts a value into the model, with what there is to say of it.
  void Store(const CsvCell& cell, const CellReading& reading);
  void SetValue(const CsvCell& cell, absl::string_view value);

  const CsvHeading& heading_;
  const CsvRow& row_;
  const CsvOptions& options_;
  CsvRecord made_;
};

std::optional<CsvCell> RowReader::CellOf(const CsvColumn& column) const {
  const size_t count = std::min(heading_.size(), row_.cells.size());
  for (size_t i = 0; i < count; ++i) {
    if (heading_[i].column != &column) continue;
    absl::string_view supplied = row_.cells[i];
    absl::string_view text = TrimmedCell(supplied);
    if (HasFormulaGuard(supplied)) {
      // What follows the apostrophe is meant, a tab too.
      const size_t trailing =
          supplied.data() + supplied.size() - (text.data() + text.size());
      supplied.remove_prefix(1);
      text = supplied.substr(0, supplied.size() - trailing);
    }
    if (text.empty()) return std::nullopt;
    return CsvCell{column, heading_[i].heading, supplied, text};
  }
  return std::nullopt;
}

std::optional<CsvCell> RowReader::CellOf(absl::string_view heading) const {
  return CellOf(*FindCsvColumn(heading));
}

CsvRecord RowReader::Read() && {
  made_.record.position.set_source(options_.source_name);
  made_.record.position.set_record(row_.number);
  // First, because everything that is said of the record names it.
  ReadName();
  if (row_.quoting == CsvQuoting::kTextAfterQuote) {
    AddCsvViolation(
        "", "", "",
        "a quotation mark inside a cell that is in quotation marks written "
        "twice; the cells of this row can't be told apart",
        "QUOTE_NOT_DOUBLED", record());
  }
  for (const CsvColumn& column : CsvColumns()) {
    if (column.heading == "name") continue;
    if (const std::optional<CsvCell> cell = CellOf(column)) ReadCell(*cell);
  }
  ReadCost();
  CompletePlace();
  ReadOtherCells();
  ReadId();
  return std::move(made_);
}

void RowReader::ReadName() {
  if (const std::optional<CsvCell> name = CellOf("name")) {
    service()->set_name(std::string(name->text));
    ReadCell(*name);
  }
  // Of what can't be seen nothing is left.
  if (!service()->name().empty()) return;
  AddCsvViolation("name", "service.name", "", "the service's name", "REQUIRED",
                  record());
}

void RowReader::ReadCell(const CsvCell& cell) {
  switch (cell.column.kind) {
    case CsvKind::kText:
      return Store(cell, ReadText(cell.text));
    case CsvKind::kWebAddress:
      return Store(cell, ReadWebAddress(cell.text));
    case CsvKind::kEmailAddress:
      return Store(cell, ReadEmailAddress(cell.text));
    case CsvKind::kDate:
      return Store(cell, ReadDate(cell.text));
    case CsvKind::kPostcode:
      return Store(cell, ReadPostcode(cell.text));
    case CsvKind::kNumber:
      return Store(cell, ReadNumber(cell.text));
    case CsvKind::kYesNo:
      return Store(cell, ReadYesNo(cell.text));
    case CsvKind::kWord:
      return Store(cell,
                   ReadWord(*cell.column.path.leaf().enum_type(), cell.text));
    case CsvKind::kWords:
    case CsvKind::kStatutoryItems:
      return ReadWords(cell);
    case CsvKind::kList:
      return ReadTexts(cell);
    case CsvKind::kIdentifier:
      return ReadIdentifierCell(cell);
    case CsvKind::kOpening:
      return ReadOpeningCell(cell);
    case CsvKind::kReference:
    case CsvKind::kCost:
    case CsvKind::kFree:
      return;  // Read together with other cells.
  }
}

Message* RowReader::HolderOf(const CsvCell& cell) {
  return cell.column.path.Make(service(), &made_.record.local_offer);
}

void RowReader::Store(const CsvCell& cell, const CellReading& reading) {
  if (reading.refused()) return RefuseCell(cell, cell.text, reading, record());
  const bool trimmed = ReportTrimmed(cell, record());
  const bool repaired = !reading.rule.empty();
  if (repaired) ReportRepair(cell, reading, record());
  SetValue(cell, reading.value);
  if (trimmed || repaired) KeepSupplied(cell, HolderOf(cell), record());
}

void RowReader::SetValue(const CsvCell& cell, absl::string_view value) {
  Message* holder = HolderOf(cell);
  const FieldDescriptor& field = cell.column.path.leaf();
  const auto& reflection = *holder->GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number =
          entry::EnumNumber(*field.enum_type(), value).value_or(0);
      if (field.is_repeated()) {
        reflection.AddEnumValue(holder, &field, number);
      } else {
        reflection.SetEnumValue(holder, &field, number);
      }
      return;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(holder, &field, value == "yes");
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      double number = 0;
      if (absl::SimpleAtod(value, &number)) {
        reflection.SetDouble(holder, &field, number);
      }
      return;
    }
    default:
      if (field.is_repeated()) {
        reflection.AddString(holder, &field, std::string(value));
      } else if (value.empty()) {
        reflection.ClearField(holder, &field);
      } else {
        reflection.SetString(holder, &field, std::string(value));
      }
  }
}

void RowReader::ReadWords(const CsvCell& cell) {
  const FieldDescriptor& field = cell.column.path.leaf();
  absl::flat_hash_set<std::string> seen;
  for (absl::string_view item : ItemsOf(cell.text)) {
    CellReading reading = cell.column.kind == CsvKind::kStatutoryItems
                              ? ReadStatutoryItem(item)
                              : ReadWord(*field.enum_type(), item);
    if (!reading.refused() && !seen.insert(reading.value).second) {
      reading.reason = "DUPLICATE_VALUE";
      reading.wanted = "each value once";
    }
    if (reading.refused()) {
      RefuseCell(cell, item, reading, record());
    } else {
      SetValue(cell, reading.value);
    }
  }
  if (ReportTrimmed(cell, record())) {
    KeepSupplied(cell, HolderOf(cell), record());
  }
}

// White space around the items of a list is nothing to report.
void RowReader::ReadTexts(const CsvCell& cell) {
  for (absl::string_view item : ItemsOf(cell.text)) {
    Message* element = cell.column.path.AddElement(service());
    cell.column.path.SetTextIn(item, element);
    if (auto* keyword = DynamicCastToGenerated<v1::Attribute>(element)) {
      keyword->set_link_type(std::string(kKeywordLinkType));
    }
  }
}

void RowReader::ReadIdentifierCell(const CsvCell& cell) {
  const CellReading reading = ReadIdentifier(cell.column.heading, cell.text);
  if (reading.refused()) return RefuseCell(cell, cell.text, reading, record());
  const bool trimmed = ReportTrimmed(cell, record());
  const bool repaired = !reading.rule.empty();
  if (repaired) ReportRepair(cell, reading, record());
  auto& known =
      *service()->mutable_organization()->mutable_organization_identifiers();
  v1::OrganizationIdentifier identifier =
      IdentifierOf(cell.column.heading, reading.value);
  const bool again =
      std::any_of(known.begin(), known.end(), [&](const auto& other) {
        return other.identifier_scheme() == identifier.identifier_scheme() &&
               other.identifier() == identifier.identifier();
      });
  if (again) return;
  *known.Add() = std::move(identifier);
  if (trimmed || repaired) {
    KeepSupplied(cell, &known[known.size() - 1], record());
  }
}

// The first stretch of time joins what opening_hours says in words.
void RowReader::ReadOpeningCell(const CsvCell& cell) {
  bool is_first = true;
  for (const absl::string_view item : ItemsOf(cell.text)) {
    const OpeningReading reading = ReadOpening(item);
    if (reading.refused()) {
      CellReading refusal;
      refusal.reason = reading.reason;
      refusal.wanted = std::string(reading.wanted);
      RefuseCell(cell, item, refusal, record());
    }
    for (const v1::Schedule& schedule : reading.schedules) {
      v1::Schedule* into = is_first && service()->schedules_size() == 1
                               ? service()->mutable_schedules(0)
                               : service()->add_schedules();
      into->MergeFrom(schedule);
      is_first = false;
    }
  }
}

void RowReader::ReadCost() {
  const std::optional<CsvCell> cost = CellOf("cost");
  const std::optional<CsvCell> free = CellOf("free");
  CellReading answer;
  if (free.has_value()) answer = ReadYesNo(free->text);
  // Below 0 when the cost is no amount.
  const double amount =
      cost.has_value() ? AmountOf(cost->text).value_or(-1) : -1;
  if (answer.value == "yes" && amount > 0) {
    answer.reason = "CONTRADICTION";
    answer.wanted = absl::StrCat("no, because ", cost->heading, " is ",
                                 cost->text, "; or an empty cell");
  }
  if (answer.refused()) RefuseCell(*free, free->text, answer, record());
  if (!cost.has_value() && answer.value.empty()) return;
  v1::CostOption* option = service()->add_cost_options();
  if (answer.value == "yes") option->set_option("Free");
  if (answer.value == "no") option->set_option("Not free");
  if (answer.value == "yes") option->set_amount(0);
  if (amount >= 0) option->set_amount(amount);
  if (option->has_amount()) option->set_currency("GBP");
  if (!cost.has_value()) return;
  if (amount < 0) option->set_amount_description(std::string(cost->text));
  if (ReportTrimmed(*cost, record())) KeepSupplied(*cost, option, record());
}

// What every place of this form is, so that nobody has to say it.
void RowReader::CompletePlace() {
  if (service()->service_at_locations().empty()) return;
  v1::Location* place =
      service()->mutable_service_at_locations(0)->mutable_location();
  place->set_location_type(v1::LOCATION_TYPE_PHYSICAL);
  for (v1::Address& address : *place->mutable_addresses()) {
    address.set_address_type(v1::ADDRESS_TYPE_PHYSICAL);
    address.set_country("GB");
  }
}

void RowReader::ReadOtherCells() {
  for (size_t i = 0; i < row_.cells.size(); ++i) {
    const bool named = i < heading_.size() && !heading_[i].heading.empty();
    if (named && heading_[i].column != nullptr) continue;
    const std::string& cell = row_.cells[i];
    if (TrimmedCell(cell).empty()) continue;
    if (!named) {
      AddCsvViolation(
          absl::StrCat("column ", SpreadsheetColumn(i)), "", cell,
          "a heading above this cell, or nothing in it; if it is the end of "
          "the text before it, put quotation marks round the whole text",
          "CELL_WITHOUT_HEADING", record());
      continue;
    }
    v1::VerbatimMember* member =
        service()->mutable_verbatim()->add_unrecognized();
    member->set_name(heading_[i].member);
    member->set_json(entry::JsonString(cell));
  }
}

void RowReader::ReadId() {
  const std::optional<CsvCell> reference = CellOf("reference");
  made_.has_reference = reference.has_value();
  if (!reference.has_value()) {
    // A line break keeps these apart from references that people write.
    std::string source = absl::StrCat("name\n", service()->name(), "\n",
                                      service()->organization().name());
    if (service()->name().empty()) absl::StrAppend(&source, "\n", row_.number);
    service()->set_id(options_.entry_id_from_reference(source));
    return;
  }
  ReportTrimmed(*reference, record());
  CellReading reading;
  reading.value = absl::AsciiStrToLower(reference->text);
  if (entry::IsEntryUuid(reading.value)) {
    service()->set_id(reading.value);
    if (reading.value == reference->text) return;
    reading.rule = "ID_LOWER_CASED";
    reading.explanation = "Ids are written in lower case.";
    ReportRepair(*reference, reading, record());
    return;
  }
  service()->set_id(options_.entry_id_from_reference(reference->text));
  v1::VerbatimMember* member = service()->mutable_verbatim()->add_replaced();
  member->set_name("id");
  member->set_json(entry::JsonString(reference->text));
}

}  // namespace

CsvRecord ReadCsvRecord(const CsvHeading& heading, const CsvRow& row,
                        const CsvOptions& options) {
  return RowReader(heading, row, options).Read();
}

}  // namespace localoffer::openreferral
