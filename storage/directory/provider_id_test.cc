#include "storage/directory/provider_id.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

TEST(ProviderId, PutsSchemeAndIdentifierInOneSpelling) {
  EXPECT_THAT(ProviderId("GB-CHC", "9900001"),
              Optional(std::string("GB-CHC-9900001")));
  EXPECT_THAT(ProviderId(" gb-chc ", " 990 0001 "),
              Optional(std::string("GB-CHC-9900001")));
}

TEST(ProviderId, KeepsTheNumberOfALinkedCharity) {
  EXPECT_THAT(ProviderId("GB-CHC", "9900001-3"),
              Optional(std::string("GB-CHC-9900001-3")));
  EXPECT_EQ(ProviderId("GB-CHC", "9900001-"), std::nullopt);
  EXPECT_EQ(ProviderId("GB-CHC", "9900001-x"), std::nullopt);
}

TEST(ProviderId, DropsLeadingZerosOfACharityNumber) {
  EXPECT_THAT(ProviderId("GB-CHC", "0999999"),
              Optional(std::string("GB-CHC-999999")));
}

TEST(ProviderId, RefusesWhatIsNoCharityNumber) {
  for (absl::string_view wrong : {"", "12345", "12345678", "9900001a", "-1",
                                  "N/A", "SC012345", "0000000"}) {
    EXPECT_EQ(ProviderId("GB-CHC", wrong), std::nullopt) << wrong;
  }
}

TEST(ProviderId, PadsCompanyNumbersToEightCharacters) {
  EXPECT_THAT(ProviderId("GB-COH", "1234567"),
              Optional(std::string("GB-COH-01234567")));
  EXPECT_THAT(ProviderId("GB-COH", "sc1234"),
              Optional(std::string("GB-COH-SC001234")));
  EXPECT_THAT(ProviderId("GB-COH", "ce000123"),
              Optional(std::string("GB-COH-CE000123")));
  EXPECT_THAT(ProviderId("GB-COH", "R0000123"),
              Optional(std::string("GB-COH-R0000123")));
  EXPECT_THAT(ProviderId("GB-COH", "ip1234r"),
              Optional(std::string("GB-COH-IP01234R")));
}

TEST(ProviderId, RefusesWhatIsNoCompanyNumber) {
  for (absl::string_view wrong : {"", "123456789", "SCO12345", "SC", "00000000",
                                  "1234567R", "SC1234567", "12-34"}) {
    EXPECT_EQ(ProviderId("GB-COH", wrong), std::nullopt) << wrong;
  }
}

TEST(ProviderId, KnowsTheOtherRegisters) {
  EXPECT_THAT(ProviderId("GB-NHS", "rax"), Optional(std::string("GB-NHS-RAX")));
  EXPECT_THAT(ProviderId("GB-EDU", "125554"),
              Optional(std::string("GB-EDU-125554")));
  EXPECT_THAT(ProviderId("GB-UKPRN", "10000346"),
              Optional(std::string("GB-UKPRN-10000346")));
  EXPECT_THAT(ProviderId("GB-SC", "sc42386"),
              Optional(std::string("GB-SC-SC042386")));
  EXPECT_THAT(ProviderId("GB-NIC", "NIC100019"),
              Optional(std::string("GB-NIC-100019")));
  EXPECT_THAT(ProviderId("GB-LAE", "bst"), Optional(std::string("GB-LAE-BST")));
  EXPECT_EQ(ProviderId("GB-NHS", "R!"), std::nullopt);
  EXPECT_EQ(ProviderId("GB-EDU", "12555"), std::nullopt);
  EXPECT_EQ(ProviderId("GB-UKPRN", "1000034"), std::nullopt);
  EXPECT_EQ(ProviderId("GB-SC", "042386"), std::nullopt);
  EXPECT_EQ(ProviderId("GB-LAE", "BRISTOL"), std::nullopt);
}

TEST(ProviderId, UnderstandsTheCommonNamesOfRegisters) {
  EXPECT_THAT(ProviderId("ODS", "RAX"), Optional(std::string("GB-NHS-RAX")));
  EXPECT_THAT(ProviderId("urn", "125554"),
              Optional(std::string("GB-EDU-125554")));
  EXPECT_THAT(ProviderId("CQC", "1-000000001"),
              Optional(std::string("GB-CQC-1-000000001")));
}

TEST(ProviderId, AcceptsOtherSchemesThatLookLikeCodes) {
  EXPECT_THAT(ProviderId("ca-cra_acr", "12345RR01"),
              Optional(std::string("CA-CRA_ACR-12345RR01")));
  for (absl::string_view wrong : {"Charity", "GB", "GB-", "G1-CHC", "GB CHC",
                                  "GB-CHC-CHC", "\xc3\x89-X"}) {
    EXPECT_EQ(ProviderId(wrong, "9900001"), std::nullopt) << wrong;
  }
  EXPECT_EQ(ProviderId("XI-IATI", "a/b"), std::nullopt);
  EXPECT_EQ(ProviderId("XI-IATI", std::string(65, '1')), std::nullopt);
  EXPECT_EQ(ProviderId("XI-IATI", ""), std::nullopt);
}

TEST(ProviderId, UnderstandsAnIdentifierThatBeginsWithItsScheme) {
  EXPECT_THAT(ProviderId("GB-CHC", "gb-chc-9900001"),
              Optional(std::string("GB-CHC-9900001")));
  EXPECT_THAT(ProviderId("", "GB-CHC-9900001"),
              Optional(std::string("GB-CHC-9900001")));
  EXPECT_EQ(ProviderId("", "9900001"), std::nullopt);
}

TEST(NormalizeProvider, TakesIdsAndResourceNames) {
  EXPECT_THAT(NormalizeProvider("gb-coh-1234567"),
              Optional(std::string("GB-COH-01234567")));
  EXPECT_THAT(NormalizeProvider("providers/GB-CHC-9900001-1"),
              Optional(std::string("GB-CHC-9900001-1")));
  for (absl::string_view wrong :
       {"", "providers/", "GB-CHC", "GB-CHC-", "-", "--",
        "providers/providers/GB-CHC-9900001", "Example Children's Hospice"}) {
    EXPECT_EQ(NormalizeProvider(wrong), std::nullopt) << wrong;
  }
}

TEST(NormalizeProvider, LeavesItsOwnAnswersAsTheyAre) {
  for (absl::string_view id : {"GB-CHC-9900001-1", "GB-COH-SC001234",
                               "GB-NHS-RAX", "GB-CQC-1-000000001"}) {
    EXPECT_THAT(NormalizeProvider(id), Optional(std::string(id)));
  }
}

TEST(ProvidersOf, NamesEachWellFormedIdentifierOnce) {
  v1::Service service;
  EXPECT_THAT(ProvidersOf(service), IsEmpty());
  auto add = [&](const char* scheme, const char* identifier) {
    auto* added =
        service.mutable_organization()->add_organization_identifiers();
    if (*scheme != 0) added->set_identifier_scheme(scheme);
    added->set_identifier(identifier);
  };
  add("GB-COH", "1234567");
  add("GB-CHC", "not known");
  add("", "GB-CHC-9900001");
  add("gb-coh", "01234567");
  EXPECT_THAT(ProvidersOf(service),
              ElementsAre("GB-COH-01234567", "GB-CHC-9900001"));
}

}  // namespace
}  // namespace localoffer
