#include "services/gateway/pages/listed_form.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "services/entry/resource_name.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/postcode_field.h"
#include "storage/directory/provider_id.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr std::array<absl::string_view, 10> kNames = {
    "provider",  "name",     "postcode",   "miles",     "councils",
    "says_name", "says_url", "says_email", "says_from", "says_to"};
constexpr double kMetersOfMile = 1609.344;
constexpr double kMostMiles = 400;
constexpr size_t kLongest = 500;

const std::string& Empty() {
  static const std::string& empty = *new std::string();
  return empty;
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

std::optional<double> Number(absl::string_view text, double least,
                             double most) {
  double number = 0;
  if (!absl::SimpleAtod(text, &number) || !(number >= least) ||
      !(number <= most)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

absl::Span<const absl::string_view> ListedForm::Names() { return kNames; }

ListedForm::ListedForm(const Target& target) {
  for (const absl::string_view name : kNames) {
    const auto value = target.Parameter(std::string(name));
    if (!value) continue;
    const absl::string_view text = absl::StripAsciiWhitespace(*value);
    if (!text.empty()) values_.emplace(name, text);
  }
}

const std::string& ListedForm::Of(absl::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? Empty() : found->second;
}

bool ListedForm::says() const {
  return std::any_of(kNames.begin(), kNames.end(), [this](auto name) {
    return absl::StartsWith(name, "says_") && !Of(name).empty();
  });
}

std::string ListedForm::Provider() const {
  const std::string& typed = Of("provider");
  const std::optional<std::string> id =
      IsDigits(typed) ? ProviderId("GB-CHC", typed) : NormalizeProvider(typed);
  return id ? entry::FormatProviderName(*id) : "";
}

NamedCouncils ListedForm::Councils(const Site& site) const {
  if (Of("councils").empty()) return {};
  return ReadCouncils(*site.councils(), site.gazetteer(), Of("councils"));
}

void ListedForm::CheckCouncils(const Site& site, const Catalogue& words,
                               std::vector<FormError>& errors) const {
  const NamedCouncils named = Councils(site);
  std::vector<std::string> wrong;
  if (!named.unknown.empty()) {
    wrong.push_back(words.With(
        "error.councils", {{"names", absl::StrJoin(named.unknown, ", ")}}));
  }
  for (const auto& [name, titles] : named.ambiguous) {
    const auto last = titles.end() - 1;
    wrong.push_back(
        words.With("error.councils.several",
                   {{"name", name},
                    {"first", absl::StrJoin(titles.begin(), last, ", ")},
                    {"last", *last}}));
  }
  if (!wrong.empty()) errors.push_back({"councils", absl::StrJoin(wrong, " ")});
}

absl::StatusOr<std::vector<FormError>> ListedForm::Check(
    const Site& site, const Catalogue& words) const {
  std::vector<FormError> errors;
  const auto add = [&](absl::string_view field, absl::string_view key) {
    errors.push_back({std::string(field), std::string(words.Of(key))});
  };
  if (Of("provider").empty() && Of("name").empty()) {
    add("provider", "error.provider.none");
  } else if (!Of("provider").empty() && Provider().empty()) {
    add("provider", "error.provider.form");
  }
  if (Of("name").size() > kLongest) add("name", "error.long");
  RETURN_IF_ERROR(CheckPostcode(Of("postcode"), site, words, errors));
  const bool has_miles = !Of("miles").empty();
  if (has_miles && !Number(Of("miles"), 0.1, kMostMiles)) {
    add("miles", "error.miles");
  } else if (has_miles != !Of("postcode").empty()) {
    add(has_miles ? "postcode" : "miles",
        has_miles ? "error.miles.postcode" : "error.postcode.miles");
  }
  CheckCouncils(site, words, errors);
  for (const absl::string_view age : {"says_from", "says_to"}) {
    if (!Of(age).empty() && !Number(Of(age), 0, 120)) add(age, "error.ages");
  }
  for (const absl::string_view text : {"says_name", "says_url", "says_email"}) {
    if (Of(text).size() > kLongest) add(text, "error.long");
  }
  return errors;
}

v1::CheckInclusionRequest ListedForm::Request(const Site& site) const {
  v1::CheckInclusionRequest request;
  if (const std::string provider = Provider(); !provider.empty()) {
    request.add_providers(provider);
  }
  if (!Of("name").empty()) {
    request.mutable_description()->add_names(Of("name"));
  }
  if (const auto miles = Number(Of("miles"), 0.1, kMostMiles)) {
    v1::Circle& circle = *request.mutable_catchment()->add_circles();
    circle.mutable_center()->set_postcode(Of("postcode"));
    circle.set_radius_meters(*miles * kMetersOfMile);
  }
  for (const std::string& id : Councils(site).ids) {
    request.add_authorities(entry::FormatAuthorityName(id));
  }
  const auto says = [&](absl::string_view name, auto set) {
    if (Of(name).empty()) return;
    set(*request.mutable_statement()->mutable_service(), Of(name));
  };
  says("says_name", [](v1::Service& service, const std::string& text) {
    service.set_name(text);
  });
  says("says_url", [](v1::Service& service, const std::string& text) {
    service.set_url(text);
  });
  says("says_email", [](v1::Service& service, const std::string& text) {
    service.set_email(text);
  });
  says("says_from", [](v1::Service& service, const std::string& text) {
    service.set_minimum_age(Number(text, 0, 120).value_or(0));
  });
  says("says_to", [](v1::Service& service, const std::string& text) {
    service.set_maximum_age(Number(text, 0, 120).value_or(0));
  });
  return request;
}

std::string ListedForm::Query() const { return With("", ""); }

std::string ListedForm::With(absl::string_view changed,
                             absl::string_view value) const {
  std::vector<std::pair<absl::string_view, absl::string_view>> parameters;
  for (const absl::string_view name : kNames) {
    const absl::string_view text = name == changed ? value : Of(name);
    if (!text.empty()) parameters.emplace_back(name, text);
  }
  return QueryOf(parameters);
}

}  // namespace localoffer::gateway::pages
