#include "services/entry/field_rules.h"

#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "services/entry/forms.h"

namespace localoffer::entry {
namespace {

struct TextRule {
  bool (*accepts)(absl::string_view);
  absl::string_view reason;
  absl::string_view wanted;
};

constexpr TextRule kUuid = {
    IsUuid, "NOT_A_UUID",
    "a UUID such as 2a3483ea-8966-4f50-9dc3-7bafa1e5c623"};
constexpr TextRule kWebAddress = {
    IsWebAddress, "NOT_A_WEB_ADDRESS",
    "a whole web address that begins with https:// or http://"};
constexpr TextRule kEmailAddress = {
    IsEmailAddress, "NOT_AN_EMAIL_ADDRESS",
    "one e-mail address such as name@example.org"};
constexpr TextRule kDate = {
    [](absl::string_view text) { return DateOf(text).has_value(); },
    "NOT_A_DATE", "a real date as year-month-day, such as 2025-04-30"};
constexpr TextRule kDateTime = {
    IsDateTime, "NOT_A_DATE_TIME",
    "a date and time with its offset, such as 2025-04-30T09:00:00Z"};
constexpr TextRule kTimeOfDay = {
    IsTimeOfDay, "NOT_A_TIME",
    "a time of day from 00:00 to 24:00, such as 09:30"};

using TextRules = absl::flat_hash_map<absl::string_view, const TextRule*>;

const TextRules& RulesByField() {
  static const auto* const rules = new TextRules{
      {"id", &kUuid},
      {"contact_id", &kUuid},
      {"link_id", &kUuid},
      {"location_id", &kUuid},
      {"organization_id", &kUuid},
      {"parent_id", &kUuid},
      {"parent_organization_id", &kUuid},
      {"phone_id", &kUuid},
      {"program_id", &kUuid},
      {"resource_id", &kUuid},
      {"service_at_location_id", &kUuid},
      {"service_id", &kUuid},
      {"taxonomy_id", &kUuid},
      {"taxonomy_term_id", &kUuid},
      {"complaints_url", &kWebAddress},
      {"mediation_url", &kWebAddress},
      {"schedule_link", &kWebAddress},
      {"uri", &kWebAddress},
      {"url", &kWebAddress},
      {"website", &kWebAddress},
      {"assurer_email", &kEmailAddress},
      {"email", &kEmailAddress},
      {"assured_date", &kDate},
      {"valid_from", &kDate},
      {"valid_to", &kDate},
      {"last_modified", &kDateTime},
      {"closes_at", &kTimeOfDay},
      {"opens_at", &kTimeOfDay},
  };
  return *rules;
}

struct NumberRule {
  bool (*accepts)(double);
  absl::string_view wanted;
};

constexpr NumberRule kAge = {
    [](double age) { return age >= 0 && age <= kOldestAge; },
    "an age in years, from 0 to 130"};

using NumberRules = absl::flat_hash_map<absl::string_view, NumberRule>;

const NumberRules& NumberRulesByField() {
  static const auto* const rules = new NumberRules{
      {"minimum_age", kAge},
      {"maximum_age", kAge},
      {"from_age", kAge},
      {"to_age", kAge},
      {"latitude",
       {[](double degrees) { return std::abs(degrees) <= 90; },
        "degrees from -90 to 90"}},
      {"longitude",
       {[](double degrees) { return std::abs(degrees) <= 180; },
        "degrees from -180 to 180"}},
      {"amount",
       {[](double amount) { return amount >= 0; }, "an amount of 0 or more"}},
      {"interval",
       {[](double interval) { return interval > 0; },
        "a number greater than 0"}},
      {"extension",
       {[](double digits) {
          return digits >= 0 && digits == std::floor(digits);
        },
        "digits only"}},
  };
  return *rules;
}

}  // namespace

std::optional<Finding> CheckText(absl::string_view field,
                                 absl::string_view value) {
  if (!IsUtf8(value)) {
    return Finding{"NOT_UTF8", "text in UTF-8"};
  }
  if (HasControlCharacter(value)) {
    return Finding{"CONTROL_CHARACTER",
                   "text without control characters (line breaks and tabs are "
                   "allowed)"};
  }
  const auto rule = RulesByField().find(field);
  if (rule == RulesByField().end() || rule->second->accepts(value)) {
    return std::nullopt;
  }
  return Finding{rule->second->reason, std::string(rule->second->wanted)};
}

std::optional<Finding> CheckNumber(absl::string_view field, double value) {
  if (!std::isfinite(value)) return Finding{"NOT_A_NUMBER", "a number"};
  const auto rule = NumberRulesByField().find(field);
  if (rule == NumberRulesByField().end() || rule->second.accepts(value)) {
    return std::nullopt;
  }
  return Finding{"OUT_OF_RANGE", std::string(rule->second.wanted)};
}

}  // namespace localoffer::entry
