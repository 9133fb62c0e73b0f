#include "storage/directory/provider_contact.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/geography/postcode.h"

namespace localoffer {
namespace {

constexpr size_t kLongestHost = 253;

// Second labels under .uk below which names are registered.
constexpr absl::string_view kEndsOfUk[] = {"ac",  "co",  "gov",   "ltd",
                                           "me",  "mod", "net",   "nhs",
                                           "org", "plc", "police"};

// Domains that say nothing of who somebody is.
constexpr absl::string_view kShared[] = {
    // Mail.
    "aol.co.uk", "aol.com", "blueyonder.co.uk", "btconnect.com",
    "btinternet.com", "btopenworld.com", "gmail.com", "gmx.co.uk", "gmx.com",
    "googlemail.com", "hotmail.co.uk", "hotmail.com", "icloud.com",
    "live.co.uk", "live.com", "mac.com", "mail.com", "me.com", "msn.com",
    "nhs.net", "ntlworld.com", "outlook.com", "proton.me", "protonmail.com",
    "sky.com", "talktalk.net", "tiscali.co.uk", "virginmedia.com",
    "yahoo.co.uk", "yahoo.com", "ymail.com", "zoho.com",
    // Public bodies' common sites.
    "england.nhs.uk", "nhs.uk",
    // Social networks, and where people build sites, forms and tickets.
    "bit.ly", "blogspot.com", "eventbrite.co.uk", "eventbrite.com",
    "facebook.com", "forms.gle", "godaddysites.com", "goo.gl", "google.com",
    "instagram.com", "justgiving.com", "linkedin.com", "linktr.ee",
    "microsoft.com", "office.com", "openobjects.com", "sharepoint.com",
    "squarespace.com", "surveymonkey.co.uk", "surveymonkey.com", "tiktok.com",
    "twitter.com", "vimeo.com", "weebly.com", "wixsite.com", "wordpress.com",
    "x.com", "youtu.be", "youtube.com", "zoom.us"};

template <typename List>
bool Has(const List& list, absl::string_view value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

// The host within a web address, an e-mail address, or alone; lower case.
std::string HostOf(absl::string_view address) {
  std::string lower =
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(address));
  absl::string_view host = lower;
  absl::ConsumePrefix(&host, "mailto:");
  if (const size_t scheme = host.find("://"); scheme != host.npos) {
    host.remove_prefix(scheme + 3);
  }
  host = host.substr(0, host.find_first_of("/?#\\"));
  if (const size_t at = host.rfind('@'); at != host.npos) {
    host.remove_prefix(at + 1);
  }
  host = host.substr(0, host.find(':'));
  absl::ConsumeSuffix(&host, ".");
  return std::string(host);
}

bool IsLabel(absl::string_view label) {
  return !label.empty() &&
         std::all_of(label.begin(), label.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-';
         });
}

size_t LabelsRegistered(const std::vector<absl::string_view>& labels) {
  if (labels.back() != "uk") return 2;
  const absl::string_view second = labels[labels.size() - 2];
  if (second == "sch") return 4;
  return Has(kEndsOfUk, second) ? 3 : 2;
}

std::string Digits(absl::string_view text) {
  std::string digits;
  for (const unsigned char c : text) {
    if (absl::ascii_isdigit(c)) digits.push_back(static_cast<char>(c));
  }
  return digits;
}

// Without what follows the number itself: an extension, a second number.
absl::string_view FirstNumber(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    const bool belongs = absl::ascii_isdigit(c) || absl::ascii_isspace(c) ||
                         absl::StrContains("+()-.", static_cast<char>(c));
    // What comes before the first digit is a label, such as "Tel:".
    if (!belongs && !Digits(text.substr(0, i)).empty()) {
      return text.substr(0, i);
    }
  }
  return text;
}

}  // namespace

std::string WebDomain(absl::string_view address) {
  const std::string host = HostOf(address);
  if (host.size() > kLongestHost) return "";
  std::vector<absl::string_view> labels = absl::StrSplit(host, '.');
  if (labels.size() < 2 ||
      !std::all_of(labels.begin(), labels.end(), IsLabel) ||
      !Digits(labels.back()).empty()) {
    return "";
  }
  if (labels.front() == "www" && labels.size() > 2) {
    labels.erase(labels.begin());
  }
  const std::string whole = absl::StrJoin(labels, ".");
  const size_t registered = LabelsRegistered(labels);
  if (labels.size() > registered) {
    labels.erase(labels.begin(), labels.end() - registered);
  }
  std::string domain = absl::StrJoin(labels, ".");
  const bool government =
      domain == "gov.uk" || absl::EndsWith(domain, ".gov.uk");
  return government || Has(kShared, domain) || Has(kShared, whole) ? ""
                                                                   : domain;
}

std::string NormalPhone(absl::string_view number) {
  const absl::string_view text = FirstNumber(number);
  std::string digits = Digits(text);
  absl::string_view rest = digits;
  bool international = absl::ConsumePrefix(&rest, "00");
  if (!international) {
    const size_t plus = text.find('+');
    international = plus != text.npos && Digits(text.substr(0, plus)).empty();
  }
  if (international && !absl::StartsWith(rest, "44")) {
    return rest.size() >= 8 && rest.size() <= 15 ? absl::StrCat("+", rest) : "";
  }
  const bool national = international ? absl::ConsumePrefix(&rest, "44")
                                      : absl::StartsWith(rest, "0") ||
                                            (rest.size() >= 11 &&
                                             absl::ConsumePrefix(&rest, "44"));
  absl::ConsumePrefix(&rest, "0");  // as in +44 (0)117
  if (!national || rest.size() < 9 || rest.size() > 10) return "";
  return absl::StrCat("+44", rest);
}

std::string NormalPostcode(absl::string_view text) {
  return geography::ParsePostcode(text).value_or("");
}

}  // namespace localoffer
