#include "services/gateway/pages/address.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace localoffer::gateway::pages {
namespace {

constexpr absl::string_view kUnreserved = "-._~";

}  // namespace

std::string PercentEncoded(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) ||
        kUnreserved.find(c) != absl::string_view::npos) {
      encoded.push_back(c);
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", byte);
    }
  }
  return encoded;
}

std::string QueryOf(
    const std::vector<std::pair<absl::string_view, absl::string_view>>&
        parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    absl::StrAppend(&query, query.empty() ? "?" : "&", PercentEncoded(name),
                    "=", PercentEncoded(value));
  }
  return query;
}

std::string EntryPath(absl::string_view entry_name) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(entry_name.substr(0, entry_name.find('@')), '/');
  if (parts.size() != 4) return "/";
  return absl::StrCat("/entries/", parts[1], "/", parts[3]);
}

std::string LogOf(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  return parts.size() < 2 ? "" : std::string(parts[1]);
}

}  // namespace localoffer::gateway::pages
