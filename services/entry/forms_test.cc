#include "services/entry/forms.h"

#include "gtest/gtest.h"

namespace localoffer::entry {
namespace {

TEST(Uuid, OfAnEntryIsLowerCaseWithVersionAndVariant) {
  EXPECT_TRUE(IsEntryUuid("2a3483ea-8966-4f50-9dc3-7bafa1e5c623"));
  EXPECT_TRUE(IsEntryUuid("2a3483ea-8966-5f50-bdc3-7bafa1e5c623"));
  for (absl::string_view wrong : {"", "2A3483EA-8966-4F50-9DC3-7BAFA1E5C623",
                                  "2a3483ea-8966-0f50-9dc3-7bafa1e5c623",
                                  "2a3483ea-8966-9f50-9dc3-7bafa1e5c623",
                                  "2a3483ea-8966-4f50-7dc3-7bafa1e5c623",
                                  "2a3483ea-8966-4f50-cdc3-7bafa1e5c623",
                                  "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_FALSE(IsEntryUuid(wrong)) << wrong;
  }
}

TEST(Uuid, OfOtherRecordsIsAnyHexadecimalOfTheForm) {
  EXPECT_TRUE(IsUuid("2A3483EA-8966-0f50-7dc3-7bafa1e5c623"));
  for (absl::string_view wrong : {"2a3483ea89664f509dc37bafa1e5c623",
                                  "2a3483ea-8966-4f50-9dc3-7bafa1e5c62",
                                  "2a3483ea-8966-4f50-9dc3-7bafa1e5c62g",
                                  "2a3483ea-8966-4f50-9dc3-7bafa1e5c6233",
                                  "2a3483ea_8966_4f50_9dc3_7bafa1e5c623"}) {
    EXPECT_FALSE(IsUuid(wrong)) << wrong;
  }
}

TEST(WebAddress, IsAbsoluteHttpOrHttps) {
  for (absl::string_view right :
       {"http://example.org", "HTTPS://example.org/a?b=c#d",
        "https://user@example.org:8080/", "http://[::1]/",
        "https://example.org/caf\xc3\xa9"}) {
    EXPECT_TRUE(IsWebAddress(right)) << right;
  }
  for (absl::string_view wrong :
       {"", "example.org", "www.example.org", "ftp://example.org", "http://",
        "http:///a", "http://:80", "http://exa mple.org", "https://a.org/\n",
        "javascript://example.org", "//example.org", "http://a.org/<b>"}) {
    EXPECT_FALSE(IsWebAddress(wrong)) << wrong;
  }
}

TEST(EmailAddress, IsPlausible) {
  for (absl::string_view right :
       {"a@example.org", "first.last+send@mail.example.gov.uk"}) {
    EXPECT_TRUE(IsEmailAddress(right)) << right;
  }
  for (absl::string_view wrong :
       {"", "@", "a@", "@example.org", "a@example", "a b@example.org",
        "a@b@example.org", "a@example..org", "a@.example.org", "a@example.org.",
        "a@example.org, b@example.org", "mail <a@example.org>",
        "a@example.org;b@example.org"}) {
    EXPECT_FALSE(IsEmailAddress(wrong)) << wrong;
  }
}

TEST(Date, IsARealDayOfTheCalendar) {
  EXPECT_EQ(DateOf("2024-02-29"), absl::CivilDay(2024, 2, 29));
  for (absl::string_view wrong :
       {"", "2023-02-29", "2025-13-01", "2025-00-10", "2025-01-00",
        "2025-04-31", "01/04/2025", "2025-4-1", "2025-04-01T00:00:00Z"}) {
    EXPECT_FALSE(DateOf(wrong).has_value()) << wrong;
  }
}

TEST(DateTime, HasAnOffset) {
  for (absl::string_view right :
       {"2025-09-02T12:06:15Z", "2025-09-02t12:06:15.654+01:00",
        "2016-12-31T23:59:60Z", "2025-09-02T12:06:15-00:00"}) {
    EXPECT_TRUE(IsDateTime(right)) << right;
  }
  for (absl::string_view wrong :
       {"", "2025-09-02", "2025-09-02T12:06:15.654", "2025-09-02T24:00:00Z",
        "2025-09-02 12:06:15Z", "2025-09-02T12:06Z", "2025-09-02T12:06:15.Z",
        "2025-09-31T12:06:15Z", "2025-09-02T12:60:15Z",
        "2025-09-02T12:06:15+24:00", "2025-09-02T12:06:15+0100",
        "2025-09-02T12:06:15ZZ"}) {
    EXPECT_FALSE(IsDateTime(wrong)) << wrong;
  }
}

TEST(TimeOfDay, IsHoursMinutesAndPerhapsSeconds) {
  for (absl::string_view right : {"00:00", "09:30", "23:59:59", "24:00"}) {
    EXPECT_TRUE(IsTimeOfDay(right)) << right;
  }
  for (absl::string_view wrong :
       {"", "9:30", "24:01", "12:60", "12:30:60", "9am", "12:30 ", "12:30Z"}) {
    EXPECT_FALSE(IsTimeOfDay(wrong)) << wrong;
  }
}

TEST(Text, IsUtf8WithoutControlCharacters) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("\xc2\xa3 5"));
  EXPECT_FALSE(IsUtf8("\xa3 5"));
  EXPECT_FALSE(HasControlCharacter("a\r\n\tb \xc2\xa0"));
  EXPECT_TRUE(HasControlCharacter("a\x0b"));
  EXPECT_TRUE(HasControlCharacter("a\x7f"));
  EXPECT_TRUE(HasControlCharacter(absl::string_view("\0", 1)));
}

}  // namespace
}  // namespace localoffer::entry
