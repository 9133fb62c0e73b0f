// Resource names: how requests and answers name authorities, entries, tokens
// and providers.
//
//   authorities/{authority}                       3 to 32 upper-case letters
//                                                 or digits: E06000023
//   authorities/{authority}-H-{node}              a log harvested for it:
//                                                 E06000023-H-1a2b3c4d
//   authorities/{authority}/entries/{entry}       a lower-case UUID
//   authorities/{authority}/entries/{entry}@{sequence}
//   authorities/-                                 every authority
//   authorities/{authority}/statements/{item}     LO-C9
//   authorities/{authority}/statements/{item}@{sequence}
//   authorities/{authority}/editions/{edition}    2026-09-01
//   authorities/{authority}/tokens/{token}
//   authorities/{authority}/feed                  what is harvested for it
//   providers/{provider}                          GB-CHC-9900001
//
// Every Parse function takes the name of the request's field and its value,
// and fails with INVALID_ARGUMENT; the message says the field, the value (cut
// to 200 bytes) and what was wanted. Pure functions, safe from any thread.
#ifndef LOCALOFFER_SERVICES_ENTRY_RESOURCE_NAME_H_
#define LOCALOFFER_SERVICES_ENTRY_RESOURCE_NAME_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::entry {

struct EntryName {
  std::string authority;
  std::string entry;
  // Set when the name asks for one revision: its sequence in the log.
  std::optional<int64_t> sequence;

  bool operator==(const EntryName&) const = default;
};

// What an authority says of a statutory item.
struct StatementName {
  std::string authority;
  // The id of one.
  std::string statutory_item;
  // Set when the name asks for one declaration: its sequence in the log.
  std::optional<int64_t> sequence;

  bool operator==(const StatementName&) const = default;
};

struct EditionName {
  std::string authority;
  std::string edition;

  bool operator==(const EditionName&) const = default;
};

struct TokenName {
  std::string authority;
  std::string token;

  bool operator==(const TokenName&) const = default;
};

// 3 to 32 upper-case letters or digits.
bool IsAuthorityId(absl::string_view id);
// An authority's id, or that of a log harvested for one.
bool IsLogId(absl::string_view id);
// A UUID in lower case.
bool IsEntryId(absl::string_view id);
// 1 to 64 letters, digits, `-` or `_`.
bool IsTokenId(absl::string_view id);

// The authority's id.
absl::StatusOr<std::string> ParseAuthorityName(absl::string_view field,
                                               absl::string_view value);
// The id of the authority whose feed it is.
absl::StatusOr<std::string> ParseFeedName(absl::string_view field,
                                          absl::string_view value);
// For reading: the id of the authority, or of a log harvested for one.
absl::StatusOr<std::string> ParseLogName(absl::string_view field,
                                         absl::string_view value);
// The same; nullopt for `authorities/-`, every authority.
absl::StatusOr<std::optional<std::string>> ParseLogOrAll(
    absl::string_view field, absl::string_view value);
// Without a revision: a name with `@` is refused.
absl::StatusOr<EntryName> ParseEntryName(absl::string_view field,
                                         absl::string_view value);
// With or without a revision.
absl::StatusOr<EntryName> ParseEntryRevisionName(absl::string_view field,
                                                 absl::string_view value);
// With or without a declaration.
absl::StatusOr<StatementName> ParseStatementName(absl::string_view field,
                                                 absl::string_view value);
absl::StatusOr<EditionName> ParseEditionName(absl::string_view field,
                                             absl::string_view value);
absl::StatusOr<TokenName> ParseTokenName(absl::string_view field,
                                         absl::string_view value);
// The provider id in its one spelling; see storage/directory/provider_id.h.
// A bare provider id is understood too.
absl::StatusOr<std::string> ParseProviderName(absl::string_view field,
                                              absl::string_view value);

std::string FormatAuthorityName(absl::string_view authority);
std::string FormatFeedName(absl::string_view authority);
std::string FormatEntryName(absl::string_view authority,
                            absl::string_view entry);
// With `@{sequence}` where `name` has one.
std::string FormatEntryName(const EntryName& name);
std::string FormatEditionName(absl::string_view authority,
                              absl::string_view edition);
std::string FormatTokenName(absl::string_view authority,
                            absl::string_view token);
std::string FormatProviderName(absl::string_view provider);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_RESOURCE_NAME_H_
