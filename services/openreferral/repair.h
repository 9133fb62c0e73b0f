// The repair rules: what real sources get wrong in ways that have one obvious
// reading. Shared by the JSON and the CSV reader; pure functions.
//
// Every rule that changes a value names itself, so that a publisher sees what
// was done. The rules, with the values they set aside or change:
//   TRIMMED               white space at the ends
//   CONTROL_REMOVED       control characters other than line feed, carriage
//                         return and tab
//   URL_*, EMAIL_*        web_address.h
//   DATE_*, TIME_*, ZONE_ASSUMED   date_text.h
//   ENUM_*                enum_text.h
//   AGE_SENTINEL          negative ages, which stand for "none" in feeds
//   AGE_INVALID           ages above 130
//   COORDINATE_INVALID    latitude or longitude off the globe
//   NUMBER_ROUNDED        a number that a double does not hold exactly
//   TYPE_CONVERTED        a number in a string, one object for an array
//   TYPE_SET_ASIDE        a value of another JSON type than the standard's
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_REPAIR_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_REPAIR_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/openreferral/repaired.h"

namespace localoffer::openreferral {

// What the text of a string field must be.
enum class TextKind {
  kPlain,
  kUrl,
  kUri,
  kEmail,
  kDate,
  kDateTime,
  kDateOrDateTime,
  kTime,
  kId
};

// The kind of a string field of the model, by its name.
TextKind TextKindOf(const google::protobuf::FieldDescriptor& field);

// `supplied` without white space at its ends (Unicode's, the zero-width ones
// and the byte order mark among it).
absl::string_view Trimmed(absl::string_view supplied);

// Trimmed and without control characters. Rules: TRIMMED, CONTROL_REMOVED.
// The value is absent, without a rule, where nothing is left.
Repaired RepairText(absl::string_view supplied);

// The text of `field`: RepairText and then the rule of its kind. Ids (kId) are
// not checked here: what they become depends on the authority (service_id.h).
Repaired RepairString(const google::protobuf::FieldDescriptor& field,
                      absl::string_view supplied);

// The number of `field`, of the text of a JSON number or of a string or cell
// that holds one. Rules: TYPE_SET_ASIDE for what is no finite number,
// NUMBER_ROUNDED, AGE_*, COORDINATE_INVALID.
RepairedNumber RepairNumber(const google::protobuf::FieldDescriptor& field,
                            absl::string_view supplied);

// The shortest text from which the same double is read; whole numbers without
// a fraction.
std::string NumberText(double number);

// The beginning of `text`, at most 200 bytes, cut between characters; control
// characters shown as spaces. For messages to people.
std::string Excerpt(absl::string_view text);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_REPAIR_H_
