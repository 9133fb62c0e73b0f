#include "services/gateway/openreferral/api_query.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace localoffer::gateway {
namespace {

constexpr uint64_t kMostPerPage = 100;
// Whatever a directory holds: a page behind its end is empty.
constexpr uint64_t kMostPages = 1'000'000'000;
// Of one parameter: each is looked up in all there is.
constexpr size_t kMostTexts = 20;
constexpr int kMinutesOfHour = 60;
constexpr absl::string_view kLines = "application/x-ndjson";

constexpr std::array<absl::string_view, 7> kDays = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday"};

// Fields of the directory's requests, by the parameters they are made from.
constexpr std::pair<absl::string_view, absl::string_view> kFields[] = {
    {"query", "search"},
    {"filter.taxonomy_terms", "taxonomy_term_id"},
    {"filter.providers", "organization_id"},
    {"filter.organizations", "organization_id"},
    {"filter.changed_since", "modified_after"},
    {"filter.minimum_age", "minimum_age"},
    {"filter.maximum_age", "maximum_age"},
    {"filter.near.radius_meters", "proximity"},
    {"filter.near", "postcode"},
};

bool Has(absl::Span<const absl::string_view> names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A time, or a date, its beginning. Feeds leave out the zone: then UTC.
bool ParseTime(const std::string& text, absl::Time& time) {
  for (const char* form :
       {absl::RFC3339_full, "%Y-%m-%dT%H:%M:%E*S", "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d"}) {
    std::string error;
    if (absl::ParseTime(form, text, &time, &error)) return true;
  }
  return false;
}

}  // namespace

ApiQuery::ApiQuery(const Target& target, const Endpoint& endpoint)
    : target_(target), endpoint_(endpoint) {
  for (auto at = target.further.begin(); at != target.further.end();
       at = target.further.upper_bound(at->first)) {
    if (!Has(endpoint.several, at->first)) {
      errors_.push_back({at->first, "wanted once"});
    }
  }
  for (const auto& [name, value] : target.query) {
    if (Has(endpoint.parameters, name)) continue;
    errors_.push_back(
        {name, endpoint.parameters.empty()
                   ? std::string("unknown; no parameters are taken here")
                   : absl::StrCat("unknown; taken here: ",
                                  absl::StrJoin(endpoint.parameters, ", "))});
  }
}

bool ApiQuery::TakesSeveral(const std::string& name) const {
  return Has(endpoint_.several, NameHere(name));
}

std::vector<std::string> ApiQuery::Texts(const std::string& name) {
  std::set<std::string> texts;
  for (std::string& text : target_.Parameters(NameHere(name))) {
    absl::StripAsciiWhitespace(&text);
    if (!text.empty()) texts.insert(std::move(text));
  }
  if (texts.size() > kMostTexts) {
    Refuse(name,
           absl::StrCat(texts.size(), " values: wanted at most ", kMostTexts));
    return {};
  }
  return {texts.begin(), texts.end()};
}

std::vector<std::string> ApiQuery::Values(const std::string& name) {
  std::vector<std::string> values = target_.Parameters(NameHere(name));
  bool is_blank = true;
  for (std::string& value : values) {
    absl::StripAsciiWhitespace(&value);
    is_blank = is_blank && value.empty();
  }
  if (is_blank) return {};
  if (values.size() > kMostTexts) {
    Refuse(name,
           absl::StrCat(values.size(), " values: wanted at most ", kMostTexts));
    return {};
  }
  return values;
}

absl::optional<std::string> ApiQuery::Text(const std::string& name) const {
  std::optional<std::string> text = target_.Parameter(NameHere(name));
  if (!text) return absl::nullopt;
  absl::StripAsciiWhitespace(&*text);
  if (text->empty()) return absl::nullopt;
  return *std::move(text);
}

absl::optional<double> ApiQuery::Number(const std::string& name) {
  const absl::optional<std::string> text = Text(name);
  if (!text) return absl::nullopt;
  double number = 0;
  if (absl::SimpleAtod(*text, &number) && std::isfinite(number) &&
      number >= 0) {
    return number;
  }
  Refuse(name, absl::StrCat("\"", *text, "\": wanted a number from 0"));
  return absl::nullopt;
}

absl::optional<uint64_t> ApiQuery::Whole(const std::string& name,
                                         uint64_t most) {
  const absl::optional<std::string> text = Text(name);
  if (!text) return absl::nullopt;
  uint64_t number = 0;
  const bool digits = std::all_of(text->begin(), text->end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  if (digits && absl::SimpleAtoi(*text, &number) && number >= 1 &&
      number <= most) {
    return number;
  }
  Refuse(name, absl::StrCat("\"", *text, "\": wanted a whole number from 1 to ",
                            most));
  return absl::nullopt;
}

absl::optional<absl::Time> ApiQuery::Time(const std::string& name) {
  const absl::optional<std::string> text = Text(name);
  if (!text) return absl::nullopt;
  absl::Time time;
  if (ParseTime(*text, time)) return time;
  Refuse(name, absl::StrCat("\"", *text,
                            "\": wanted a date such as 2026-09-01, or a time "
                            "such as 2026-09-01T12:00:00Z"));
  return absl::nullopt;
}

absl::optional<uint16_t> ApiQuery::ClockOf(const std::string& name,
                                           const std::string& text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  int hours = 0;
  int minutes = 0;
  const auto two_digits = [](absl::string_view part, int most, int& number) {
    return part.size() == 2 && absl::ascii_isdigit(part[0]) &&
           absl::ascii_isdigit(part[1]) && absl::SimpleAtoi(part, &number) &&
           number <= most;
  };
  int seconds = 0;
  if ((parts.size() == 2 ||
       (parts.size() == 3 && two_digits(parts[2], 59, seconds))) &&
      two_digits(parts[0], 23, hours) && two_digits(parts[1], 59, minutes)) {
    return static_cast<uint16_t>(hours * kMinutesOfHour + minutes);
  }
  Refuse(name, absl::StrCat("\"", text, "\": wanted HH:MM, such as 14:30"));
  return absl::nullopt;
}

absl::optional<int> ApiQuery::DayOf(const std::string& name,
                                    const std::string& text) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (size_t day = 0; day < kDays.size(); ++day) {
    // "mo" as RFC 5545 has it, "mon", "monday".
    if (lower == kDays[day] || lower == kDays[day].substr(0, 2) ||
        lower == kDays[day].substr(0, 3)) {
      return static_cast<int>(day);
    }
  }
  Refuse(name, absl::StrCat("\"", text,
                            "\": wanted a day of the week, such as monday"));
  return absl::nullopt;
}

bool ApiQuery::Flag(const std::string& name) {
  const absl::optional<std::string> text = Text(name);
  if (!text) return false;
  const std::string lower = absl::AsciiStrToLower(*text);
  if (lower == "true" || lower == "1") return true;
  if (lower != "false" && lower != "0") {
    Refuse(name, absl::StrCat("\"", *text, "\": wanted true or false"));
  }
  return false;
}

ApiPage ApiQuery::Page(absl::string_view accept) {
  ApiPage page;
  page.number = Whole("page", kMostPages).value_or(page.number);
  page.size =
      static_cast<size_t>(Whole("per_page", kMostPerPage).value_or(page.size));
  page.lines = AcceptsLines(accept);
  if (const absl::optional<std::string> format = Text("format")) {
    page.lines = *format == "ndjson";
    if (!page.lines && *format != "json") {
      Refuse("format",
             absl::StrCat("\"", *format, "\": wanted json or ndjson"));
    }
  }
  return page;
}

void ApiQuery::NoteField(std::string field, std::string name) {
  noted_.emplace_back(std::move(field), std::move(name));
}

void ApiQuery::Refuse(absl::string_view name, absl::string_view why) {
  errors_.push_back({NameHere(name), std::string(why)});
}

std::string ApiQuery::NameHere(absl::string_view name) const {
  for (const OtherName& other : endpoint_.renamed) {
    if (other.name == name) return std::string(other.here);
  }
  return std::string(name);
}

std::string ApiQuery::ParameterOf(absl::string_view field) const {
  // What serves a place is asked by either of two.
  if (absl::StartsWith(field, "filter.serves")) {
    return Text("coverage") ? "coverage" : "postcode";
  }
  for (const auto& [beginning, parameter] : noted_) {
    if (absl::StartsWith(field, beginning)) return parameter;
  }
  for (const auto& [beginning, parameter] : kFields) {
    if (absl::StartsWith(field, beginning)) return std::string(parameter);
  }
  return std::string(field);
}

absl::Status ApiQuery::Check(const absl::Status& of_request) {
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  rpc::ReadDetails(of_request, info, bad_request);
  for (const v1::BadRequest::FieldViolation& violation :
       bad_request.field_violations()) {
    Refuse(ParameterOf(violation.field()), violation.description());
  }
  return errors_.empty() ? absl::OkStatus() : rpc::InvalidFields(errors_);
}

bool AcceptsLines(absl::string_view accept) {
  // Whoever takes both in one header takes JSON, too.
  for (const absl::string_view item : absl::StrSplit(accept, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(item, ';');
    const absl::string_view type = absl::StripAsciiWhitespace(parts[0]);
    if (absl::EqualsIgnoreCase(type, kLines)) return true;
    if (absl::EqualsIgnoreCase(type, "application/json")) return false;
  }
  return false;
}

}  // namespace localoffer::gateway
