#include "services/entry/resource_name.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/entry/excerpt.h"
#include "services/entry/forms.h"
#include "services/entry/statutory_items.h"
#include "storage/directory/provider_id.h"
#include "storage/log/edition.h"
#include "storage/log/log_id.h"

namespace localoffer::entry {
namespace {

constexpr absl::string_view kAuthority =
    "authorities/{authority}, the authority being 3 to 32 upper-case letters "
    "or digits, such as authorities/E06000023";
constexpr absl::string_view kAuthorityOrAll =
    "authorities/{authority}, such as authorities/E06000023, or authorities/- "
    "for every authority";
constexpr absl::string_view kEntry =
    "authorities/{authority}/entries/{entry}, the entry being a lower-case "
    "UUID";
constexpr absl::string_view kEntryRevision =
    "authorities/{authority}/entries/{entry}, the entry being a lower-case "
    "UUID, or that with @{sequence} for one revision";
constexpr absl::string_view kStatement =
    "authorities/{authority}/statements/{item}, the item being the id of a "
    "statutory item, such as LO-C9, or that with @{sequence} for one "
    "declaration";
constexpr absl::string_view kEdition =
    "authorities/{authority}/editions/{edition}, such as "
    "authorities/E06000023/editions/2026-09-01";
constexpr absl::string_view kFeed =
    "authorities/{authority}/feed, such as authorities/E06000023/feed";
constexpr absl::string_view kToken = "authorities/{authority}/tokens/{token}";
constexpr absl::string_view kProvider =
    "providers/{provider}, the provider being a register's code and the "
    "identifier in it, such as providers/GB-CHC-9900001";

absl::Status Malformed(absl::string_view field, absl::string_view value,
                       absl::string_view wanted) {
  if (value.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, " is empty; wanted ", wanted));
  }
  return absl::InvalidArgumentError(
      absl::StrCat(field, " is \"", Excerpt(value), "\"; wanted ", wanted));
}

// The ids in `authorities/{authority}/{collection}/{id}`.
std::optional<std::pair<std::string, std::string>> ChildIds(
    absl::string_view name, absl::string_view collection,
    bool (*is_parent)(absl::string_view)) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "authorities" || !is_parent(parts[1]) ||
      parts[2] != collection) {
    return std::nullopt;
  }
  return std::make_pair(std::string(parts[1]), std::string(parts[3]));
}

// Decimal digits in their shortest form: one revision has one name.
std::optional<int64_t> Sequence(absl::string_view digits) {
  int64_t sequence = 0;
  if (!absl::SimpleAtoi(digits, &sequence) || sequence < 0 ||
      absl::StrCat(sequence) != digits) {
    return std::nullopt;
  }
  return sequence;
}

bool IsIdOf(absl::string_view id, size_t shortest, size_t longest,
            bool (*accepts)(unsigned char)) {
  return id.size() >= shortest && id.size() <= longest &&
         std::all_of(id.begin(), id.end(), accepts);
}

}  // namespace

bool IsAuthorityId(absl::string_view id) {
  return IsIdOf(id, 3, 32, [](unsigned char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c);
  });
}

bool IsLogId(absl::string_view id) {
  return IsAuthorityId(log::AuthorityOfLog(id));
}

bool IsEntryId(absl::string_view id) {
  return IsUuid(id) && std::none_of(id.begin(), id.end(), absl::ascii_isupper);
}

bool IsTokenId(absl::string_view id) {
  return IsIdOf(id, 1, 64, [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  });
}

absl::StatusOr<std::string> ParseAuthorityName(absl::string_view field,
                                               absl::string_view value) {
  absl::string_view id = value;
  if (!absl::ConsumePrefix(&id, "authorities/") || !IsAuthorityId(id)) {
    return Malformed(field, value, kAuthority);
  }
  return std::string(id);
}

absl::StatusOr<std::string> ParseFeedName(absl::string_view field,
                                          absl::string_view value) {
  absl::string_view id = value;
  if (!absl::ConsumePrefix(&id, "authorities/") ||
      !absl::ConsumeSuffix(&id, "/feed") || !IsAuthorityId(id)) {
    return Malformed(field, value, kFeed);
  }
  return std::string(id);
}

absl::StatusOr<std::string> ParseLogName(absl::string_view field,
                                         absl::string_view value) {
  absl::string_view id = value;
  if (!absl::ConsumePrefix(&id, "authorities/") || !IsLogId(id)) {
    return Malformed(field, value, kAuthority);
  }
  return std::string(id);
}

absl::StatusOr<std::optional<std::string>> ParseLogOrAll(
    absl::string_view field, absl::string_view value) {
  if (value == "authorities/-") return std::optional<std::string>();
  absl::StatusOr<std::string> id = ParseLogName(field, value);
  if (!id.ok()) return Malformed(field, value, kAuthorityOrAll);
  return std::optional<std::string>(*std::move(id));
}

absl::StatusOr<EntryName> ParseEntryName(absl::string_view field,
                                         absl::string_view value) {
  auto ids = ChildIds(value, "entries", IsLogId);
  if (!ids.has_value() || !IsEntryId(ids->second)) {
    return Malformed(field, value, kEntry);
  }
  return EntryName{std::move(ids->first), std::move(ids->second), {}};
}

absl::StatusOr<EntryName> ParseEntryRevisionName(absl::string_view field,
                                                 absl::string_view value) {
  const size_t at = value.find('@');
  absl::StatusOr<EntryName> name = ParseEntryName(field, value.substr(0, at));
  if (!name.ok()) return Malformed(field, value, kEntryRevision);
  if (at == value.npos) return name;
  name->sequence = Sequence(value.substr(at + 1));
  if (!name->sequence) return Malformed(field, value, kEntryRevision);
  return name;
}

absl::StatusOr<StatementName> ParseStatementName(absl::string_view field,
                                                 absl::string_view value) {
  const size_t at = value.find('@');
  auto ids = ChildIds(value.substr(0, at), "statements", IsLogId);
  if (!ids.has_value() || FindStatutoryItem(ids->second) == nullptr) {
    return Malformed(field, value, kStatement);
  }
  StatementName name{std::move(ids->first), std::move(ids->second), {}};
  if (at == value.npos) return name;
  name.sequence = Sequence(value.substr(at + 1));
  if (!name.sequence) return Malformed(field, value, kStatement);
  return name;
}

absl::StatusOr<EditionName> ParseEditionName(absl::string_view field,
                                             absl::string_view value) {
  auto ids = ChildIds(value, "editions", IsLogId);
  if (!ids.has_value() || !log::IsEditionId(ids->second)) {
    return Malformed(field, value, kEdition);
  }
  return EditionName{std::move(ids->first), std::move(ids->second)};
}

absl::StatusOr<TokenName> ParseTokenName(absl::string_view field,
                                         absl::string_view value) {
  auto ids = ChildIds(value, "tokens", IsAuthorityId);
  if (!ids.has_value() || !IsTokenId(ids->second)) {
    return Malformed(field, value, kToken);
  }
  return TokenName{std::move(ids->first), std::move(ids->second)};
}

absl::StatusOr<std::string> ParseProviderName(absl::string_view field,
                                              absl::string_view value) {
  std::optional<std::string> provider = NormalizeProvider(value);
  if (!provider.has_value()) return Malformed(field, value, kProvider);
  return *std::move(provider);
}

std::string FormatAuthorityName(absl::string_view authority) {
  return absl::StrCat("authorities/", authority);
}

std::string FormatFeedName(absl::string_view authority) {
  return absl::StrCat("authorities/", authority, "/feed");
}

std::string FormatEntryName(absl::string_view authority,
                            absl::string_view entry) {
  return absl::StrCat("authorities/", authority, "/entries/", entry);
}

std::string FormatEntryName(const EntryName& name) {
  std::string text = FormatEntryName(name.authority, name.entry);
  if (name.sequence.has_value()) absl::StrAppend(&text, "@", *name.sequence);
  return text;
}

std::string FormatEditionName(absl::string_view authority,
                              absl::string_view edition) {
  return absl::StrCat("authorities/", authority, "/editions/", edition);
}

std::string FormatTokenName(absl::string_view authority,
                            absl::string_view token) {
  return absl::StrCat("authorities/", authority, "/tokens/", token);
}

std::string FormatProviderName(absl::string_view provider) {
  return absl::StrCat("providers/", provider);
}

}  // namespace localoffer::entry
