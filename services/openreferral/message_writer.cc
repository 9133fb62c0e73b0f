#include "services/openreferral/message_writer.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>
#include <optional>
#include <string>

#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/openreferral/dialect.h"
#include "services/openreferral/enum_text.h"
#include "services/openreferral/json_tree.h"
#include "services/openreferral/repair.h"
#include "services/openreferral/required_members.h"
#include "services/openreferral/verbatim.h"

namespace localoffer::openreferral {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsService(const Message& message) {
  return message.GetDescriptor() == v1::Service::descriptor();
}

bool HasMember(const v1::Verbatim& verbatim, absl::string_view name) {
  for (const v1::VerbatimMember& member : verbatim.unrecognized()) {
    if (absl::string_view(member.name()) == name) return true;
  }
  return false;
}

// In Open Referral UK 1.0 these are in `eligibilitys`.
bool IsOfEligibility(const FieldDescriptor& field) {
  return field.containing_type() == v1::Service::descriptor() &&
         (field.name() == "minimum_age" || field.name() == "maximum_age" ||
          field.name() == "eligibility_description");
}

// Writes objects; the two styles differ in what they write besides the fields.
// Recursive: messages are nested no deeper than protobuf parses them.
class ObjectWriter {
 public:
  ObjectWriter(const WriteOptions& options, const v1::LocalOffer* local_offer)
      : options_(options), writer_(buffer_), local_offer_(local_offer) {}

  // `id` is the object's, if it has none of its own.
  void Write(const Message& message, const std::string& id) {
    writer_.StartObject();
    if (options_.as_supplied) {
      WriteAsSupplied(message);
    } else {
      WriteStandard(message, id);
    }
    writer_.EndObject();
  }

  std::string Text() const {
    return std::string(buffer_.GetString(), buffer_.GetSize());
  }

 private:
  bool InDialect1() const { return options_.format == Format::kOpenReferral1; }

  // What was repaired is written as it was, what was derived not at all.
  void WriteAsSupplied(const Message& message) {
    const v1::Verbatim& verbatim = VerbatimOf(message);
    for (const v1::VerbatimMember& member : verbatim.replaced()) {
      if (!member.json().empty()) WriteVerbatim(member);
    }
    const Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const std::string name = MemberOfField(options_.format, field);
      if (IsPopulated(message, field) && !WasReplaced(verbatim, name)) {
        WriteField(message, field, name, "");
      }
    }
    for (const v1::VerbatimMember& member : verbatim.unrecognized()) {
      WriteVerbatim(member);
    }
    if (!WasReplaced(verbatim, "local_offer")) WriteLocalOffer(message);
  }

  void WriteStandard(const Message& message, const std::string& id) {
    const Descriptor& type = *message.GetDescriptor();
    const std::string own_id = IdOf(message, id);
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (InDialect1() && IsOfEligibility(field)) continue;
      const std::string name = MemberOfField(options_.format, field);
      if (IsPopulated(message, field)) {
        WriteField(message, field, name, own_id);
      } else {
        WriteAbsent(message, field, name, own_id);
      }
    }
    if (InDialect1() && IsService(message)) {
      WriteEligibility(static_cast<const v1::Service&>(message), own_id);
    }
    for (const v1::VerbatimMember& member :
         VerbatimOf(message).unrecognized()) {
      // A member of this dialect would not be valid as another dialect's.
      const bool known = member.name() == "local_offer" ||
                         FieldOfMember(options_.format, type, member.name());
      if (!known) WriteVerbatim(member);
    }
    WriteLocalOffer(message);
  }

  static bool IsPopulated(const Message& message,
                          const FieldDescriptor& field) {
    if (field.name() == "verbatim") return false;
    const Reflection& reflection = *message.GetReflection();
    if (field.is_repeated()) return reflection.FieldSize(message, &field) > 0;
    if (!reflection.HasField(message, &field)) return false;
    return field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM ||
           !EnumText(*reflection.GetEnum(message, &field)).empty();
  }

  static bool WasReplaced(const v1::Verbatim& verbatim,
                          absl::string_view name) {
    for (const v1::VerbatimMember& member : verbatim.replaced()) {
      if (absl::string_view(member.name()) == name) return true;
    }
    return false;
  }

  static std::string IdOf(const Message& message, const std::string& derived) {
    const FieldDescriptor* field =
        message.GetDescriptor()->FindFieldByName("id");
    if (field == nullptr || !IsPopulated(message, *field)) return derived;
    return message.GetReflection()->GetString(message, field);
  }

  void WriteField(const Message& message, const FieldDescriptor& field,
                  const std::string& name, const std::string& owner_id) {
    WriteKey(name);
    if (!field.is_repeated()) {
      WriteValue(message, field, -1, owner_id);
      return;
    }
    writer_.StartArray();
    const int size = message.GetReflection()->FieldSize(message, &field);
    for (int i = 0; i < size; ++i) WriteValue(message, field, i, owner_id);
    writer_.EndArray();
  }

  // `index` is -1 for a field that is not repeated.
  void WriteValue(const Message& message, const FieldDescriptor& field,
                  int index, const std::string& owner_id) {
    const Reflection& reflection = *message.GetReflection();
    const bool one = index < 0;
    std::string scratch;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        WritePart(one ? reflection.GetMessage(message, &field)
                      : reflection.GetRepeatedMessage(message, &field, index),
                  field, one ? 0 : index, owner_id);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        WriteString(
            one ? reflection.GetStringReference(message, &field, &scratch)
                : reflection.GetRepeatedStringReference(message, &field, index,
                                                        &scratch));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        WriteEnum(one ? *reflection.GetEnum(message, &field)
                      : *reflection.GetRepeatedEnum(message, &field, index));
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        writer_.Bool(reflection.GetBool(message, &field));
        break;
      default:
        WriteNumber(reflection.GetDouble(message, &field));
    }
  }

  void WritePart(const Message& part, const FieldDescriptor& field, int index,
                 const std::string& owner_id) {
    const bool derive = !options_.as_supplied && IdOf(part, "").empty();
    Write(part, derive ? DerivedId(owner_id, field.name(), index) : "");
  }

  void WriteAbsent(const Message& message, const FieldDescriptor& field,
                   const std::string& name, const std::string& own_id) {
    if (field.name() == "id") {
      WriteKey(name);
      WriteString(own_id);
    } else if (IsService(message) && field.name() == "organization_id") {
      WriteOrganizationId(static_cast<const v1::Service&>(message), own_id);
    } else if (const auto text =
                   RequiredText(options_.format, message, field)) {
      WriteKey(name);
      WriteString(*text);
    } else if (InDialect1() && IsService(message) &&
               field.name() == "organization") {
      WriteKey(name);
      Write(v1::Organization(), DerivedId(own_id, field.name(), 0));
    }
  }

  // The standard's guidance asks for it, though its schema does not.
  void WriteOrganizationId(const v1::Service& service,
                           const std::string& own_id) {
    if (InDialect1() || !service.has_organization()) return;
    WriteKey("organization_id");
    WriteString(
        IdOf(service.organization(), DerivedId(own_id, "organization", 0)));
  }

  void WriteEligibility(const v1::Service& service, const std::string& own_id) {
    const bool any = service.has_minimum_age() || service.has_maximum_age() ||
                     service.has_eligibility_description();
    if (!any || HasMember(service.verbatim(), "eligibilitys")) return;
    WriteKey("eligibilitys");
    writer_.StartArray();
    writer_.StartObject();
    WriteKey("id");
    WriteString(DerivedId(own_id, "eligibilitys", 0));
    if (service.has_eligibility_description()) {
      WriteKey("eligibility");
      WriteString(service.eligibility_description());
    }
    if (service.has_minimum_age()) {
      WriteKey("minimum_age");
      WriteNumber(service.minimum_age());
    }
    if (service.has_maximum_age()) {
      WriteKey("maximum_age");
      WriteNumber(service.maximum_age());
    }
    writer_.EndObject();
    writer_.EndArray();
  }

  void WriteLocalOffer(const Message& message) {
    if (local_offer_ == nullptr || !IsService(message) ||
        local_offer_->ByteSizeLong() == 0) {
      return;
    }
    WriteKey("local_offer");
    Write(*local_offer_, "");
  }

  void WriteVerbatim(const v1::VerbatimMember& member) {
    WriteKey(member.name());
    if (IsJson(member.json())) {
      // Strings hold no line breaks as such, so that these are white space;
      // without them a service fits on one line.
      const std::string json =
          absl::StrReplaceAll(member.json(), {{"\n", ""}, {"\r", ""}});
      writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
    } else {
      WriteString(member.json());
    }
  }

  void WriteKey(absl::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }

  void WriteString(absl::string_view text) {
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }

  // A later version of the model may have sent a value unknown to this one.
  void WriteEnum(const google::protobuf::EnumValueDescriptor& value) {
    const std::string text = EnumText(value);
    if (!text.empty()) WriteString(text);
  }

  void WriteNumber(double number) {
    if (!std::isfinite(number)) {
      writer_.Null();
      return;
    }
    const std::string text = NumberText(number);
    writer_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
  }

  const WriteOptions& options_;
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
  const v1::LocalOffer* local_offer_;
};

}  // namespace

std::string MessageJson(const Message& message,
                        const v1::LocalOffer* local_offer,
                        const WriteOptions& options) {
  ObjectWriter writer(options, local_offer);
  writer.Write(message, "");
  return writer.Text();
}

}  // namespace localoffer::openreferral
