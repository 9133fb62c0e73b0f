#include "clients/localoffer/names.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace localoffer::command {
namespace {

constexpr absl::string_view kAuthorities = "authorities/";
constexpr absl::string_view kProviders = "providers/";
constexpr absl::string_view kHarvestedMark = "-H-";
constexpr int kMostCandidates = 10;

bool IsGssCode(absl::string_view text) {
  return text.size() == 9 && absl::ascii_isalpha(text[0]) &&
         std::all_of(text.begin() + 1, text.end(), absl::ascii_isdigit);
}

bool AreDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// One space between words, lower case.
std::string Normal(absl::string_view text) {
  std::string normal = absl::AsciiStrToLower(text);
  absl::RemoveExtraAsciiWhitespace(&normal);
  return normal;
}

bool IsWordBeginning(const std::string& name, const std::string& part) {
  return absl::StartsWith(name, part) ||
         absl::StrContains(name, absl::StrCat(" ", part));
}

using Matches = std::vector<const v1::Authority*>;

Matches Matching(const v1::ListAuthoritiesResponse& authorities,
                 const std::function<bool(const v1::Authority&)>& matches) {
  Matches found;
  for (const v1::Authority& authority : authorities.authorities()) {
    if (matches(authority)) found.push_back(&authority);
  }
  return found;
}

absl::Status Ambiguous(absl::string_view text, const Matches& found) {
  std::vector<std::string> candidates;
  for (const v1::Authority* authority : found) {
    if (candidates.size() == kMostCandidates) {
      candidates.push_back("…");
      break;
    }
    candidates.push_back(absl::StrCat(authority->title(), " (",
                                      LastSegment(authority->name()), ")"));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text, "\" may be any of ", absl::StrJoin(candidates, ", "),
      ". Say which, best by its code."));
}

std::string WithoutSpaces(absl::string_view text) {
  std::string kept = absl::AsciiStrToUpper(text);
  kept.erase(std::remove_if(kept.begin(), kept.end(), absl::ascii_isspace),
             kept.end());
  return kept;
}

}  // namespace

std::string AuthorityFromCode(absl::string_view text) {
  const bool is_resource_name = absl::ConsumePrefix(&text, kAuthorities);
  std::string id = absl::AsciiStrToUpper(text);
  const size_t mark = absl::string_view(id).find(kHarvestedMark);
  if (!is_resource_name && !IsGssCode(id.substr(0, mark))) return "";
  if (mark != std::string::npos) {
    const size_t node = mark + kHarvestedMark.size();
    id = id.substr(0, node) + absl::AsciiStrToLower(id.substr(node));
  }
  return absl::StrCat(kAuthorities, id);
}

std::string HarvestedFor(absl::string_view id) {
  const size_t mark = id.find(kHarvestedMark);
  return mark == absl::string_view::npos ? "" : std::string(id.substr(0, mark));
}

absl::StatusOr<std::string> AuthorityFromName(
    const v1::ListAuthoritiesResponse& authorities, absl::string_view text) {
  const std::string wanted = Normal(text);
  const auto is_exact = [&](const v1::Authority& authority) {
    return Normal(LastSegment(authority.name())) == wanted ||
           Normal(authority.title()) == wanted ||
           Normal(authority.official_name()) == wanted;
  };
  const auto begins = [&](const v1::Authority& authority) {
    return IsWordBeginning(Normal(authority.title()), wanted) ||
           IsWordBeginning(Normal(authority.official_name()), wanted);
  };
  Matches found = Matching(authorities, is_exact);
  if (found.empty() && !wanted.empty()) found = Matching(authorities, begins);
  if (found.size() > 1) return Ambiguous(text, found);
  if (found.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "No authority is called \"", text,
        "\". `localoffer authorities` lists all of them with their codes."));
  }
  return found[0]->name();
}

std::string AuthorityIdOf(absl::string_view resource_name) {
  if (!absl::ConsumePrefix(&resource_name, kAuthorities)) return "";
  return std::string(resource_name.substr(0, resource_name.find('/')));
}

std::string LastSegment(absl::string_view resource_name) {
  const size_t slash = resource_name.rfind('/');
  return std::string(slash == absl::string_view::npos
                         ? resource_name
                         : resource_name.substr(slash + 1));
}

absl::StatusOr<std::string> ProviderFromIdentifier(absl::string_view text) {
  absl::ConsumePrefix(&text, kProviders);
  const std::string identifier = WithoutSpaces(text);
  const std::vector<std::string> parts =
      absl::StrSplit(identifier, absl::MaxSplits('-', 2));
  if (parts.size() == 3 && parts[0].size() >= 2 && !parts[1].empty() &&
      !parts[2].empty()) {
    return absl::StrCat(kProviders, identifier);
  }
  if (AreDigits(identifier)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text,
        "\" does not say which register it is from: wanted --charity ", text,
        ", --company ", text, ", or an identifier such as GB-CHC-", text, "."));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text,
      "\" is not a provider's identifier: wanted one such as GB-CHC-9900001 or "
      "GB-COH-99000001, or --charity or --company with its number."));
}

absl::StatusOr<std::string> ProviderFromCharity(absl::string_view number) {
  const std::string plain = WithoutSpaces(number);
  absl::string_view digits = plain;
  absl::string_view scheme = "GB-CHC";
  if (absl::ConsumePrefix(&digits, "SC")) {
    scheme = "GB-SC";
  } else if (absl::ConsumePrefix(&digits, "NIC")) {
    scheme = "GB-NIC";
  }
  if (!AreDigits(digits) || digits.size() < 5 || digits.size() > 7) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--charity: \"", number,
        "\" is not a charity number: wanted 6 or 7 digits, such as 9900001, or "
        "SC and digits for a Scottish charity."));
  }
  // In Scotland the letters are part of the number.
  return absl::StrCat(kProviders, scheme, "-",
                      scheme == "GB-SC" ? absl::string_view(plain) : digits);
}

absl::StatusOr<std::string> ProviderFromCompany(absl::string_view number) {
  std::string plain = WithoutSpaces(number);
  if (AreDigits(plain) && plain.size() < 8)
    plain.insert(0, 8 - plain.size(), '0');
  const bool is_number =
      plain.size() == 8 && AreDigits(absl::string_view(plain).substr(2)) &&
      absl::ascii_isalnum(plain[0]) && absl::ascii_isalnum(plain[1]);
  if (!is_number) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--company: \"", number,
        "\" is not a company number: wanted 8 characters, such as 99000001."));
  }
  return absl::StrCat(kProviders, "GB-COH-", plain);
}

}  // namespace localoffer::command
