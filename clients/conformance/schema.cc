#include "clients/conformance/schema.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

namespace localoffer::conformance {
namespace {

// Kind, and its members: name, `!` if it is required, then a format; {kind} is
// an object, [kind] an array of them, and a|b one of these words, in which `_`
// stands for a space.
constexpr std::pair<absl::string_view, absl::string_view> kKinds[] = {
    {"accessibility",
     "id!:uuid location_id:uuid description:text details:text url:uri "
     "attributes:[attribute] accessibility:text"},
    {"address",
     "id!:uuid location_id:uuid attention:text address_1!:text city!:text "
     "region:text state_province!:text postal_code!:text country!:text "
     "address_type!:physical|postal|virtual attributes:[attribute]"},
    {"api_details", "version!:text profile!:uri openapi_url!:uri"},
    {"attribute",
     "id!:uuid link_id:uuid taxonomy_term_id:uuid link_type:text "
     "taxonomy_term:{taxonomy_term}"},
    {"contact",
     "id!:uuid service_id:uuid name:text title:text attributes:[attribute]"},
    {"cost_option",
     "id!:uuid service_id:uuid valid_from:date valid_to:date option:text "
     "amount:number amount_description:text"},
    {"funding", "id!:uuid service_id:uuid source:text"},
    {"language", "id!:uuid service_id:uuid phone_id:uuid"},
    {"location",
     "id!:uuid location_type!:physical|postal|virtual name:text "
     "description:text latitude:number longitude:number "
     "external_identifier:text external_identifier_type:text "
     "addresses:[address] accessibility:[accessibility] "
     "attributes:[attribute]"},
    {"organization",
     "id!:uuid name!:text description!:text email:email website:uri logo:text "
     "uri:uri parent_organization_id:uuid "
     "organization_identifiers:[organization_identifier] "
     "attributes:[attribute]"},
    {"organization_identifier",
     "id!:uuid organization_id:uuid identifier_scheme:text "
     "identifier_type!:text identifier!:text attributes:[attribute]"},
    {"phone",
     "id!:uuid contact_id:uuid number!:text description:text "
     "languages:[language]"},
    {"schedule",
     "id!:uuid service_id:uuid service_at_location_id:uuid valid_from:date "
     "valid_to:date dtstart:date freq:WEEKLY|MONTHLY interval:number "
     "byday:text bymonthday:text description:text opens_at:clock "
     "closes_at:clock schedule_link:uri attending_type:text notes:text"},
    {"service",
     "id!:uuid organization_id:uuid name!:text description:text url:uri "
     "email:email status!:active|inactive|defunct|temporarily_closed "
     "fees:text accreditations:text minimum_age:number maximum_age:number "
     "assured_date:date assurer_email:email alert:text last_modified:instant "
     "schedules:[schedule] service_areas:[service_area] "
     "service_at_locations:[service_at_location] languages:[language] "
     "organization:{organization} funding:[funding] "
     "cost_options:[cost_option] contacts:[contact] attributes:[attribute]"},
    {"service_area",
     "id!:uuid service_id:uuid name:text extent:text extent_type:text uri:text "
     "service_area:text"},
    {"service_at_location",
     "id!:uuid service_id:uuid location_id:uuid location:{location}"},
    {"taxonomy",
     "id!:uuid name!:text description!:text uri:uri version:text "
     "taxonomy_terms:[taxonomy_term]"},
    {"taxonomy_term",
     "id!:uuid name!:text description!:text parent_id:uuid taxonomy:text "
     "taxonomy_id:uuid term_uri:uri term:text"},
};

struct Rule {
  std::string name;
  bool required = false;
  std::string format;
};

std::vector<Rule> ParseRules(absl::string_view text) {
  std::vector<Rule> rules;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(word, absl::MaxSplits(':', 1));
    Rule rule;
    rule.required = absl::ConsumeSuffix(&parts.first, "!");
    rule.name = std::string(parts.first);
    rule.format = std::string(parts.second);
    rules.push_back(std::move(rule));
  }
  return rules;
}

const std::vector<Rule>& RulesOf(absl::string_view kind) {
  static const auto* const kRules = [] {
    auto* const rules = new std::map<absl::string_view, std::vector<Rule>>;
    for (const auto& [name, members] : kKinds) {
      (*rules)[name] = ParseRules(members);
    }
    return rules;
  }();
  return kRules->at(kind);
}

// RFC 3986: a scheme, a colon, and no character that may not stand in one.
bool IsUri(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos || colon + 1 == text.size() ||
      colon == 0 || !absl::ascii_isalpha(text[0])) {
    return false;
  }
  return std::none_of(text.begin(), text.end(), [](unsigned char c) {
    return c <= ' ' || c == 0x7F || absl::StrContains("<>\"{}|\\^`", c);
  });
}

bool IsEmail(absl::string_view text) {
  const size_t at = text.rfind('@');
  return at != absl::string_view::npos && at > 0 && at + 1 < text.size() &&
         !absl::StrContains(text, ' ');
}

bool IsInstant(const std::string& text) {
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, text, &time, nullptr);
}

bool IsDate(const std::string& text) {
  absl::Time time;
  return text.size() == 10 && absl::ParseTime("%Y-%m-%d", text, &time, nullptr);
}

// HH:MM, and whatever of seconds and offset follows.
bool IsClock(absl::string_view text) {
  const auto is_digit = [&](size_t at) {
    return absl::ascii_isdigit(static_cast<unsigned char>(text[at]));
  };
  return text.size() >= 5 && is_digit(0) && is_digit(1) && text[2] == ':' &&
         is_digit(3) && is_digit(4) && text.substr(0, 2) <= "24" &&
         text[3] < '6';
}

// What is wanted of a string; "" if that is so.
std::string TextProblem(const std::string& format, const std::string& text) {
  if (format == "uuid") return IsUuid(text) ? "" : "a UUID";
  if (format == "uri") return IsUri(text) ? "" : "a URI";
  if (format == "email") return IsEmail(text) ? "" : "an e-mail address";
  if (format == "instant") {
    return IsInstant(text) ? "" : "a time with an offset (RFC 3339)";
  }
  if (format == "date") return IsDate(text) ? "" : "a date, YYYY-MM-DD";
  if (format == "clock") return IsClock(text) ? "" : "a time of day, HH:MM";
  if (format == "text") return "";
  for (const absl::string_view word : absl::StrSplit(format, '|')) {
    if (absl::StrReplaceAll(word, {{"_", " "}}) == text) return "";
  }
  return absl::StrCat("one of ",
                      absl::StrReplaceAll(format, {{"_", " "}, {"|", ", "}}));
}

class Checker {
 public:
  void CheckObject(absl::string_view kind, const Json& object,
                   const std::string& path) {
    if (!object.IsObject()) return Add(path, "an object", object);
    for (const Rule& rule : RulesOf(kind)) {
      const std::string inner = absl::StrCat(path, "/", rule.name);
      const Json* const member = Member(object, rule.name);
      if (member != nullptr) {
        CheckMember(rule.format, *member, inner);
      } else if (rule.required) {
        violations_.push_back({inner, "to be there", "nothing"});
      }
    }
  }

  std::vector<Violation> Take() { return std::move(violations_); }

 private:
  void CheckMember(const std::string& format, const Json& value,
                   const std::string& path) {
    const std::string inner =
        format.size() > 2 ? format.substr(1, format.size() - 2) : "";
    if (format[0] == '{') return CheckObject(inner, value, path);
    if (format[0] == '[') return CheckArray(inner, value, path);
    if (format == "number") {
      if (!value.IsNumber()) Add(path, "a number", value);
      return;
    }
    if (!value.IsString()) return Add(path, "a string", value);
    const std::string wanted = TextProblem(
        format, std::string(value.GetString(), value.GetStringLength()));
    if (wanted.empty()) return;
    Add(path, wanted, value);
    violations_.back().is_advice = format == "date" || format == "clock";
  }

  void CheckArray(const std::string& kind, const Json& value,
                  const std::string& path) {
    if (!value.IsArray()) return Add(path, "an array", value);
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      CheckObject(kind, value[i], absl::StrCat(path, "/", i));
    }
  }

  void Add(const std::string& path, const std::string& wanted,
           const Json& value) {
    violations_.push_back({path, wanted, JsonText(value)});
  }

  std::vector<Violation> violations_;
};

}  // namespace

bool IsUuid(absl::string_view text) {
  constexpr absl::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kForm.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits =
        kForm[i] == '-'
            ? text[i] == '-'
            : absl::ascii_isxdigit(static_cast<unsigned char>(text[i]));
    if (!fits) return false;
  }
  return true;
}

std::vector<Violation> Violations(absl::string_view kind, const Json& object) {
  Checker checker;
  checker.CheckObject(kind, object, "");
  return checker.Take();
}

}  // namespace localoffer::conformance
