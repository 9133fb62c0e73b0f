#include "services/openreferral/data_package.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::openreferral {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

using Cells = std::map<std::string, std::string>;

// The rows of a table, by column, without what is empty.
std::vector<Cells> Rows(const PackageRows::Texts& texts,
                        const std::string& name) {
  const std::vector<PackageTable>& tables = DataPackageTables();
  std::vector<Cells> rows;
  for (size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].name != name) continue;
    for (absl::string_view line :
         absl::StrSplit(texts[i], "\r\n", absl::SkipEmpty())) {
      Cells cells;
      const std::vector<std::string> values = absl::StrSplit(line, ',');
      for (size_t c = 0; c < values.size(); ++c) {
        if (!values[c].empty()) cells[tables[i].columns[c]] = values[c];
      }
      rows.push_back(std::move(cells));
    }
  }
  return rows;
}

PackagedEntry Entry(const std::string& name) {
  PackagedEntry entry;
  entry.name = name;
  return entry;
}

PackageRows::Texts Nothing() {
  return PackageRows::Texts(DataPackageTables().size());
}

TEST(DataPackageTest, HasTheTablesOfTheStandardAndOneOfEntries) {
  std::set<std::string> names;
  for (const PackageTable& table : DataPackageTables()) {
    EXPECT_TRUE(names.insert(table.name).second);
    EXPECT_TRUE(table.HasColumn("id")) << table.name;
  }
  EXPECT_EQ(names.size(), 20u);
  EXPECT_THAT(names, Contains("service_at_location"));
  EXPECT_THAT(names, Contains("entry"));
  EXPECT_EQ(PackageRows::Headings().size(), names.size());
}

TEST(DataPackageTest, WhatIsNestedBecomesRowsThatRefer) {
  PackageRows rows;
  PackageRows::Texts texts = Nothing();
  ASSERT_TRUE(rows.Add({"authorities/E06000023/entries/s1", "E06000023", false,
                        "2026-09-01T09:00:00Z"},
                       R"({"id":"s1","name":"Short breaks","status":"active",
      "minimum_age":5,"organization":{"id":"o1","name":"Org",
        "organization_identifiers":[{"id":"i1","identifier":"9900001"}]},
      "contacts":[{"id":"c1","phones":[{"id":"p1","number":"0117"}]}],
      "service_at_locations":[{"id":"l1","location":{"id":"loc1",
        "location_type":"physical",
        "addresses":[{"id":"a1","city":"Bristol"}]}}],
      "attributes":[{"id":"t1","taxonomy_term":{"id":"term1","name":"Respite",
        "taxonomy_detail":{"id":"tax1","name":"T"}}}],
      "local_offer":{"x":1}, "pc_unknown":{"a":2}})",
                       texts));
  EXPECT_THAT(Rows(texts, "service"),
              ElementsAre(Cells{{"id", "s1"},
                                {"name", "Short breaks"},
                                {"status", "active"},
                                {"minimum_age", "5"},
                                {"organization_id", "o1"}}));
  EXPECT_THAT(Rows(texts, "organization"),
              ElementsAre(Cells{{"id", "o1"}, {"name", "Org"}}));
  EXPECT_THAT(
      Rows(texts, "organization_identifier"),
      ElementsAre(Cells{
          {"id", "i1"}, {"organization_id", "o1"}, {"identifier", "9900001"}}));
  EXPECT_THAT(Rows(texts, "contact"),
              ElementsAre(Cells{{"id", "c1"}, {"service_id", "s1"}}));
  EXPECT_THAT(Rows(texts, "phone"),
              ElementsAre(Cells{
                  {"id", "p1"}, {"contact_id", "c1"}, {"number", "0117"}}));
  EXPECT_THAT(
      Rows(texts, "service_at_location"),
      ElementsAre(
          Cells{{"id", "l1"}, {"service_id", "s1"}, {"location_id", "loc1"}}));
  EXPECT_THAT(
      Rows(texts, "location"),
      ElementsAre(Cells{{"id", "loc1"}, {"location_type", "physical"}}));
  EXPECT_THAT(Rows(texts, "address"),
              ElementsAre(Cells{
                  {"id", "a1"}, {"location_id", "loc1"}, {"city", "Bristol"}}));
  EXPECT_THAT(Rows(texts, "attribute"),
              ElementsAre(Cells{{"id", "t1"},
                                {"link_id", "s1"},
                                {"link_entity", "service"},
                                {"taxonomy_term_id", "term1"}}));
  EXPECT_THAT(
      Rows(texts, "taxonomy_term"),
      ElementsAre(Cells{
          {"id", "term1"}, {"name", "Respite"}, {"taxonomy_id", "tax1"}}));
  EXPECT_THAT(Rows(texts, "entry"),
              ElementsAre(Cells{{"id", "authorities/E06000023/entries/s1"},
                                {"authority", "E06000023"},
                                {"service_id", "s1"},
                                {"harvested", "false"},
                                {"update_time", "2026-09-01T09:00:00Z"},
                                {"local_offer", "\"{\"\"x\"\":1}\""}}));
}

TEST(DataPackageTest, WhatServicesShareIsGivenOnce) {
  PackageRows rows;
  PackageRows::Texts texts = Nothing();
  rows.Add(Entry("e1"), R"({"id":"s1","organization":{"id":"o1","name":"A"}})",
           texts);
  rows.Add(Entry("e2"), R"({"id":"s2","organization":{"id":"o1","name":"B"}})",
           texts);
  rows.Add(Entry("e3"), R"({"id":"s1","organization":{"id":"o1","name":"C"}})",
           texts);
  EXPECT_THAT(Rows(texts, "organization"),
              ElementsAre(Cells{{"id", "o1"}, {"name", "A"}}));
  EXPECT_EQ(Rows(texts, "service").size(), 2u);
  EXPECT_EQ(Rows(texts, "entry").size(), 3u);
}

TEST(DataPackageTest, WhatBelongsToOneObjectIsNotLostToAnothersId) {
  PackageRows rows;
  PackageRows::Texts texts = Nothing();
  rows.Add(Entry("e1"), R"({"id":"s1","contacts":[{"id":"c","name":"A"}]})",
           texts);
  rows.Add(Entry("e2"), R"({"id":"s2","contacts":[{"id":"c","name":"B"}]})",
           texts);
  const std::vector<Cells> contacts = Rows(texts, "contact");
  ASSERT_EQ(contacts.size(), 2u);
  EXPECT_EQ(contacts[0].at("id"), "c");
  EXPECT_THAT(contacts[1].at("id"), Not("c"));
  EXPECT_THAT(contacts[1], Contains(Pair("service_id", "s2")));
  EXPECT_THAT(contacts[1], Contains(Pair("name", "B")));
}

TEST(DataPackageTest, CellsAreQuotedWhereTheyMustBe) {
  PackageRows rows;
  PackageRows::Texts texts = Nothing();
  rows.Add(Entry("e1"), R"({"id":"s1","name":"a,\"b\"","description":"x\ny"})",
           texts);
  std::string services;
  for (const std::string& text : texts) {
    if (text.find("s1,") == 0) services = text;
  }
  EXPECT_THAT(services, ::testing::HasSubstr("\"a,\"\"b\"\"\""));
  EXPECT_THAT(services, ::testing::HasSubstr("\"x\ny\""));
}

TEST(DataPackageTest, WhatIsNoDocumentIsRefused) {
  PackageRows rows;
  PackageRows::Texts texts = Nothing();
  EXPECT_FALSE(rows.Add(Entry("e1"), "[]", texts));
  EXPECT_FALSE(rows.Add(Entry("e1"), "{", texts));
  for (const std::string& text : texts) EXPECT_THAT(text, IsEmpty());
}

}  // namespace
}  // namespace localoffer::openreferral
