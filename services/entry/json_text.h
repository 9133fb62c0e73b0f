// Single values as JSON text (RFC 8259), and enum values as the words that
// JSON and CSV have for them.
#ifndef LOCALOFFER_SERVICES_ENTRY_JSON_TEXT_H_
#define LOCALOFFER_SERVICES_ENTRY_JSON_TEXT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace localoffer::entry {

// `text`, quoted and escaped. UTF-8 is written as it is.
std::string JsonString(absl::string_view text);

// The shortest text that reads back as the same number; "null" for what JSON
// has no number for (infinities, NaN).
std::string JsonNumber(double number);

// The text that a JSON string stands for; absent when `json` is no JSON
// string.
std::optional<std::string> TextOfJsonString(absl::string_view json);

// The JSON word of a value of one of the model's enums: the suffix of its name
// in lower case, `short_breaks`; `temporarily closed` for that status; for the
// terms of RFC 5545 (weekdays, frequencies) the suffix as it is, `MO`. Empty
// for 0; the number itself for a value that is not known.
std::string EnumWord(const google::protobuf::EnumDescriptor& type, int number);

// The value that somebody meant by `word`: case, and whether words are joined
// by spaces, underscores or hyphens, do not matter. Absent when there is none;
// never 0.
std::optional<int> EnumNumber(const google::protobuf::EnumDescriptor& type,
                              absl::string_view word);

// All words of an enum, in the order of their numbers.
std::vector<std::string> EnumWords(
    const google::protobuf::EnumDescriptor& type);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_JSON_TEXT_H_
