#include "services/entry/forms.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/entry/excerpt.h"

namespace localoffer::entry {
namespace {

// Whether `text` has the form of `pattern`, in which 9 stands for a digit and
// every other character for itself.
bool Matches(absl::string_view text, absl::string_view pattern) {
  return text.size() == pattern.size() &&
         std::equal(text.begin(), text.end(), pattern.begin(),
                    [](char c, char p) {
                      return p == '9' ? absl::ascii_isdigit(c) : c == p;
                    });
}

int Number(absl::string_view digits) {
  int number = 0;
  return absl::SimpleAtoi(digits, &number) ? number : -1;
}

bool IsInsideUrl(unsigned char c) {
  return c > 0x20 && c != 0x7f &&
         absl::string_view("<>\"\\^`{|}").find(static_cast<char>(c)) ==
             absl::string_view::npos;
}

// The host of RFC 3986 authority, without user and port.
absl::string_view HostOf(absl::string_view after_scheme) {
  absl::string_view host =
      after_scheme.substr(0, after_scheme.find_first_of("/?#"));
  const size_t at = host.rfind('@');
  if (at != host.npos) host.remove_prefix(at + 1);
  if (absl::StartsWith(host, "[")) return host;
  return host.substr(0, host.find(':'));
}

bool IsDomain(absl::string_view domain) {
  return domain.find('.') != domain.npos && domain.front() != '.' &&
         domain.back() != '.' && domain.find("..") == domain.npos;
}

bool HasSpaceOrControl(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
}

}  // namespace

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const unsigned char c = text[i];
    if (hyphen ? c != '-' : !absl::ascii_isxdigit(c)) return false;
  }
  return true;
}

bool IsEntryUuid(absl::string_view text) {
  return IsUuid(text) &&
         std::none_of(text.begin(), text.end(), absl::ascii_isupper) &&
         text[14] >= '1' && text[14] <= '8' &&
         absl::string_view("89ab").find(text[19]) != absl::string_view::npos;
}

bool IsWebAddress(absl::string_view text) {
  const size_t colon = text.find("://");
  if (colon == text.npos) return false;
  const absl::string_view scheme = text.substr(0, colon);
  if (!absl::EqualsIgnoreCase(scheme, "http") &&
      !absl::EqualsIgnoreCase(scheme, "https")) {
    return false;
  }
  return !HostOf(text.substr(colon + 3)).empty() &&
         std::all_of(text.begin(), text.end(), IsInsideUrl);
}

bool IsEmailAddress(absl::string_view text) {
  const size_t at = text.find('@');
  if (at == 0 || at == text.npos || text.size() > 254) return false;
  const absl::string_view domain = text.substr(at + 1);
  return domain.find_first_of("@,;<>()") == domain.npos && IsDomain(domain) &&
         text.substr(0, at).find_first_of(",;<>()") == text.npos &&
         !HasSpaceOrControl(text);
}

std::optional<absl::CivilDay> DateOf(absl::string_view text) {
  if (!Matches(text, "9999-99-99")) return std::nullopt;
  const int year = Number(text.substr(0, 4));
  const int month = Number(text.substr(5, 2));
  const int day = Number(text.substr(8, 2));
  const absl::CivilDay date(year, month, day);
  // CivilDay carries 31 February over into March.
  if (date.year() != year || date.month() != month || date.day() != day) {
    return std::nullopt;
  }
  return date;
}

bool IsDateTime(absl::string_view text) {
  if (text.size() < 20 || !DateOf(text.substr(0, 10)).has_value()) return false;
  if (text[10] != 'T' && text[10] != 't') return false;
  if (!Matches(text.substr(11, 8), "99:99:99")) return false;
  if (Number(text.substr(11, 2)) > 23 || Number(text.substr(14, 2)) > 59 ||
      Number(text.substr(17, 2)) > 60) {
    return false;
  }
  absl::string_view rest = text.substr(19);
  if (absl::ConsumePrefix(&rest, ".")) {
    const size_t digits =
        std::find_if_not(rest.begin(), rest.end(), absl::ascii_isdigit) -
        rest.begin();
    if (digits == 0) return false;
    rest.remove_prefix(digits);
  }
  if (rest == "Z" || rest == "z") return true;
  return (Matches(rest, "+99:99") || Matches(rest, "-99:99")) &&
         Number(rest.substr(1, 2)) <= 23 && Number(rest.substr(4, 2)) <= 59;
}

bool IsTimeOfDay(absl::string_view text) {
  if (text == "24:00" || text == "24:00:00") return true;
  if (!Matches(text, "99:99") && !Matches(text, "99:99:99")) return false;
  return Number(text.substr(0, 2)) <= 23 && Number(text.substr(3, 2)) <= 59 &&
         (text.size() == 5 || Number(text.substr(6, 2)) <= 59);
}

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool HasControlCharacter(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
  });
}

}  // namespace localoffer::entry
