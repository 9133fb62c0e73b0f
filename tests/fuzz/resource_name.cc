// Resource names: each thing has one name.
#include "services/entry/resource_name.h"

#include "absl/strings/str_cat.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

void Run(absl::string_view bytes) {
  if (const auto id = entry::ParseAuthorityName("name", bytes); id.ok()) {
    FUZZ_CHECK(entry::FormatAuthorityName(*id) == bytes);
    FUZZ_CHECK(entry::IsAuthorityId(*id));
  }
  if (const auto id = entry::ParseLogName("name", bytes); id.ok()) {
    FUZZ_CHECK(entry::FormatAuthorityName(*id) == bytes);
  }
  if (const auto id = entry::ParseFeedName("name", bytes); id.ok()) {
    FUZZ_CHECK(entry::FormatFeedName(*id) == bytes);
  }
  if (const auto name = entry::ParseEntryRevisionName("name", bytes);
      name.ok()) {
    FUZZ_CHECK(entry::FormatEntryName(*name) == bytes);
  }
  if (const auto name = entry::ParseStatementName("name", bytes); name.ok()) {
    FUZZ_CHECK(absl::StrCat("authorities/", name->authority, "/statements/",
                            name->statutory_item,
                            name->sequence ? absl::StrCat("@", *name->sequence)
                                           : "") == bytes);
  }
  if (const auto name = entry::ParseEditionName("name", bytes); name.ok()) {
    FUZZ_CHECK(entry::FormatEditionName(name->authority, name->edition) ==
               bytes);
  }
  if (const auto name = entry::ParseTokenName("name", bytes); name.ok()) {
    FUZZ_CHECK(entry::FormatTokenName(name->authority, name->token) == bytes);
  }
  // People write providers as they like, but each has one spelling.
  if (const auto id = entry::ParseProviderName("name", bytes); id.ok()) {
    const auto again =
        entry::ParseProviderName("name", entry::FormatProviderName(*id));
    FUZZ_CHECK(again.ok());
    FUZZ_CHECK(*again == *id);
  }
}

std::vector<std::string> Seeds() {
  return {"authorities/E06000023",
          "authorities/-",
          "authorities/E06000023-H-1a2b3c4d",
          "authorities/E06000023/feed",
          "authorities/E06000023/entries/00000000-0000-4000-8000-000000000001",
          "authorities/E06000023/entries/"
          "00000000-0000-4000-8000-000000000001@12",
          "authorities/E06000023/statements/LO-C9",
          "authorities/E06000023/statements/LO-C9@3",
          "authorities/E06000023/editions/2026-09-01",
          "authorities/E06000023/tokens/7f3a",
          "providers/GB-CHC-9900001",
          "gb-coh- 99000001",
          "providers/GB-SC-SC012345"};
}

}  // namespace localoffer::fuzz
