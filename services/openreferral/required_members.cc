#include "services/openreferral/required_members.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/openreferral/service_id.h"

namespace localoffer::openreferral {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Required {
  absl::string_view type;
  absl::string_view field;
  absl::string_view text;
  // A field of the same message that says it better, where there is one.
  absl::string_view instead;
};

constexpr Required kRequired[] = {
    {"Service", "name", "Unnamed service", "alternate_name"},
    {"Service", "status", "active", ""},
    {"Organization", "name", "Unnamed organisation", "alternate_name"},
    {"Organization", "description", "", ""},
    {"OrganizationIdentifier", "identifier_type", "Not stated",
     "identifier_scheme"},
    {"OrganizationIdentifier", "identifier", "", ""},
    {"Program", "name", "Unnamed programme", "alternate_name"},
    {"Program", "description", "", ""},
    {"Location", "location_type", "physical", ""},
    {"Address", "address_1", "", ""},
    {"Address", "city", "", ""},
    {"Address", "state_province", "", ""},
    {"Address", "postal_code", "", ""},
    {"Address", "country", "", ""},
    {"Address", "address_type", "physical", ""},
    {"Phone", "number", "", ""},
    {"TaxonomyTerm", "name", "Unnamed term", "term"},
    {"TaxonomyTerm", "description", "", ""},
    {"Taxonomy", "name", "Unnamed taxonomy", ""},
    {"Taxonomy", "description", "", ""},
    {"Metadata", "last_action_date", "", ""},
    {"Metadata", "last_action_type", "", ""},
    {"Metadata", "field_name", "", ""},
    {"Metadata", "previous_value", "", ""},
    {"Metadata", "replacement_value", "", ""},
    {"Metadata", "updated_by", "", ""},
};

bool IsOnlyIn3(absl::string_view field) {
  return field == "location_type" || field == "address_type" ||
         field == "status";
}

std::string Text(const Required& required, const Message& message) {
  if (!required.instead.empty()) {
    const FieldDescriptor* field =
        message.GetDescriptor()->FindFieldByName(std::string(required.instead));
    std::string text = message.GetReflection()->GetString(message, field);
    if (!text.empty()) return text;
  }
  return std::string(required.text);
}

}  // namespace

std::optional<std::string> RequiredText(Format format, const Message& message,
                                        const FieldDescriptor& field) {
  if (format == Format::kOpenReferral1 && IsOnlyIn3(field.name())) {
    return std::nullopt;
  }
  for (const Required& required : kRequired) {
    if (required.type == field.containing_type()->name() &&
        required.field == field.name()) {
      return Text(required, message);
    }
  }
  return std::nullopt;
}

std::string DerivedId(absl::string_view owner_id, absl::string_view member,
                      int index) {
  return EntryIdFromSource(owner_id, absl::StrCat(member, "/", index));
}

}  // namespace localoffer::openreferral
