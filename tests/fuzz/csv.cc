// Spreadsheets: what was read in order is written and reads back equal.
#include <fstream>
#include <iterator>
#include <utility>

#include "services/openreferral/csv_reader.h"
#include "services/openreferral/csv_testing.h"
#include "services/openreferral/csv_writer.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

using openreferral::Record;
using openreferral::Source;

std::string Written(const std::vector<Record>& records) {
  std::string out;
  const openreferral::CsvWriter writer({});
  writer.AppendHeading(&out);
  for (const Record& record : records) {
    writer.AppendRow(record.service, record.local_offer, &out);
  }
  return out;
}

// A row with every column of the form.
std::string Template() {
  std::ifstream file(LOCALOFFER_SOURCE_DIR "/docs/local-offer-template.csv",
                     std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  FUZZ_CHECK(!text.empty());
  return text;
}

}  // namespace

void Run(absl::string_view bytes) {
  const Source source = openreferral::ReadTest(bytes);
  std::vector<Record> good;
  for (const Record& record : source.records) {
    if (record.violations.empty()) good.push_back(record);
  }
  if (good.empty()) return;
  const std::string text = Written(good);
  const Source again = openreferral::ReadTest(text);
  FUZZ_CHECK(again.violations.empty());
  FUZZ_CHECK(again.records.size() == good.size());
  for (size_t i = 0; i < good.size(); ++i) {
    FUZZ_CHECK(again.records[i].violations.empty());
    FUZZ_CHECK(again.records[i].service.id() == good[i].service.id());
  }
  FUZZ_CHECK(Written(again.records) == text);
}

std::vector<std::string> Seeds() {
  return {
      Template(),
      "reference,name,url,phone,charity_number,minimum_age,cost,free,"
      "assured_date,postcode,statutory_items,tier\r\n"
      "A1,Club,www.example.org,01632 960001,9900001,5,£3.50,no,30/04/2025,"
      "BS1 4DJ,LO-C9; LO-C10,specialist\r\n"
      "A2,\"Two\nlines \"\"quoted\"\"\",https://example.org,,,,,yes,2025-04-30,"
      ",,\r\n",
      std::string("\xff\xfen\0a\0m\0e\0\n\0A\0\n\0", 16),
      "name;latitude;longitude\nA;51.4;-2.5\n",
      "name\tprovider_name\tdescription\n\"A\tB\"\tC\t=1+1\n",
      "\xef\xbb\xbfname,opening_hours,languages,ehc_plan\n"
      "Caf\xc3\xa9,Mo 9-5,Welsh; English,not needed\n",
      "name,palliative_categories,palliative_components,settings\n"
      "Hospice,1; 2,short breaks,home; hospice\n"};
}

}  // namespace localoffer::fuzz
