#include "services/openreferral/csv_columns.h"

#include <set>

#include "gtest/gtest.h"

namespace localoffer::openreferral {
namespace {

TEST(CsvColumns, AreDistinctAndFoundByTheirHeadings) {
  std::set<std::string> headings;
  for (const CsvColumn& column : CsvColumns()) {
    EXPECT_TRUE(headings.insert(column.heading).second) << column.heading;
    EXPECT_EQ(FindCsvColumn(column.heading), &column);
  }
  EXPECT_EQ(headings.size(), 51u);
}

TEST(FindCsvColumn, ForgivesCaseSpacesAndUnderscores) {
  EXPECT_EQ(FindCsvColumn("Provider Name"), FindCsvColumn("provider_name"));
  EXPECT_EQ(FindCsvColumn(" PROVIDER-NAME "), FindCsvColumn("provider_name"));
  EXPECT_NE(FindCsvColumn("providername"), nullptr);
  EXPECT_EQ(FindCsvColumn(""), nullptr);
  EXPECT_EQ(FindCsvColumn("provider"), nullptr);
}

TEST(NearestCsvColumn, CatchesTypingErrors) {
  EXPECT_EQ(NearestCsvColumn("Postocde")->heading, "postcode");
  EXPECT_EQ(NearestCsvColumn("e-mail adress"), nullptr);
  EXPECT_EQ(NearestCsvColumn("E-mails")->heading, "email");
  EXPECT_EQ(NearestCsvColumn("internal case worker"), nullptr);
}

TEST(HeadingDistance, CountsLetters) {
  EXPECT_EQ(HeadingDistance("kitten", "sitting"), 3);
  EXPECT_EQ(HeadingDistance("", "abc"), 3);
  EXPECT_EQ(HeadingDistance("Wait Time", "wait_time"), 0);
}

TEST(CsvColumnOfField, IsTheColumnThatAFieldComesFrom) {
  EXPECT_EQ(CsvColumnOfField("service.organization.name"), "provider_name");
  EXPECT_EQ(CsvColumnOfField("service.phones[0].number"), "phone");
  EXPECT_EQ(
      CsvColumnOfField("service.service_at_locations[0].location.addresses[0]"
                       ".postal_code"),
      "postcode");
  EXPECT_EQ(CsvColumnOfField("local_offer.limbs"), "limbs");
  EXPECT_EQ(CsvColumnOfField("local_offer.statutory_items[3]"),
            "statutory_items");
  EXPECT_EQ(CsvColumnOfField("service.licenses"), "");
}

}  // namespace
}  // namespace localoffer::openreferral
