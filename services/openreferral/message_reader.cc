#include "services/openreferral/message_reader.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/openreferral/dialect.h"
#include "services/openreferral/enum_text.h"
#include "services/openreferral/repair.h"
#include "services/openreferral/service_id.h"
#include "services/openreferral/verbatim.h"

namespace localoffer::openreferral {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::string_view kTypeConverted =
    "The value had another JSON type than the standard's and was converted.";

bool IsContainer(const JsonNode& node) {
  return node.kind == JsonKind::kArray || node.kind == JsonKind::kObject;
}

// What people want to see of a value: strings without their quotes.
absl::string_view Shown(const JsonNode& node) {
  return node.kind == JsonKind::kString ? node.text : node.raw;
}

void StoreString(std::string value, const FieldDescriptor& field,
                 Message* message) {
  const auto* reflection = message->GetReflection();
  if (field.is_repeated()) {
    reflection->AddString(message, &field, std::move(value));
  } else {
    reflection->SetString(message, &field, std::move(value));
  }
}

// What a value of `field` should have been, for a violation.
std::string Wanted(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrCat("one of: ", EnumTexts(*field.enum_type()));
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::EndsWith(field.name(), "_age")
                 ? "an age in years, from 0 to 130"
                 : "a number";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "an object";
    default:
      return TextKindOf(field) == TextKind::kUrl
                 ? "a web address, such as https://www.example.org"
                 : "text";
  }
}

}  // namespace

MessageReader::MessageReader(const JsonTree* tree, const ReadContext* context,
                             RecordReport* report)
    : tree_(*tree), context_(*context), report_(*report) {}

void MessageReader::Read(size_t index, Message* message,
                         v1::LocalOffer* local_offer) {
  local_offer_ = local_offer;
  ReadObject(index, message);
}

bool MessageReader::ReadObject(size_t index, Message* message) {
  bool faithful = true;
  absl::flat_hash_set<absl::string_view> seen;
  for (const size_t child : tree_.Children(index)) {
    const JsonNode& node = tree_.node(child);
    if (!seen.insert(node.name).second) {
      RecordReport::Step step(&report_, node.name, report_.FieldOf(node.name));
      report_.AddViolation(Shown(node), "each member once in its object",
                           "DUPLICATE_MEMBER");
      continue;
    }
    faithful = ReadMember(child, message) && faithful;
  }
  return faithful;
}

bool MessageReader::ReadMember(size_t index, Message* message) {
  const JsonNode& node = tree_.node(index);
  if (local_offer_ != nullptr && node.name == "local_offer" &&
      message->GetDescriptor() == v1::Service::descriptor()) {
    return ReadLocalOffer(index, message);
  }
  const FieldDescriptor* field =
      FieldOfMember(context_.format, *message->GetDescriptor(), node.name);
  const absl::string_view name =
      field == nullptr ? node.name : absl::string_view(field->name());
  RecordReport::Step step(&report_, node.name, report_.FieldOf(name));
  if (field != nullptr && ReadField(index, *field, message)) return true;
  v1::Verbatim* verbatim = MutableVerbatim(message);
  if (verbatim == nullptr) {
    if (field == nullptr) {
      report_.AddRepair(Shown(node), "", "MEMBER_SET_ASIDE",
                        "No member of this name is known here.");
    }
    return false;
  }
  if (field == nullptr) {
    v1::VerbatimMember* member = verbatim->add_unrecognized();
    member->set_name(std::string(node.name));
    member->set_json(std::string(node.raw));
  } else {
    KeepReplaced(node.name, node.raw, verbatim);
  }
  return true;
}

bool MessageReader::ReadLocalOffer(size_t index, Message* service) {
  const JsonNode& node = tree_.node(index);
  RecordReport::Step step(&report_, node.name, "local_offer");
  if (node.kind == JsonKind::kObject && !IsEmpty(index)) {
    in_local_offer_ = true;
    ReadObject(index, local_offer_);
    in_local_offer_ = false;
    return true;
  }
  if (IsEmpty(index)) {
    report_.NoteEmpty();
  } else {
    report_.AddViolation(Shown(node), "an object", "TYPE_SET_ASIDE");
  }
  KeepReplaced(node.name, node.raw, MutableVerbatim(service));
  return true;
}

bool MessageReader::IsEmpty(size_t index) const {
  const JsonNode& node = tree_.node(index);
  if (node.kind == JsonKind::kNull) return true;
  if (node.kind == JsonKind::kString) return Trimmed(node.text).empty();
  return IsContainer(node) && node.end == index + 1;
}

bool MessageReader::ReadField(size_t index, const FieldDescriptor& field,
                              Message* message) {
  if (IsEmpty(index)) {
    // That a service has no name gets a repair of its own.
    if (report_.field() != "service.name") report_.NoteEmpty();
    return false;
  }
  if (field.is_repeated()) return ReadRepeated(index, field, message);
  return ReadValue(index, field, message);
}

bool MessageReader::ReadRepeated(size_t index, const FieldDescriptor& field,
                                 Message* message) {
  const JsonNode& node = tree_.node(index);
  if (node.kind != JsonKind::kArray) {
    const bool taken = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE
                           ? node.kind == JsonKind::kObject
                           : !IsContainer(node);
    if (taken) {
      report_.AddRepair(Shown(node), absl::StrCat("[", node.raw, "]"),
                        "TYPE_CONVERTED",
                        "A list was wanted; the value was taken as its only "
                        "element.");
    }
    ReadValue(index, field, message);
    return false;
  }
  bool faithful = true;
  size_t element = 0;
  for (const size_t child : tree_.Children(index)) {
    const int position = message->GetReflection()->FieldSize(*message, &field);
    RecordReport::Step step(&report_, element++, position);
    faithful = ReadValue(child, field, message) && faithful;
  }
  return faithful;
}

bool MessageReader::ReadValue(size_t index, const FieldDescriptor& field,
                              Message* message) {
  const JsonNode& node = tree_.node(index);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ReadMessage(index, field, message);
    case FieldDescriptor::CPPTYPE_STRING:
      return TextKindOf(field) == TextKind::kId
                 ? ReadId(node, field, message)
                 : ReadString(node, field, message);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return ReadNumber(node, field, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return ReadEnum(node, field, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return ReadBool(node, field, message);
    default:
      // The model has no other types.
      return false;
  }
}

bool MessageReader::ReadMessage(size_t index, const FieldDescriptor& field,
                                Message* message) {
  const JsonNode& node = tree_.node(index);
  if (node.kind != JsonKind::kObject) {
    return SetNodeAside(node, field, "TYPE_SET_ASIDE",
                        "An object was wanted, so the value was set aside.");
  }
  const auto* reflection = message->GetReflection();
  Message* part = field.is_repeated()
                      ? reflection->AddMessage(message, &field)
                      : reflection->MutableMessage(message, &field);
  return ReadObject(index, part);
}

bool MessageReader::ReadString(const JsonNode& node,
                               const FieldDescriptor& field, Message* message) {
  if (IsContainer(node) || node.kind == JsonKind::kNull) {
    return SetNodeAside(node, field, "TYPE_SET_ASIDE",
                        "Text was wanted, so the value was set aside.");
  }
  Repaired text = RepairString(field, Shown(node));
  if (!text.value.has_value()) {
    if (text.rule.empty()) {
      report_.NoteEmpty();
      return false;
    }
    return SetNodeAside(node, field, text.rule, text.explanation);
  }
  if (node.kind != JsonKind::kString && !text.changed()) {
    text.rule = "TYPE_CONVERTED";
    text.explanation = kTypeConverted;
  }
  if (text.changed()) {
    report_.AddRepair(Shown(node), *text.value, text.rule, text.explanation);
  }
  StoreString(*std::move(text.value), field, message);
  return !text.changed();
}

bool MessageReader::ReadId(const JsonNode& node, const FieldDescriptor& field,
                           Message* message) {
  if (node.kind != JsonKind::kString && node.kind != JsonKind::kNumber) {
    return SetNodeAside(node, field, "TYPE_SET_ASIDE",
                        "An id was wanted, so the value was set aside.");
  }
  const Repaired text = RepairText(node.text);
  if (!text.value.has_value()) {
    report_.NoteEmpty();
    return false;
  }
  const std::string id =
      *text.value == context_.source_id
          ? context_.entry_id
          : EntryIdFromSource(context_.authority, *text.value);
  const bool faithful =
      node.kind == JsonKind::kString && node.text == absl::string_view(id);
  // The record's own id is reported by whoever decided it.
  if (!faithful && report_.field() != "service.id") {
    report_.NoteDerivedId(node.text, id);
  }
  StoreString(id, field, message);
  return faithful;
}

bool MessageReader::ReadNumber(const JsonNode& node,
                               const FieldDescriptor& field, Message* message) {
  if (node.kind != JsonKind::kNumber && node.kind != JsonKind::kString) {
    return SetNodeAside(node, field, "TYPE_SET_ASIDE",
                        "A number was wanted, so the value was set aside.");
  }
  RepairedNumber number = RepairNumber(field, node.text);
  if (!number.value.has_value()) {
    return SetNodeAside(node, field, number.rule, number.explanation);
  }
  if (node.kind == JsonKind::kString && !number.changed()) {
    number.rule = "TYPE_CONVERTED";
    number.explanation = kTypeConverted;
  }
  message->GetReflection()->SetDouble(message, &field, *number.value);
  if (!number.changed()) return true;
  report_.AddRepair(Shown(node), NumberText(*number.value), number.rule,
                    number.explanation);
  return false;
}

bool MessageReader::ReadEnum(const JsonNode& node, const FieldDescriptor& field,
                             Message* message) {
  if (node.kind != JsonKind::kString && node.kind != JsonKind::kNumber) {
    return SetNodeAside(node, field, "TYPE_SET_ASIDE",
                        "Text was wanted, so the value was set aside.");
  }
  const auto value = EnumFromText(*field.enum_type(), Trimmed(node.text));
  if (!value.value.has_value()) {
    return SetNodeAside(node, field, value.rule, value.explanation);
  }
  const auto* reflection = message->GetReflection();
  if (field.is_repeated()) {
    reflection->AddEnumValue(message, &field, *value.value);
  } else {
    reflection->SetEnumValue(message, &field, *value.value);
  }
  const std::string text =
      EnumText(*field.enum_type()->FindValueByNumber(*value.value));
  if (node.kind == JsonKind::kString && node.text == absl::string_view(text)) {
    return true;
  }
  report_.AddRepair(Shown(node), text, "ENUM_CASE",
                    "The value was written as the standard writes it.");
  return false;
}

bool MessageReader::ReadBool(const JsonNode& node, const FieldDescriptor& field,
                             Message* message) {
  const bool plain =
      node.kind == JsonKind::kTrue || node.kind == JsonKind::kFalse;
  const absl::string_view text = Trimmed(Shown(node));
  const bool value = absl::EqualsIgnoreCase(text, "true");
  if (IsContainer(node) || !(value || absl::EqualsIgnoreCase(text, "false"))) {
    return SetNodeAside(node, field, "TYPE_SET_ASIDE",
                        "True or false was wanted, so the value was set "
                        "aside.");
  }
  message->GetReflection()->SetBool(message, &field, value);
  if (plain) return true;
  report_.AddRepair(Shown(node), value ? "true" : "false", "TYPE_CONVERTED",
                    kTypeConverted);
  return false;
}

bool MessageReader::SetNodeAside(const JsonNode& node,
                                 const FieldDescriptor& field,
                                 absl::string_view rule,
                                 absl::string_view explanation) {
  if (in_local_offer_) {
    report_.AddViolation(Shown(node), Wanted(field), rule);
  } else {
    report_.AddRepair(Shown(node), "", rule, explanation);
  }
  return false;
}

}  // namespace localoffer::openreferral
