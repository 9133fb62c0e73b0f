#include "services/openreferral/csv_writer.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/entry/json_text.h"
#include "services/openreferral/csv_columns.h"
#include "services/openreferral/csv_formula.h"
#include "services/openreferral/csv_identifier.h"
#include "services/openreferral/csv_opening.h"

namespace localoffer::openreferral {
namespace {

using ::google::protobuf::DynamicCastToGenerated;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

void AppendCell(absl::string_view cell, bool is_text, std::string* out) {
  const bool guarded = is_text && NeedsFormulaGuard(cell);
  const bool quoted = cell.find_first_of(",;\t\"\r\n") != cell.npos ||
                      (!cell.empty() && (absl::ascii_isspace(cell.front()) ||
                                         absl::ascii_isspace(cell.back())));
  if (quoted) out->push_back('"');
  if (guarded) out->push_back('\'');
  for (const char c : cell) {
    if (c == '"') out->push_back('"');
    out->push_back(c);
  }
  if (quoted) out->push_back('"');
}

// The text that `verbatim.replaced` of a message has for `name`, if any.
std::optional<std::string> SuppliedText(const Message& holder,
                                        absl::string_view name) {
  const FieldDescriptor* field =
      holder.GetDescriptor()->FindFieldByName("verbatim");
  if (field == nullptr) return std::nullopt;
  const auto* verbatim = DynamicCastToGenerated<v1::Verbatim>(
      &holder.GetReflection()->GetMessage(holder, field));
  for (const v1::VerbatimMember& member : verbatim->replaced()) {
    if (member.name() == name) return entry::TextOfJsonString(member.json());
  }
  return std::nullopt;
}

std::string JoinedItems(const std::vector<std::string>& items) {
  return absl::StrJoin(items, "; ", [](std::string* out, absl::string_view i) {
    out->append(absl::StrReplaceAll(i, {{";", ","}}));
  });
}

std::string ValueCell(const Message& holder, const FieldDescriptor& field) {
  const auto& reflection = *holder.GetReflection();
  if (field.is_repeated()) {
    const int size = reflection.FieldSize(holder, &field);
    std::vector<std::string> items;
    items.reserve(static_cast<size_t>(size));
    for (int i = 0; i < size; ++i) {
      items.push_back(field.enum_type() == nullptr
                          ? reflection.GetRepeatedString(holder, &field, i)
                          : entry::EnumWord(*field.enum_type(),
                                            reflection.GetRepeatedEnumValue(
                                                holder, &field, i)));
    }
    return JoinedItems(items);
  }
  if (!reflection.HasField(holder, &field)) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return entry::EnumWord(*field.enum_type(),
                             reflection.GetEnumValue(holder, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(holder, &field) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return entry::JsonNumber(reflection.GetDouble(holder, &field));
    default:
      return reflection.GetString(holder, &field);
  }
}

std::string ListCell(const CsvPath& path, const v1::Service& service) {
  std::vector<std::string> items;
  for (const Message* element : path.Elements(service)) {
    if (element->GetDescriptor() == v1::Attribute::descriptor() &&
        DynamicCastToGenerated<v1::Attribute>(element)->link_type() !=
            kKeywordLinkType) {
      continue;
    }
    std::string text = path.TextIn(*element);
    if (!text.empty()) items.push_back(std::move(text));
  }
  return JoinedItems(items);
}

std::string CostCell(const v1::Service& service) {
  if (service.cost_options().empty()) {
    return service.has_fees_description() ? service.fees_description()
                                          : service.fees();
  }
  const v1::CostOption& option = service.cost_options(0);
  if (!option.amount_description().empty()) return option.amount_description();
  const bool said_by_free = option.option() == "Free" && option.amount() == 0;
  if (!option.has_amount() || said_by_free) return "";
  return entry::JsonNumber(option.amount());
}

std::string FreeCell(const v1::Service& service) {
  if (service.cost_options().empty()) return "";
  const std::string& option = service.cost_options(0).option();
  if (option == "Free") return "yes";
  return option == "Not free" ? "no" : "";
}

class RowCells {
 public:
  RowCells(const v1::Service& service, const v1::LocalOffer& local_offer,
           bool as_supplied)
      : service_(service),
        local_offer_(local_offer),
        as_supplied_(as_supplied) {}

  std::string CellOf(const CsvColumn& column) const;

 private:
  std::string PathCell(const CsvPath& path) const;
  std::optional<std::string> Supplied(const CsvPath& path,
                                      const Message& holder) const;

  const v1::Service& service_;
  const v1::LocalOffer& local_offer_;
  const bool as_supplied_;
};

std::string RowCells::CellOf(const CsvColumn& column) const {
  switch (column.kind) {
    case CsvKind::kReference:
      return SuppliedText(service_, "id").value_or(service_.id());
    case CsvKind::kIdentifier:
      return IdentifierCell(column.heading, service_.organization());
    case CsvKind::kCost:
      return CostCell(service_);
    case CsvKind::kFree:
      return FreeCell(service_);
    case CsvKind::kOpening:
      return OpeningCell(service_.schedules());
    case CsvKind::kList:
      return ListCell(column.path, service_);
    default:
      break;
  }
  std::string cell = PathCell(column.path);
  for (const CsvPath& fallback : column.fallbacks) {
    if (cell.empty()) cell = PathCell(fallback);
  }
  return cell;
}

std::string RowCells::PathCell(const CsvPath& path) const {
  const Message* holder = path.Find(service_, local_offer_);
  if (holder == nullptr) return "";
  if (as_supplied_) {
    if (std::optional<std::string> text = Supplied(path, *holder)) {
      return *std::move(text);
    }
  }
  return ValueCell(*holder, path.leaf());
}

std::optional<std::string> RowCells::Supplied(const CsvPath& path,
                                              const Message& holder) const {
  if (auto text = SuppliedText(holder, path.leaf().name())) return text;
  const absl::string_view prefix = "local_offer.";
  const absl::string_view name = path.text();
  if (name.substr(0, prefix.size()) != prefix) return std::nullopt;
  return SuppliedText(local_offer_, name.substr(prefix.size()));
}

}  // namespace

void CsvWriter::AppendHeading(std::string* out) const {
  if (options_.byte_order_mark) out->append("\xef\xbb\xbf");
  bool first = true;
  for (const CsvColumn& column : CsvColumns()) {
    if (!first) out->push_back(',');
    first = false;
    out->append(column.heading);
  }
  out->append("\r\n");
}

void CsvWriter::AppendRow(const v1::Service& service,
                          const v1::LocalOffer& local_offer,
                          std::string* out) const {
  const RowCells cells(service, local_offer, options_.as_supplied);
  bool first = true;
  for (const CsvColumn& column : CsvColumns()) {
    if (!first) out->push_back(',');
    first = false;
    // A number that we wrote is no formula, and -2.58 should stay a number.
    const bool is_text = column.kind != CsvKind::kNumber;
    AppendCell(cells.CellOf(column), is_text, out);
  }
  out->append("\r\n");
}

}  // namespace localoffer::openreferral
