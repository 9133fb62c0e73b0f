#include "services/entry/resource_name.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::entry {
namespace {

using ::testing::HasSubstr;

constexpr char kId[] = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623";

std::string Name(absl::string_view rest) {
  return std::string("authorities/E06000023/entries/") + std::string(rest);
}

TEST(AuthorityName, IsReadAndWritten) {
  EXPECT_EQ(*ParseAuthorityName("parent", "authorities/E06000023"),
            "E06000023");
  EXPECT_EQ(FormatAuthorityName("E06000023"), "authorities/E06000023");
  EXPECT_TRUE(ParseAuthorityName("parent", "authorities/ABC").ok());
  EXPECT_TRUE(
      ParseAuthorityName("parent", "authorities/" + std::string(32, 'A')).ok());
}

TEST(AuthorityName, IsRefusedInAnyOtherForm) {
  for (const std::string& wrong :
       {std::string(), std::string("E06000023"), std::string("authorities/"),
        std::string("authorities/AB"), std::string("authorities/-"),
        std::string("authorities/e06000023"),
        std::string("authorities/E06000023/"),
        std::string("authorities/E0600 023"),
        "authorities/" + std::string(33, 'A')}) {
    EXPECT_EQ(ParseAuthorityName("parent", wrong).status().code(),
              absl::StatusCode::kInvalidArgument)
        << wrong;
  }
}

TEST(AuthorityName, OfEveryAuthorityIsAHyphen) {
  EXPECT_EQ(*ParseLogOrAll("parent", "authorities/-"), std::nullopt);
  EXPECT_EQ(*ParseLogOrAll("parent", "authorities/E06000023"), "E06000023");
  EXPECT_FALSE(ParseLogOrAll("parent", "authorities/--").ok());
}

TEST(EntryName, IsReadAndWritten) {
  const EntryName name = *ParseEntryName("name", Name(kId));
  EXPECT_EQ(name, (EntryName{"E06000023", kId, std::nullopt}));
  EXPECT_EQ(FormatEntryName(name), Name(kId));
  EXPECT_EQ(FormatEntryName("E06000023", kId), Name(kId));
}

TEST(EntryName, IsRefusedInAnyOtherForm) {
  for (const std::string& wrong :
       {std::string(), Name(""), Name("1"), Name(std::string(kId) + "/x"),
        Name("2A3483EA-8966-4F50-9DC3-7BAFA1E5C623"),
        Name(std::string(kId) + "@4"),
        std::string("authorities/-/entries/") + kId,
        std::string("authorities/E06000023/tokens/") + kId, "/" + Name(kId)}) {
    EXPECT_FALSE(ParseEntryName("name", wrong).ok()) << wrong;
  }
}

TEST(EntryName, OfARevisionHasItsSequence) {
  const EntryName name =
      *ParseEntryRevisionName("name", Name(std::string(kId) + "@42"));
  EXPECT_EQ(name, (EntryName{"E06000023", kId, 42}));
  EXPECT_EQ(FormatEntryName(name), Name(std::string(kId) + "@42"));
  EXPECT_EQ(ParseEntryRevisionName("name", Name(kId))->sequence, std::nullopt);
  EXPECT_EQ(
      ParseEntryRevisionName("name", Name(std::string(kId) + "@0"))->sequence,
      0);
}

TEST(EntryName, OfARevisionHasOneSpelling) {
  for (absl::string_view wrong : {"@", "@-1", "@+1", "@01", "@1x", "@1@2",
                                  "@ 1", "@9223372036854775808"}) {
    EXPECT_FALSE(
        ParseEntryRevisionName("name", Name(kId + std::string(wrong))).ok())
        << wrong;
  }
}

TEST(StatementName, IsOfAStatutoryItemOrOneDeclarationOfIt) {
  EXPECT_EQ(
      *ParseStatementName("name", "authorities/E06000023/statements/LO-C9"),
      (StatementName{"E06000023", "LO-C9", {}}));
  EXPECT_EQ(
      *ParseStatementName("name", "authorities/E06000023/statements/LO-C9@3"),
      (StatementName{"E06000023", "LO-C9", 3}));
  for (const char* wrong :
       {"authorities/E06000023/statements/LO-X9",
        "authorities/E06000023/statements/lo-c9",
        "authorities/E06000023/statements/LO-C9@",
        "authorities/E06000023/statements/LO-C9@03",
        "authorities/E06000023/statements/@3", "statements/LO-C9"}) {
    EXPECT_FALSE(ParseStatementName("name", wrong).ok()) << wrong;
  }
}

TEST(TokenName, IsReadAndWritten) {
  const TokenName name =
      *ParseTokenName("name", "authorities/E06000023/tokens/a-B_9");
  EXPECT_EQ(name, (TokenName{"E06000023", "a-B_9"}));
  EXPECT_EQ(FormatTokenName("E06000023", "a-B_9"),
            "authorities/E06000023/tokens/a-B_9");
  EXPECT_FALSE(ParseTokenName("name", "authorities/E06000023/tokens/").ok());
  EXPECT_FALSE(ParseTokenName("name", "authorities/E06000023/tokens/a b").ok());
}

TEST(ProviderName, IsPutInItsOneSpelling) {
  EXPECT_EQ(*ParseProviderName("provider", "providers/gb-coh-1234567"),
            "GB-COH-01234567");
  EXPECT_EQ(*ParseProviderName("provider", "GB-CHC-9900001"), "GB-CHC-9900001");
  EXPECT_EQ(FormatProviderName("GB-CHC-9900001"), "providers/GB-CHC-9900001");
  EXPECT_FALSE(ParseProviderName("provider", "providers/GB-CHC-1").ok());
}

TEST(Refusal, SaysFieldValueAndWhatWasWanted) {
  const absl::Status status = ParseEntryName("name", "entries/7").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(),
            "name is \"entries/7\"; wanted "
            "authorities/{authority}/entries/{entry}, the entry being a "
            "lower-case UUID");
  EXPECT_THAT(std::string(ParseEntryName("parent", "").status().message()),
              HasSubstr("parent is empty; wanted"));
}

TEST(Refusal, CutsLongValues) {
  EXPECT_LT(ParseEntryName("name", std::string(100000, 'x'))
                .status()
                .message()
                .size(),
            400u);
}

}  // namespace
}  // namespace localoffer::entry
