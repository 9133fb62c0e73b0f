#include "services/openreferral/web_address.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kUrlInvalid =
    "This is no web address, so the field was left empty.";
constexpr absl::string_view kUriInvalid =
    "This is no URI, so the field was left empty.";
constexpr size_t kMaximumHostLength = 253;

bool IsAsciiSpace(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c));
}

bool IsAlnum(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c));
}

bool IsHostLabel(absl::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' &&
         label.back() != '-' &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return IsAlnum(c) || c == '-' || c == '_'; });
}

// A domain name with at least one dot, ending in letters.
bool IsDomain(absl::string_view host) {
  if (host.size() > kMaximumHostLength) return false;
  const std::vector<absl::string_view> labels = absl::StrSplit(host, '.');
  if (labels.size() < 2 || labels.back().size() < 2) return false;
  return std::all_of(labels.begin(), labels.end(), IsHostLabel) &&
         absl::ascii_isalpha(static_cast<unsigned char>(labels.back().front()));
}

bool IsIpv4Address(absl::string_view host) {
  const std::vector<absl::string_view> parts = absl::StrSplit(host, '.');
  return parts.size() == 4 &&
         std::all_of(parts.begin(), parts.end(), [](absl::string_view part) {
           return !part.empty() && part.size() <= 3 &&
                  std::all_of(part.begin(), part.end(), [](char c) {
                    return absl::ascii_isdigit(static_cast<unsigned char>(c));
                  });
         });
}

// "example.org", with a port if there is one; no user name.
bool IsAuthority(absl::string_view authority) {
  const size_t colon = authority.find(':');
  if (colon != absl::string_view::npos) {
    const absl::string_view port = authority.substr(colon + 1);
    if (port.size() > 5 || !std::all_of(port.begin(), port.end(), [](char c) {
          return absl::ascii_isdigit(static_cast<unsigned char>(c));
        })) {
      return false;
    }
    authority = authority.substr(0, colon);
  }
  absl::ConsumeSuffix(&authority, ".");
  return IsDomain(authority) || IsIpv4Address(authority);
}

absl::string_view AuthorityOf(absl::string_view after_slashes) {
  return after_slashes.substr(0, after_slashes.find_first_of("/?#"));
}

bool NeedsEncoding(char c) {
  return static_cast<unsigned char>(c) >= 0x80 ||
         absl::StrContains("\"<>\\^`{|}", c);
}

std::string PercentEncoded(absl::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (NeedsEncoding(c)) {
      absl::StrAppendFormat(&encoded, "%%%02X", static_cast<unsigned char>(c));
    } else {
      encoded.push_back(c);
    }
  }
  return encoded;
}

// A repair in progress: the text so far and the last rule that changed it.
struct Draft {
  std::string text;
  absl::string_view rule;
  absl::string_view explanation;
};

Repaired Finish(Draft draft) {
  std::string encoded = PercentEncoded(draft.text);
  if (encoded != draft.text && draft.rule.empty()) {
    draft.rule = "URL_ENCODED";
    draft.explanation =
        "Characters that a URL may not hold were percent-encoded.";
  }
  return {std::move(encoded), draft.rule, draft.explanation};
}

// "http" or "https" if `text` begins with that and a colon, in any case.
absl::string_view WebScheme(absl::string_view text) {
  for (const absl::string_view scheme : {"https", "http"}) {
    if (absl::StartsWithIgnoreCase(text, absl::StrCat(scheme, ":"))) {
      return scheme;
    }
  }
  return {};
}

Draft WithScheme(absl::string_view text) {
  absl::string_view rest = text;
  if (const absl::string_view scheme = WebScheme(text); !scheme.empty()) {
    rest.remove_prefix(scheme.size() + 1);
    if (absl::StartsWith(rest, "//")) return {std::string(text), {}, {}};
    rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
    return {absl::StrCat(scheme, "://", rest), "URL_SLASHES_ADDED",
            "The two slashes after the scheme were missing and were added."};
  }
  absl::ConsumePrefix(&rest, "//");
  return {absl::StrCat("https://", rest), "URL_SCHEME_ADDED",
          "A web address begins with https://, which was added."};
}

// Length of the scheme of RFC 3986, section 3.1, without the colon; 0 if
// there is none.
size_t SchemeLength(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos || colon < 2) return 0;
  const absl::string_view scheme = text.substr(0, colon);
  const bool valid =
      absl::ascii_isalpha(static_cast<unsigned char>(scheme.front())) &&
      std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return IsAlnum(c) || c == '+' || c == '-' || c == '.';
      });
  return valid ? colon : 0;
}

bool IsRunByBrowsers(absl::string_view scheme) {
  for (const absl::string_view bad : {"javascript", "vbscript", "data"}) {
    if (absl::EqualsIgnoreCase(scheme, bad)) return true;
  }
  return false;
}

// "www.example.org:8080/path" has a colon but no scheme.
bool LooksLikeHostAndPort(absl::string_view text) {
  const absl::string_view authority = AuthorityOf(text);
  return absl::StrContains(authority, '.') && IsAuthority(authority);
}

}  // namespace

Repaired RepairUrl(absl::string_view supplied) {
  if (std::any_of(supplied.begin(), supplied.end(), IsAsciiSpace)) {
    return SetAside("URL_INVALID", kUrlInvalid);
  }
  Draft draft = WithScheme(supplied);
  const absl::string_view text = draft.text;
  const absl::string_view rest = text.substr(text.find("//") + 2);
  if (!IsAuthority(AuthorityOf(rest))) {
    return SetAside("URL_INVALID", kUrlInvalid);
  }
  return Finish(std::move(draft));
}

Repaired RepairUri(absl::string_view supplied) {
  if (std::any_of(supplied.begin(), supplied.end(), IsAsciiSpace)) {
    return SetAside("URL_INVALID", kUriInvalid);
  }
  const size_t scheme_length = SchemeLength(supplied);
  if (scheme_length == 0 || !WebScheme(supplied).empty() ||
      LooksLikeHostAndPort(supplied)) {
    return RepairUrl(supplied);
  }
  if (IsRunByBrowsers(supplied.substr(0, scheme_length)) ||
      supplied.size() == scheme_length + 1) {
    return SetAside("URL_INVALID", kUriInvalid);
  }
  return Finish({std::string(supplied), {}, {}});
}

Repaired RepairEmail(absl::string_view supplied) {
  absl::string_view address = supplied;
  const bool had_scheme = absl::StartsWithIgnoreCase(address, "mailto:");
  if (had_scheme) address.remove_prefix(7);
  const size_t at = address.find('@');
  const absl::string_view local = address.substr(0, at);
  const bool valid =
      at != absl::string_view::npos && !local.empty() && local.size() <= 64 &&
      std::none_of(local.begin(), local.end(),
                   [](char c) {
                     return IsAsciiSpace(c) ||
                            absl::StrContains("<>()[],;:\\\"", c);
                   }) &&
      IsDomain(address.substr(at + 1));
  if (!valid) {
    return SetAside(
        "EMAIL_INVALID",
        "This is not one e-mail address, so the field was left empty.");
  }
  if (!had_scheme) return Unchanged(std::string(address));
  return Changed(std::string(address), "EMAIL_SCHEME_REMOVED",
                 "An e-mail address does not begin with mailto:.");
}

}  // namespace localoffer::openreferral
