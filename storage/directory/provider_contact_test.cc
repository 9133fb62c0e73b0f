#include "storage/directory/provider_contact.h"

#include "gtest/gtest.h"

namespace localoffer {
namespace {

TEST(WebDomain, IsTheRegisteredOneHoweverTheAddressIsWritten) {
  for (const char* address :
       {"https://www.examplehospice.org.uk/care?x=1#top",
        "HTTP://ExampleHospice.org.uk", "www.examplehospice.org.uk",
        "examplehospice.org.uk.", "info@examplehospice.org.uk",
        "mailto:info@mail.examplehospice.org.uk",
        "https://user@examplehospice.org.uk:8443/"}) {
    EXPECT_EQ(WebDomain(address), "examplehospice.org.uk") << address;
  }
  EXPECT_EQ(WebDomain("https://care.example.com"), "example.com");
  EXPECT_EQ(WebDomain("https://www.example.bristol.sch.uk/send"),
            "example.bristol.sch.uk");
  EXPECT_EQ(WebDomain("https://www.exampletrust.nhs.uk"),
            "exampletrust.nhs.uk");
  EXPECT_EQ(WebDomain("https://a.b.example.uk"), "example.uk");
}

TEST(WebDomain, IsNothingWhereManySharesIt) {
  for (const char* address :
       {"somebody@gmail.com", "team@nhs.net", "https://www.nhs.uk/conditions",
        "https://www.bristol.gov.uk/send", "gov.uk", "send@bristol.gov.uk",
        "https://www.facebook.com/examplehospice",
        "https://examplehospice.wordpress.com",
        "https://www.england.nhs.uk/learning-disabilities",
        "https://sites.google.com/view/example"}) {
    EXPECT_EQ(WebDomain(address), "") << address;
  }
}

TEST(WebDomain, IsNothingWhereThereIsNone) {
  for (const char* address : {"", "not a site", "localhost",
                              "http://192.0.2.1/x", "a..b", "@", "."}) {
    EXPECT_EQ(WebDomain(address), "") << address;
  }
}

TEST(NormalPhone, HasOneSpellingANumber) {
  for (const char* number :
       {"0117 900 0000", "01179000000", "+44 117 900 0000",
        "+44 (0)117 900-0000", "0044 117 9000000", "44 117 900 0000",
        "(0117) 900 0000 ext. 12", "Tel: 0117 900 0000",
        "0117 900 0000 / 0117 900 0001"}) {
    EXPECT_EQ(NormalPhone(number), "+441179000000") << number;
  }
  EXPECT_EQ(NormalPhone("+353 1 234 5678"), "+35312345678");
  EXPECT_EQ(NormalPhone("01204 12345"), "+44120412345");
}

TEST(NormalPhone, IsNothingForWhatIsNoWholeNumber) {
  for (const char* number : {"", "999", "111", "900 0000", "ask for Anna",
                             "0117", "+44 117", "011790000001234"}) {
    EXPECT_EQ(NormalPhone(number), "") << number;
  }
}

TEST(NormalPostcode, HasOneSpelling) {
  EXPECT_EQ(NormalPostcode(" bs1  4dj "), "BS1 4DJ");
  EXPECT_EQ(NormalPostcode("SW1A1AA"), "SW1A 1AA");
  EXPECT_EQ(NormalPostcode("m1 1ae"), "M1 1AE");
  EXPECT_EQ(NormalPostcode("W1A 0AX"), "W1A 0AX");
}

TEST(NormalPostcode, IsNothingForWhatIsNoPostcode) {
  for (const char* text : {"", "BS1", "BS14D", "12345", "BRISTOL", "BS1 44J",
                           "BS1 4D!", "ABC1 1AA", "BS1 4DJ, BS2 8PE"}) {
    EXPECT_EQ(NormalPostcode(text), "") << text;
  }
}

}  // namespace
}  // namespace localoffer
