#include "services/openreferral/enum_text.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::openreferral {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// "SERVICE_STATUS_" of SERVICE_STATUS_UNSPECIFIED.
absl::string_view Prefix(const EnumDescriptor& type) {
  absl::string_view name = type.value(0)->name();
  absl::ConsumeSuffix(&name, "UNSPECIFIED");
  return name;
}

absl::string_view Suffix(const EnumValueDescriptor& value) {
  absl::string_view name = value.name();
  absl::ConsumePrefix(&name, Prefix(*value.type()));
  return name;
}

bool IsOfRfc5545(const EnumDescriptor& type) {
  return &type == v1::ScheduleFrequency_descriptor() ||
         &type == v1::Weekday_descriptor();
}

std::string Normalized(absl::string_view text) {
  return absl::StrReplaceAll(absl::AsciiStrToUpper(text),
                             {{"-", "_"}, {" ", "_"}});
}

// Takes the enum's name, or its last words, from the beginning of `text`.
absl::string_view WithoutPrefix(absl::string_view prefix,
                                absl::string_view text) {
  while (!prefix.empty()) {
    if (absl::StartsWith(text, prefix)) return text.substr(prefix.size());
    prefix.remove_prefix(prefix.find('_') + 1);
  }
  return text;
}

const EnumValueDescriptor* Find(const EnumDescriptor& type,
                                absl::string_view suffix) {
  for (int i = 1; i < type.value_count(); ++i) {
    if (Suffix(*type.value(i)) == suffix) return type.value(i);
  }
  // Some directories of Open Referral UK 1.0 name the unit, not the frequency.
  if (&type == v1::ScheduleFrequency_descriptor() &&
      (suffix == "WEEK" || suffix == "MONTH")) {
    return Find(type, absl::StrCat(suffix, "LY"));
  }
  return nullptr;
}

}  // namespace

std::string EnumText(const EnumValueDescriptor& value) {
  // Protobuf makes up a descriptor for a number that the enum does not have.
  if (value.number() == 0 ||
      value.type()->FindValueByNumber(value.number()) != &value) {
    return "";
  }
  std::string suffix(Suffix(value));
  if (IsOfRfc5545(*value.type())) return suffix;
  std::string lower = absl::AsciiStrToLower(suffix);
  if (value.type() != v1::ServiceStatus_descriptor()) return lower;
  return absl::StrReplaceAll(lower, {{"_", " "}});
}

std::string EnumTexts(const EnumDescriptor& type) {
  std::vector<std::string> texts;
  for (int i = 1; i < type.value_count(); ++i) {
    texts.push_back(EnumText(*type.value(i)));
  }
  return absl::StrJoin(texts, ", ");
}

RepairedValue<int> EnumFromText(const EnumDescriptor& type,
                                absl::string_view supplied) {
  const std::string normalized = Normalized(supplied);
  const EnumValueDescriptor* value = Find(type, normalized);
  if (value == nullptr) {
    value = Find(type, WithoutPrefix(Prefix(type), normalized));
  }
  if (value == nullptr) {
    return SetAside<int>("ENUM_UNKNOWN",
                         "The standard does not have this value, so the "
                         "field was left empty.");
  }
  if (EnumText(*value) == supplied) return Unchanged(value->number());
  return Changed(value->number(), "ENUM_CASE",
                 "The value was written as the standard writes it.");
}

}  // namespace localoffer::openreferral
