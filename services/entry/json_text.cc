#include "services/entry/json_text.h"

#include <charconv>
#include <cmath>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "rapidjson/reader.h"

namespace localoffer::entry {
namespace {

using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::EnumValueDescriptor;

// Takes a JSON string and refuses all else.
struct OneString : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, OneString> {
  bool Default() { return false; }
  bool String(const char* text, rapidjson::SizeType size, bool copy) {
    value.assign(text, size);
    return true;
  }

  std::string value;
};

void AppendEscaped(unsigned char c, std::string* json) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      json->append("\\\"");
      return;
    case '\\':
      json->append("\\\\");
      return;
    case '\n':
      json->append("\\n");
      return;
    case '\r':
      json->append("\\r");
      return;
    case '\t':
      json->append("\\t");
      return;
    default:
      break;
  }
  if (c >= 0x20) {
    json->push_back(static_cast<char>(c));
    return;
  }
  json->append("\\u00");
  json->push_back(kHex[c >> 4]);
  json->push_back(kHex[c & 15]);
}

// Values are named for their type, in upper case: SERVICE_STATUS_ACTIVE. The
// zero value gives the prefix away.
absl::string_view SuffixOf(const EnumValueDescriptor& value) {
  absl::string_view prefix = value.type()->FindValueByNumber(0)->name();
  absl::ConsumeSuffix(&prefix, "UNSPECIFIED");
  return absl::StripPrefix(absl::string_view(value.name()), prefix);
}

bool IsCalendarTerm(const EnumDescriptor& type) {
  return type.name() == "Weekday" || type.name() == "ScheduleFrequency";
}

std::string WordOf(const EnumValueDescriptor& value) {
  const absl::string_view suffix = SuffixOf(value);
  if (IsCalendarTerm(*value.type())) return std::string(suffix);
  std::string word = absl::AsciiStrToLower(suffix);
  if (value.type()->name() == "ServiceStatus") {
    absl::StrReplaceAll({{"_", " "}}, &word);
  }
  return word;
}

std::string Folded(absl::string_view word) {
  std::string folded;
  for (unsigned char c : word) {
    const bool joins = absl::ascii_isspace(c) || c == '_' || c == '-';
    if (!joins) folded.push_back(static_cast<char>(absl::ascii_tolower(c)));
  }
  return folded;
}

}  // namespace

std::string JsonString(absl::string_view text) {
  std::string json;
  json.reserve(text.size() + 2);
  json.push_back('"');
  for (unsigned char c : text) AppendEscaped(c, &json);
  json.push_back('"');
  return json;
}

std::string JsonNumber(double number) {
  if (!std::isfinite(number)) return "null";
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number);
  return std::string(digits, end.ptr);
}

std::optional<std::string> TextOfJsonString(absl::string_view json) {
  // In place, because that parser ends at a zero byte, and because it keeps
  // nothing on RapidJSON's stack, whose start is undefined behaviour in 1.1.
  if (!absl::StartsWith(json, "\"") || json.find('\0') != json.npos) {
    return std::nullopt;
  }
  std::string buffer(json);
  rapidjson::InsituStringStream stream(buffer.data());
  rapidjson::Reader reader;
  OneString text;
  constexpr unsigned kFlags =
      rapidjson::kParseInsituFlag | rapidjson::kParseValidateEncodingFlag;
  if (reader.Parse<kFlags>(stream, text).IsError()) return std::nullopt;
  return std::move(text.value);
}

std::string EnumWord(const EnumDescriptor& type, int number) {
  if (number == 0) return "";
  const EnumValueDescriptor* value = type.FindValueByNumber(number);
  return value == nullptr ? absl::StrCat(number) : WordOf(*value);
}

std::optional<int> EnumNumber(const EnumDescriptor& type,
                              absl::string_view word) {
  const std::string wanted = Folded(word);
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    if (value.number() != 0 && Folded(SuffixOf(value)) == wanted) {
      return value.number();
    }
  }
  return std::nullopt;
}

std::vector<std::string> EnumWords(const EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) words.push_back(WordOf(*type.value(i)));
  }
  return words;
}

}  // namespace localoffer::entry
