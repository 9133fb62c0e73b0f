#include "services/entry/validate.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/message.h"
#include "services/entry/excerpt.h"
#include "services/entry/field_rules.h"
#include "services/entry/forms.h"
#include "services/entry/json_text.h"
#include "services/entry/statutory_items.h"
#include "storage/directory/provider_id.h"

namespace localoffer::entry {
namespace {

using ::google::protobuf::DynamicCastToGenerated;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

constexpr size_t kMostViolations = 1000;

bool IsBlank(absl::string_view text) {
  return absl::StripAsciiWhitespace(text).empty();
}

class RecordCheck {
 public:
  RecordCheck(const ValidationContext& context, absl::string_view name)
      : context_(context), title_(Excerpt(name)) {}

  void CheckSize(size_t bytes);
  // Everything that holds for a field wherever it stands, and for the messages
  // inside `message`.
  void Walk(const Message& message, const std::string& path);
  std::vector<v1::Violation> Finish() &&;

 private:
  void Add(const std::string& path, absl::string_view value, Finding finding);
  void Require(absl::string_view value, const std::string& path,
               absl::string_view wanted);

  void CheckField(const Message& message, const FieldDescriptor& field,
                  const std::string& path);
  void CheckList(const Message& message, const FieldDescriptor& field,
                 const std::string& path);
  void CheckEnum(const FieldDescriptor& field, int number,
                 const std::string& path);

  void CheckMessage(const Message& message, const std::string& path);
  void CheckService(const v1::Service& service, const std::string& path);
  void CheckIdentifier(const v1::OrganizationIdentifier& identifier,
                       const std::string& path);
  void CheckLocalOffer(const v1::LocalOffer& local_offer,
                       const std::string& path);
  void CheckOrder(double low, double high, const std::string& path,
                  absl::string_view high_field);

  const ValidationContext& context_;
  const std::string title_;
  std::vector<v1::Violation> violations_;
  size_t left_out_ = 0;
};

void RecordCheck::Add(const std::string& path, absl::string_view value,
                      Finding finding) {
  if (violations_.size() >= kMostViolations) {
    ++left_out_;
    return;
  }
  v1::Violation& violation = violations_.emplace_back();
  *violation.mutable_position() = context_.position;
  violation.set_title(title_);
  violation.set_field(path);
  violation.set_value(Excerpt(value));
  violation.set_wanted(std::move(finding.wanted));
  violation.set_reason(std::string(finding.reason));
}

std::vector<v1::Violation> RecordCheck::Finish() && {
  if (left_out_ > 0) {
    v1::Violation last = violations_.back();
    last.clear_field();
    last.set_value(absl::StrCat(left_out_));
    last.set_wanted(absl::StrCat("a record with fewer faults: there are ",
                                 left_out_, " more than these"));
    last.set_reason("TOO_MANY_VIOLATIONS");
    violations_.push_back(std::move(last));
  }
  return std::move(violations_);
}

void RecordCheck::CheckSize(size_t bytes) {
  if (bytes <= kRecordBytes) return;
  Add("", absl::StrCat(bytes, " bytes"),
      {"RECORD_TOO_LARGE", "a record of at most 1 MiB (1,048,576 bytes)"});
}

void RecordCheck::Require(absl::string_view value, const std::string& path,
                          absl::string_view wanted) {
  if (IsBlank(value)) Add(path, value, {"REQUIRED", std::string(wanted)});
}

void RecordCheck::Walk(const Message& message, const std::string& path) {
  CheckMessage(message, path);
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string field_path = absl::StrCat(path, ".", field->name());
    if (field->is_repeated()) {
      CheckList(message, *field, field_path);
    } else {
      CheckField(message, *field, field_path);
    }
  }
}

void RecordCheck::CheckField(const Message& message,
                             const FieldDescriptor& field,
                             const std::string& path) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      Walk(reflection.GetMessage(message, &field), path);
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      CheckEnum(field, reflection.GetEnumValue(message, &field), path);
      return;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      const std::string& value =
          reflection.GetStringReference(message, &field, &scratch);
      if (auto finding = CheckText(field.name(), value)) {
        Add(path, value, *std::move(finding));
      }
      return;
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const double value = reflection.GetDouble(message, &field);
      if (auto finding = CheckNumber(field.name(), value)) {
        Add(path, absl::StrCat(value), *std::move(finding));
      }
      return;
    }
    default:
      return;  // Booleans can't be wrong.
  }
}

void RecordCheck::CheckList(const Message& message,
                            const FieldDescriptor& field,
                            const std::string& path) {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  if (size > kListLength) {
    Add(path, absl::StrCat(size, " items"),
        {"TOO_MANY_ITEMS", "a list of at most 1,000 items"});
  }
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < std::min(size, kListLength); ++i) {
    const std::string element = absl::StrCat(path, "[", i, "]");
    std::string word;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Walk(reflection.GetRepeatedMessage(message, &field, i), element);
      continue;
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int number = reflection.GetRepeatedEnumValue(message, &field, i);
      CheckEnum(field, number, element);
      word = EnumWord(*field.enum_type(), number);
    } else {
      word = reflection.GetRepeatedString(message, &field, i);
      if (auto finding = CheckText(field.name(), word)) {
        Add(element, word, *std::move(finding));
      }
    }
    if (!seen.insert(word).second) {
      Add(element, word, {"DUPLICATE_VALUE", "each value once"});
    }
  }
}

void RecordCheck::CheckEnum(const FieldDescriptor& field, int number,
                            const std::string& path) {
  if (number != 0 && field.enum_type()->FindValueByNumber(number) != nullptr) {
    return;
  }
  std::string words;
  for (const std::string& word : EnumWords(*field.enum_type())) {
    absl::StrAppend(&words, words.empty() ? "one of: " : ", ", word);
  }
  Add(path, absl::StrCat(number), {"UNKNOWN_VALUE", words});
}

void RecordCheck::CheckMessage(const Message& message,
                               const std::string& path) {
  if (const auto* service = DynamicCastToGenerated<v1::Service>(&message)) {
    CheckService(*service, path);
  } else if (const auto* local_offer =
                 DynamicCastToGenerated<v1::LocalOffer>(&message)) {
    CheckLocalOffer(*local_offer, path);
  } else if (const auto* organization =
                 DynamicCastToGenerated<v1::Organization>(&message)) {
    Require(organization->name(), path + ".name", "the provider's name");
  } else if (const auto* phone = DynamicCastToGenerated<v1::Phone>(&message)) {
    Require(phone->number(), path + ".number", "a telephone number");
  } else if (const auto* identifier =
                 DynamicCastToGenerated<v1::OrganizationIdentifier>(&message)) {
    CheckIdentifier(*identifier, path);
  } else if (const auto* transition =
                 DynamicCastToGenerated<v1::Transition>(&message)) {
    if (transition->has_from_age() && transition->has_to_age()) {
      CheckOrder(transition->from_age(), transition->to_age(), path, "to_age");
    }
  }
}

void RecordCheck::CheckService(const v1::Service& service,
                               const std::string& path) {
  // Other ids are checked by their field's rule.
  if (!service.has_id()) {
    Require("", path + ".id", "the service's id, a lower-case UUID");
  } else if (IsUuid(service.id()) && !IsEntryUuid(service.id())) {
    Add(path + ".id", service.id(),
        {"NOT_A_UUID", "a lower-case UUID of RFC 4122"});
  }
  Require(service.name(), path + ".name", "the service's name");
  if (service.name().size() > kNameBytes) {
    Add(path + ".name", service.name(),
        {"TOO_LONG", "a name of at most 500 bytes"});
  }
  if (service.has_minimum_age() && service.has_maximum_age()) {
    CheckOrder(service.minimum_age(), service.maximum_age(), path,
               "maximum_age");
  }
  const auto date = DateOf(service.assured_date());
  const absl::CivilDay latest =
      absl::ToCivilDay(context_.now, absl::UTCTimeZone()) + 1;
  if (date.has_value() && *date > latest) {
    Add(path + ".assured_date", service.assured_date(),
        {"DATE_IN_FUTURE",
         "the day on which somebody last checked the record, "
         "today or earlier"});
  }
}

void RecordCheck::CheckOrder(double low, double high, const std::string& path,
                             absl::string_view high_field) {
  if (low <= high || low != low || high != high) return;
  Add(absl::StrCat(path, ".", high_field), absl::StrCat(high),
      {"OUT_OF_RANGE",
       absl::StrCat("an age that is not below the lower limit, ", low)});
}

void RecordCheck::CheckIdentifier(const v1::OrganizationIdentifier& identifier,
                                  const std::string& path) {
  Require(identifier.identifier(), path + ".identifier",
          "the identifier in the register");
  if (IsBlank(identifier.identifier())) return;
  const std::string scheme =
      absl::AsciiStrToUpper(identifier.identifier_scheme());
  const bool charity = scheme == "GB-CHC";
  if (!charity && scheme != "GB-COH") return;
  if (ProviderId(scheme, identifier.identifier()).has_value()) return;
  Add(path + ".identifier", identifier.identifier(),
      {"MALFORMED_IDENTIFIER",
       charity ? "a charity number of 6 or 7 digits, with -1 and so on for a "
                 "linked charity"
               : "a company number of 8 digits, or letters such as SC and 6 "
                 "digits"});
}

void RecordCheck::CheckLocalOffer(const v1::LocalOffer& local_offer,
                                  const std::string& path) {
  for (int i = 0; i < local_offer.statutory_items_size(); ++i) {
    const std::string& id = local_offer.statutory_items(i);
    if (FindStatutoryItem(id) != nullptr) continue;
    Add(absl::StrCat(path, ".statutory_items[", i, "]"), id,
        {"UNKNOWN_STATUTORY_ITEM",
         "the id of a statutory item, such as LO-C9"});
  }
}

}  // namespace

std::vector<v1::Violation> Validate(const v1::Service& service,
                                    const v1::LocalOffer& local_offer,
                                    const ValidationContext& context) {
  RecordCheck check(context, service.name());
  check.CheckSize(service.ByteSizeLong() + local_offer.ByteSizeLong());
  check.Walk(service, "service");
  check.Walk(local_offer, "local_offer");
  return std::move(check).Finish();
}

}  // namespace localoffer::entry
