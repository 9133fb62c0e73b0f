// Enum values as Open Referral JSON and CSV write them.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_ENUM_TEXT_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_ENUM_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/openreferral/repaired.h"

namespace localoffer::openreferral {

// The text of a value: the lower-case suffix of its name, "short_breaks";
// "temporarily closed" for SERVICE_STATUS_TEMPORARILY_CLOSED; upper case,
// "WEEKLY", "MO", for schedules, as RFC 5545 has it. Empty for UNSPECIFIED
// and for numbers that this version of the enum does not have.
std::string EnumText(const google::protobuf::EnumValueDescriptor& value);

// All texts of an enum in the order of their numbers, separated by ", ".
std::string EnumTexts(const google::protobuf::EnumDescriptor& type);

// The value whose text is `supplied`; trimmed text expected. Rules:
//   ENUM_CASE     case, hyphens or spaces differ from the standard's text, or
//                 the enum's name stands before it: "Active", "category_1"
//   ENUM_UNKNOWN  set aside: no value of the enum
RepairedValue<int> EnumFromText(const google::protobuf::EnumDescriptor& type,
                                absl::string_view supplied);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_ENUM_TEXT_H_
