#include "services/editions/edition_date.h"

#include "gtest/gtest.h"

namespace localoffer::editions {
namespace {

TEST(DateInTitle, IsFoundAsPeopleWriteIt) {
  for (const char* title :
       {"2026-09-01", "1 September 2026", "Local offer of 1st September 2026",
        "The local offer (01 Sept 2026)", "1 sep, 2026", "2026-09-01: final",
        "1 September 2026 (2026-09-01)"}) {
    EXPECT_EQ(DateInTitle(title), "2026-09-01") << title;
  }
  EXPECT_EQ(DateInTitle("29 February 2028"), "2028-02-29");
}

TEST(DateInTitle, IsNotGuessed) {
  for (const char* title :
       {"", "September 2026", "Autumn 2026", "1/9/2026", "09-01-2026",
        "1 Sextember 2026", "1 Se 2026", "31 September 2026", "2026-02-29",
        "0 May 2026", "1 May 26", "1 May 0026", "+1 May 2026",
        "1 May 2026 and 2 May 2026", "2026-09-01 and 1 October 2026"}) {
    EXPECT_EQ(DateInTitle(title), "") << title;
  }
}

}  // namespace
}  // namespace localoffer::editions
