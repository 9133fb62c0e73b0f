#include "clients/localoffer/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

v1::ListAuthoritiesResponse SouthWest() {
  v1::ListAuthoritiesResponse response;
  for (const auto& [id, title] :
       {std::pair<std::string, std::string>{"E06000023", "Bristol"},
        {"E06000022", "Bath and North East Somerset"},
        {"E06000024", "North Somerset"},
        {"E06000066", "Somerset"},
        {"EXAMPLE", "Exampleshire"}}) {
    v1::Authority* authority = response.add_authorities();
    authority->set_name("authorities/" + id);
    authority->set_title(title);
    authority->set_official_name(title + " Council");
  }
  return response;
}

TEST(AuthorityFromCode, TakesCodesAndResourceNames) {
  EXPECT_EQ(AuthorityFromCode("E06000023"), "authorities/E06000023");
  EXPECT_EQ(AuthorityFromCode("e06000023"), "authorities/E06000023");
  EXPECT_EQ(AuthorityFromCode("authorities/E06000023"),
            "authorities/E06000023");
  EXPECT_EQ(AuthorityFromCode("e06000023-h-1A2B3C4D"),
            "authorities/E06000023-H-1a2b3c4d");
  EXPECT_EQ(AuthorityFromCode("Bristol"), "");
  EXPECT_EQ(AuthorityFromCode("Somersets"), "");
}

TEST(AuthorityFromName, PrefersTheWholeName) {
  EXPECT_EQ(*AuthorityFromName(SouthWest(), "somerset"),
            "authorities/E06000066");
  EXPECT_EQ(*AuthorityFromName(SouthWest(), " north  somerset COUNCIL"),
            "authorities/E06000024");
  EXPECT_EQ(*AuthorityFromName(SouthWest(), "example"), "authorities/EXAMPLE");
}

TEST(AuthorityFromName, TakesTheBeginningOfAWord) {
  EXPECT_EQ(*AuthorityFromName(SouthWest(), "Brist"), "authorities/E06000023");
  EXPECT_EQ(*AuthorityFromName(SouthWest(), "bath"), "authorities/E06000022");
}

TEST(AuthorityFromName, ListsTheCandidatesWhenThereAreSeveral) {
  const auto status = AuthorityFromName(SouthWest(), "north").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("Bath and North East Somerset (E06000022)"),
                    HasSubstr("North Somerset (E06000024)")));
}

TEST(AuthorityFromName, SaysWhereToLookWhenThereIsNone) {
  const auto status = AuthorityFromName(SouthWest(), "Atlantis").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("localoffer authorities"));
  EXPECT_EQ(AuthorityFromName(SouthWest(), "").status().code(),
            absl::StatusCode::kNotFound);
}

TEST(ProviderFromIdentifier, TakesSchemeAndNumber) {
  EXPECT_EQ(*ProviderFromIdentifier("GB-CHC-9900001"),
            "providers/GB-CHC-9900001");
  EXPECT_EQ(*ProviderFromIdentifier("gb-coh-01234567"),
            "providers/GB-COH-01234567");
  EXPECT_EQ(*ProviderFromIdentifier("providers/GB-EDU-100-200"),
            "providers/GB-EDU-100-200");
}

TEST(ProviderFromIdentifier, AsksForTheRegisterOfANumber) {
  EXPECT_THAT(
      std::string(ProviderFromIdentifier("9900001").status().message()),
      AllOf(HasSubstr("--charity 9900001"), HasSubstr("--company 9900001")));
  EXPECT_FALSE(ProviderFromIdentifier("Example Hospice").ok());
  EXPECT_FALSE(ProviderFromIdentifier("GB-CHC-").ok());
}

TEST(ProviderFromCharity, KnowsTheRegisters) {
  EXPECT_EQ(*ProviderFromCharity("9900001"), "providers/GB-CHC-9900001");
  EXPECT_EQ(*ProviderFromCharity(" 990 0001 "), "providers/GB-CHC-9900001");
  EXPECT_EQ(*ProviderFromCharity("sc012345"), "providers/GB-SC-SC012345");
  EXPECT_EQ(*ProviderFromCharity("NIC100200"), "providers/GB-NIC-100200");
  EXPECT_FALSE(ProviderFromCharity("12").ok());
  EXPECT_FALSE(ProviderFromCharity("GB-CHC-1").ok());
}

TEST(ProviderFromCompany, PutsBackLeadingZeros) {
  EXPECT_EQ(*ProviderFromCompany("1234567"), "providers/GB-COH-01234567");
  EXPECT_EQ(*ProviderFromCompany("01234567"), "providers/GB-COH-01234567");
  EXPECT_EQ(*ProviderFromCompany("sc123456"), "providers/GB-COH-SC123456");
  EXPECT_FALSE(ProviderFromCompany("123456789").ok());
  EXPECT_FALSE(ProviderFromCompany("").ok());
}

TEST(ResourceNames, ComeApart) {
  EXPECT_EQ(AuthorityIdOf("authorities/E06000023/entries/x@3"), "E06000023");
  EXPECT_EQ(AuthorityIdOf("authorities/E06000023"), "E06000023");
  EXPECT_EQ(HarvestedFor("E06000023-H-1a2b3c4d"), "E06000023");
  EXPECT_EQ(HarvestedFor("E06000023"), "");
  EXPECT_EQ(AuthorityIdOf("providers/x"), "");
  EXPECT_EQ(LastSegment("authorities/E06000023/tokens/7f"), "7f");
}

}  // namespace
}  // namespace localoffer::command
