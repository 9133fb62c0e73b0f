#include "storage/directory/provider_id.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace localoffer {
namespace {

constexpr size_t kLongestIdentifier = 64;
constexpr size_t kLongestScheme = 20;

bool AllOf(absl::string_view text, bool (*accepts)(unsigned char)) {
  return std::all_of(text.begin(), text.end(), accepts);
}

bool AllDigits(absl::string_view text) {
  return !text.empty() && AllOf(text, absl::ascii_isdigit);
}

std::string WithoutSpaces(absl::string_view text) {
  std::string kept;
  for (unsigned char c : text) {
    if (!absl::ascii_isspace(c)) kept.push_back(static_cast<char>(c));
  }
  return kept;
}

// `digits` with zeros in front; empty when it is longer than `width` or zero.
std::string Padded(absl::string_view digits, size_t width) {
  if (!AllDigits(digits) || digits.size() > width) return "";
  if (digits.find_first_not_of('0') == digits.npos) return "";
  return absl::StrCat(std::string(width - digits.size(), '0'), digits);
}

// Digits of an exact length: for registers that never pad.
std::string Exactly(absl::string_view digits, size_t width) {
  return digits.size() == width ? Padded(digits, width) : "";
}

std::string CharityNumber(absl::string_view text) {
  const size_t hyphen = text.find('-');
  absl::string_view number = text.substr(0, hyphen);
  while (absl::ConsumePrefix(&number, "0")) {
  }
  if (!AllDigits(number) || number.size() < 6 || number.size() > 7) return "";
  if (hyphen == text.npos) return std::string(number);
  const absl::string_view linked = text.substr(hyphen + 1);
  if (!AllDigits(linked) || linked.size() > 5) return "";
  return absl::StrCat(number, "-", linked);
}

// Companies House: https://www.gov.uk/government/organisations/companies-house
// numbers are 8 digits, or one or two letters of the kind of company followed
// by digits; old industrial societies end in letters (IP01234R).
std::string CompanyNumber(absl::string_view text) {
  size_t prefix = 0;
  while (prefix < text.size() && absl::ascii_isalpha(text[prefix])) ++prefix;
  if (prefix > 2) return "";
  absl::string_view digits = text.substr(prefix);
  size_t suffix = 0;
  while (suffix < digits.size() &&
         absl::ascii_isalpha(digits[digits.size() - suffix - 1])) {
    ++suffix;
  }
  if (suffix > 2 || (suffix > 0 && prefix == 0)) return "";
  const std::string padded =
      Padded(digits.substr(0, digits.size() - suffix), 8 - prefix - suffix);
  if (padded.empty()) return "";
  return absl::StrCat(text.substr(0, prefix), padded,
                      digits.substr(digits.size() - suffix));
}

std::string OdsCode(absl::string_view text) {
  const bool plausible =
      text.size() >= 3 && text.size() <= 8 && AllOf(text, absl::ascii_isalnum);
  return plausible ? std::string(text) : "";
}

std::string ScottishCharityNumber(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "SC")) return "";
  const std::string padded = Padded(text, 6);
  return padded.empty() ? "" : absl::StrCat("SC", padded);
}

std::string NorthernIrishCharityNumber(absl::string_view text) {
  absl::ConsumePrefix(&text, "NIC");
  return Exactly(text, 6);
}

std::string EnglishAuthority(absl::string_view text) {
  return text.size() == 3 && AllOf(text, absl::ascii_isalpha)
             ? std::string(text)
             : "";
}

struct Register {
  absl::string_view scheme;
  // The identifier in its one spelling, from upper case without white space;
  // empty when it can't be one.
  std::string (*normalize)(absl::string_view);
};

constexpr Register kRegisters[] = {
    {"GB-CHC", CharityNumber},
    {"GB-COH", CompanyNumber},
    {"GB-NHS", OdsCode},
    {"GB-EDU", [](absl::string_view text) { return Exactly(text, 6); }},
    {"GB-UKPRN", [](absl::string_view text) { return Exactly(text, 8); }},
    {"GB-SC", ScottishCharityNumber},
    {"GB-NIC", NorthernIrishCharityNumber},
    {"GB-LAE", EnglishAuthority},
};

std::string SchemeOf(absl::string_view text) {
  std::string scheme =
      absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text));
  if (scheme == "ODS") return "GB-NHS";
  if (scheme == "URN") return "GB-EDU";
  if (scheme == "UKPRN" || scheme == "CQC") return absl::StrCat("GB-", scheme);
  return scheme;
}

// org-id.guide codes: a country or "XI"/"XM"/"XR", a hyphen, the register.
bool LooksLikeScheme(absl::string_view scheme) {
  if (scheme.size() < 4 || scheme.size() > kLongestScheme) return false;
  if (!absl::ascii_isupper(scheme[0]) || !absl::ascii_isupper(scheme[1])) {
    return false;
  }
  return scheme[2] == '-' && AllOf(scheme.substr(3), [](unsigned char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

bool LooksLikeIdentifier(absl::string_view text) {
  return !text.empty() && text.size() <= kLongestIdentifier &&
         absl::ascii_isalnum(text.front()) && AllOf(text, [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
         });
}

std::string Identifier(absl::string_view scheme, absl::string_view supplied) {
  const std::string text = WithoutSpaces(supplied);
  for (const Register& known : kRegisters) {
    if (known.scheme == scheme) {
      return known.normalize(absl::AsciiStrToUpper(text));
    }
  }
  return LooksLikeIdentifier(text) ? text : "";
}

}  // namespace

std::optional<std::string> ProviderId(absl::string_view scheme,
                                      absl::string_view identifier) {
  const std::string code = SchemeOf(scheme);
  absl::string_view rest = absl::StripAsciiWhitespace(identifier);
  if (code.empty()) return NormalizeProvider(rest);
  if (!LooksLikeScheme(code)) return std::nullopt;
  if (absl::StartsWithIgnoreCase(rest, absl::StrCat(code, "-"))) {
    rest.remove_prefix(code.size() + 1);
  }
  const std::string normal = Identifier(code, rest);
  if (normal.empty()) return std::nullopt;
  return absl::StrCat(code, "-", normal);
}

std::optional<std::string> NormalizeProvider(absl::string_view name) {
  name = absl::StripAsciiWhitespace(name);
  absl::ConsumePrefix(&name, "providers/");
  const size_t country_end = name.find('-');
  if (country_end == name.npos) return std::nullopt;
  const size_t scheme_end = name.find('-', country_end + 1);
  if (scheme_end == name.npos || scheme_end == 0) return std::nullopt;
  return ProviderId(name.substr(0, scheme_end), name.substr(scheme_end + 1));
}

std::vector<std::string> ProvidersOf(const v1::Service& service) {
  std::vector<std::string> providers;
  for (const v1::OrganizationIdentifier& identifier :
       service.organization().organization_identifiers()) {
    std::optional<std::string> provider =
        ProviderId(identifier.identifier_scheme(), identifier.identifier());
    if (!provider.has_value()) continue;
    if (std::find(providers.begin(), providers.end(), *provider) ==
        providers.end()) {
      providers.push_back(*std::move(provider));
    }
  }
  return providers;
}

}  // namespace localoffer
