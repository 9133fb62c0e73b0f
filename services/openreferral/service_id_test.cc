#include "services/openreferral/service_id.h"

#include <string>

#include "gtest/gtest.h"

namespace localoffer::openreferral {
namespace {

TEST(IsRfcUuid, TakesVersions1To8OfTheRfcVariantInEitherCase) {
  for (const char version : {'1', '2', '3', '4', '5', '6', '7', '8'}) {
    std::string id = "48102e86-bb50-01c4-8f1e-e269368c41d1";
    id[14] = version;
    EXPECT_TRUE(IsRfcUuid(id)) << id;
  }
  for (const char variant : {'8', '9', 'a', 'b', 'A', 'B'}) {
    std::string id = "48102E86-BB50-41C4-0F1E-E269368C41D1";
    id[19] = variant;
    EXPECT_TRUE(IsRfcUuid(id)) << id;
  }
}

TEST(IsRfcUuid, RefusesOtherVersionsVariantsAndShapes) {
  for (const char* id : {"", "42", "48102e86-bb50-01c4-8f1e-e269368c41d1",
                         "48102e86-bb50-91c4-8f1e-e269368c41d1",
                         "48102e86-bb50-41c4-7f1e-e269368c41d1",
                         "48102e86-bb50-41c4-cf1e-e269368c41d1",
                         "48102e86-bb50-41c4-8f1e-e269368c41d",
                         "48102e86bb5041c48f1ee269368c41d1",
                         "48102e86-bb50-41c4-8f1e-e269368c41dg",
                         "{48102e86-bb50-41c4-8f1e-e269368c41d1}",
                         "00000000-0000-0000-0000-000000000000"}) {
    EXPECT_FALSE(IsRfcUuid(id)) << id;
  }
}

TEST(EntryIdFromSource, KeepsAnRfcUuidInLowerCase) {
  EXPECT_EQ(
      EntryIdFromSource("E06000023", "48102E86-BB50-41C4-8F1E-E269368C41D1"),
      "48102e86-bb50-41c4-8f1e-e269368c41d1");
}

// Made with Python's uuid.uuid5. These bytes are durable.
TEST(EntryIdFromSource, DerivesTheSameVersion5UuidForEver) {
  EXPECT_EQ(
      EntryIdFromSource("E06000023", "def5ccd4-f121-df4d-60d2-4dc0d69ff555"),
      "14ae337b-943a-5e13-aa25-18e036d08208");
  EXPECT_EQ(EntryIdFromSource("E06000023", "42"),
            "de939db3-1634-52d6-9dff-e19465ac0fd2");
  EXPECT_EQ(EntryIdFromSource("", ""), "c558bdf7-8bc1-5d19-99ce-244cb4bc3178");
}

TEST(EntryIdFromSource, KeepsEqualIdsOfTwoAuthoritiesApart) {
  EXPECT_NE(EntryIdFromSource("E06000023", "42"),
            EntryIdFromSource("E06000024", "42"));
}

TEST(EntryIdFromSource, IsItsOwnFixedPoint) {
  const std::string id = EntryIdFromSource("E06000023", "42");
  EXPECT_TRUE(IsRfcUuid(id));
  EXPECT_EQ(EntryIdFromSource("E06000023", id), id);
}

}  // namespace
}  // namespace localoffer::openreferral
