#include "clients/localoffer/entry_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/localoffer/harvest_text.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/terminal_text.h"

namespace localoffer::command {
namespace {

using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::EnumValueDescriptor;
using ::google::protobuf::FieldDescriptor;

// SERVICE_STATUS_TEMPORARILY_CLOSED of ServiceStatus: "temporarily closed".
// The words are what follows the name of the zero value's stem.
std::string WordsOf(const EnumValueDescriptor& value) {
  const std::string& zero = value.type()->FindValueByNumber(0)->name();
  const size_t stem = zero.size() - std::string("UNSPECIFIED").size();
  return absl::StrReplaceAll(absl::AsciiStrToLower(value.name().substr(stem)),
                             {{"_", " "}});
}

template <typename Enum>
std::string WordsOf(const EnumDescriptor* type, Enum value) {
  if (value == 0) return "";
  const EnumValueDescriptor* found = type->FindValueByNumber(value);
  return found == nullptr ? absl::StrCat(value) : WordsOf(*found);
}

// The enumerations and lists of the local-offer part all read alike, so they
// are walked rather than named: what is added to the contract shows up.
void PrintLocalOfferFields(const google::protobuf::Message& message,
                           Printer& out) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->name() == "verbatim") continue;
    const std::string label = absl::StrReplaceAll(field->name(), {{"_", " "}});
    const int count =
        field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    std::vector<std::string> words;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        const EnumValueDescriptor* value =
            field->is_repeated() ? reflection.GetRepeatedEnum(message, field, i)
                                 : reflection.GetEnum(message, field);
        words.push_back(WordsOf(*value));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        words.push_back(field->is_repeated()
                            ? reflection.GetRepeatedString(message, field, i)
                            : reflection.GetString(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        words.push_back(
            absl::StrFormat("%g", reflection.GetDouble(message, field)));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
        words.push_back(reflection.GetBool(message, field) ? "yes" : "no");
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        PrintLocalOfferFields(reflection.GetMessage(message, field), out);
      }
    }
    out.Field(label, absl::StrJoin(words, ", "));
  }
}

void PrintProvider(const v1::Organization& organization, Printer& out) {
  std::vector<std::string> identifiers;
  for (const auto& identifier : organization.organization_identifiers()) {
    identifiers.push_back(absl::StrCat(identifier.identifier_scheme(), "-",
                                       identifier.identifier()));
  }
  out.Field("provider",
            absl::StrCat(organization.name(), identifiers.empty() ? "" : " (",
                         absl::StrJoin(identifiers, ", "),
                         identifiers.empty() ? "" : ")"));
}

void PrintService(const v1::Service& service, Printer& out) {
  PrintProvider(service.organization(), out);
  out.Field("status",
            WordsOf(v1::ServiceStatus_descriptor(), service.status()));
  out.Field("ages", AgesOf(service));
  out.Field("url", service.url());
  out.Field("email", service.email());
  for (const v1::Phone& phone : service.phones()) {
    out.Field("phone", phone.number());
  }
  for (const v1::ServiceArea& area : service.service_areas()) {
    out.Field("serves",
              area.name().empty() ? area.service_area() : area.name());
  }
  for (const auto& place : service.service_at_locations()) {
    out.Field("at", place.location().name());
  }
  out.Field("eligibility", WithoutMarkup(service.eligibility_description()));
  out.Field("fees", WithoutMarkup(service.fees_description().empty()
                                      ? service.fees()
                                      : service.fees_description()));
  out.Field("assured", service.assured_date());
}

}  // namespace

std::string AgesOf(const v1::Service& service) {
  if (service.has_minimum_age() && service.has_maximum_age()) {
    return absl::StrFormat("%g–%g", service.minimum_age(),
                           service.maximum_age());
  }
  if (service.has_minimum_age()) {
    return absl::StrFormat("from %g", service.minimum_age());
  }
  if (service.has_maximum_age()) {
    return absl::StrFormat("to %g", service.maximum_age());
  }
  return "";
}

std::string ProviderOf(const v1::Entry& entry) {
  return entry.service().organization().name();
}

void PrintEntry(const v1::Entry& entry, const std::string& authority_title,
                Printer& out) {
  out.Line(entry.service().name(), Colour::kBold);
  out.Field("entry", entry.name());
  out.Field("authority", authority_title);
  PrintHarvested(entry.harvested(), out);
  out.Field("state", WordsOf(v1::EntryState_descriptor(), entry.state()));
  if (entry.has_withdrawal()) {
    out.Field("withdrawn",
              absl::StrCat(TimeOf(entry.withdrawal().withdraw_time()), ", ",
                           entry.withdrawal().reason()));
  }
  if (entry.has_erasure()) {
    out.Field("erased", absl::StrCat(TimeOf(entry.erasure().erase_time()), ", ",
                                     entry.erasure().reason()));
  }
  PrintService(entry.service(), out);
  PrintLocalOfferFields(entry.local_offer(), out);
  out.Field("first published", TimeOf(entry.create_time()));
  out.Field("this revision", absl::StrCat(TimeOf(entry.update_time()),
                                          ", sequence ", entry.sequence()));
  out.Field("etag", entry.etag());
  const std::string description = WithoutMarkup(entry.service().description());
  if (!description.empty()) {
    out.Line();
    out.Paragraph(description, 2);
  }
}

}  // namespace localoffer::command
