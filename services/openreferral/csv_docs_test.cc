// docs/csv.md and the template say what the reader does.
#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/json_text.h"
#include "services/entry/validate.h"
#include "services/openreferral/csv_columns.h"
#include "services/openreferral/csv_table.h"
#include "services/openreferral/csv_testing.h"
#include "services/openreferral/csv_text.h"

namespace localoffer::openreferral {
namespace {

using ::testing::IsEmpty;

std::string FileText(const std::string& path) {
  std::ifstream file(std::string(LOCALOFFER_SOURCE_DIR) + "/" + path,
                     std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The rows of the tables headed "column", by the column that they describe.
std::map<std::string, std::string> DocumentedColumns() {
  std::map<std::string, std::string> rows;
  bool of_columns = false;
  for (absl::string_view line : absl::StrSplit(FileText("docs/csv.md"), '\n')) {
    if (absl::StartsWith(line, "| column |")) of_columns = true;
    if (line.empty()) of_columns = false;
    if (!of_columns || !absl::StartsWith(line, "| `")) continue;
    const absl::string_view rest = line.substr(3);
    rows.emplace(rest.substr(0, rest.find('`')), line);
  }
  return rows;
}

TEST(CsvDocs, DescribeExactlyTheColumnsOfTheReader) {
  std::set<std::string> documented, known;
  for (const auto& [column, row] : DocumentedColumns()) {
    documented.insert(column);
    EXPECT_EQ(std::count(row.begin(), row.end(), '|'), 5) << row;
  }
  for (const CsvColumn& column : CsvColumns()) known.insert(column.heading);
  EXPECT_EQ(documented, known);
}

TEST(CsvDocs, ListEveryWordThatACellTakes) {
  const auto rows = DocumentedColumns();
  for (const CsvColumn& column : CsvColumns()) {
    if (column.path.leaf().enum_type() == nullptr) continue;
    const std::string& row = rows.at(column.heading);
    for (const std::string& word :
         entry::EnumWords(*column.path.leaf().enum_type())) {
      EXPECT_TRUE(absl::StrContains(row, "`" + word + "`"))
          << column.heading << " " << word;
    }
  }
}

TEST(CsvDocs, GiveExamplesThatRead) {
  for (const auto& [column, row] : DocumentedColumns()) {
    const std::vector<std::string> cells = absl::StrSplit(row, " | ");
    ASSERT_EQ(cells.size(), 4u) << row;
    const std::string example = cells[2].substr(1, cells[2].size() - 2);
    const std::string text =
        column == "name" ? "name,x\n\"" + example + "\",\n"
                         : "name," + column + "\nN,\"" + example + "\"\n";
    const Source source = ReadTest(text);
    EXPECT_THAT(ViolationLines(source), IsEmpty()) << row;
    ASSERT_EQ(source.records.size(), 1u);
    EXPECT_THAT(source.records[0].repairs, IsEmpty()) << row;
  }
}

TEST(CsvDocs, ListEveryRepair) {
  const std::string docs = FileText("docs/csv.md");
  const Source source = ReadTest(
      "reference,name,url,assured_date,postcode,company_number,Ward\n"
      "2A3483EA-8966-4F50-9DC3-7BAFA1E5C623, N ,a.example,1/4/2025,bs15tr,"
      "1234567,W\n"
      ",\xa3\x0b"
      "5,,,,,\n");
  std::set<std::string> rules;
  for (const v1::Repair& repair : source.repairs) rules.insert(repair.rule());
  for (const Record& record : source.records) {
    for (const v1::Repair& repair : record.repairs) rules.insert(repair.rule());
  }
  EXPECT_EQ(rules.size(), 10u);
  for (const std::string& rule : rules) {
    EXPECT_TRUE(absl::StrContains(docs, "| `" + rule + "` |")) << rule;
  }
}

TEST(CsvTemplate, ReadsWithoutAnythingToSay) {
  const Source source = ReadTest(FileText("docs/local-offer-template.csv"));
  EXPECT_THAT(ViolationLines(source), IsEmpty());
  EXPECT_THAT(RepairLines(source), IsEmpty());
  ASSERT_EQ(source.records.size(), 2u);
  entry::ValidationContext context;
  context.now =
      absl::FromCivil(absl::CivilDay(2025, 6, 1), absl::UTCTimeZone());
  for (const Record& record : source.records) {
    EXPECT_THAT(entry::Validate(record.service, record.local_offer, context),
                IsEmpty());
  }
}

TEST(CsvTemplate, HasEveryColumnInTheOrderOfTheWriter) {
  const std::string text =
      DecodeCsv(FileText("docs/local-offer-template.csv"))->text;
  CsvTable table(text);
  CsvRow row;
  ASSERT_TRUE(table.Next(&row));
  std::vector<std::string> headings;
  for (const CsvColumn& column : CsvColumns()) {
    headings.push_back(column.heading);
  }
  EXPECT_EQ(row.cells, headings);
}

}  // namespace
}  // namespace localoffer::openreferral
