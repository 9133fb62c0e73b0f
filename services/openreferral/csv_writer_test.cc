#include "services/openreferral/csv_writer.h"

#include <random>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/openreferral/csv_columns.h"
#include "services/openreferral/csv_table.h"
#include "services/openreferral/csv_testing.h"

namespace localoffer::openreferral {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::IsEmpty;

std::string Written(const std::vector<Record>& records,
                    const CsvWriterOptions& options = {}) {
  std::string out;
  const CsvWriter writer(options);
  writer.AppendHeading(&out);
  for (const Record& record : records) {
    writer.AppendRow(record.service, record.local_offer, &out);
  }
  return out;
}

// The cell of a column in the row of one entry.
std::string CellOf(absl::string_view heading, const v1::Service& service,
                   const v1::LocalOffer& local_offer = {},
                   const CsvWriterOptions& options = {}) {
  std::string out;
  CsvWriter({false, false}).AppendHeading(&out);
  CsvWriter(options).AppendRow(service, local_offer, &out);
  CsvTable table(out);
  CsvRow headings, row;
  EXPECT_TRUE(table.Next(&headings) && table.Next(&row));
  for (size_t i = 0; i < headings.cells.size(); ++i) {
    if (headings.cells[i] == heading) return row.cells[i];
  }
  return "no such column";
}

// DURABLE in the sense that other programs read it: golden bytes.
TEST(CsvWriter, WritesTheseBytes) {
  v1::Service service;
  service.set_id("2a3483ea-8966-4f50-9dc3-7bafa1e5c623");
  service.set_name("Example \"Stars\" Club");
  service.set_description("Line one\nLine two");
  service.set_status(v1::SERVICE_STATUS_ACTIVE);
  service.add_phones()->set_number("+44 1632 960001");
  service.set_minimum_age(0);
  auto* place = service.add_service_at_locations()->mutable_location();
  place->set_longitude(-2.58);
  place->add_addresses()->set_address_1("1 Example Street, Exampleton");
  service.add_service_areas()->set_name("North");
  service.add_service_areas()->set_name("South");
  v1::LocalOffer local_offer;
  local_offer.add_settings(v1::SETTING_HOME);
  local_offer.set_no_diagnosis_needed(true);
  std::string out;
  const CsvWriter writer(CsvWriterOptions{});
  writer.AppendHeading(&out);
  writer.AppendRow(service, local_offer, &out);
  EXPECT_EQ(
      out,
      "\xef\xbb\xbfreference,name,description,status,url,email,phone,"
      "provider_name,provider_description,charity_number,company_number,"
      "provider_identifier,provider_website,address,town,county,postcode,"
      "latitude,longitude,areas_served,minimum_age,maximum_age,opening_hours,"
      "opening_times,cost,free,how_to_apply,eligibility,wait_time,languages,"
      "accessibility,"
      "assured_date,statutory_items,limbs,expectation,commissioners,ehc_plan,"
      "personal_budgets,tier,palliative_categories,palliative_components,"
      "round_the_clock,transition,transition_from_age,transition_to_age,"
      "complaints,complaints_url,mediation,settings,no_diagnosis_needed,"
      "keywords\r\n"
      "2a3483ea-8966-4f50-9dc3-7bafa1e5c623,\"Example \"\"Stars\"\" Club\","
      "\"Line one\nLine two\",active,,,'+44 1632 960001,,,,,,,"
      "\"1 Example Street, Exampleton\",,,,,-2.58,\"North; South\",0,,,,,,,,,,"
      ",,,,,,,,,,,,,,,,,,home,yes,\r\n");
}

TEST(CsvWriter, GuardsTextThatCouldRunAsAFormula) {
  v1::Service service;
  service.set_name("=HYPERLINK(\"https://evil.example\")");
  EXPECT_EQ(CellOf("name", service), "'=HYPERLINK(\"https://evil.example\")");
  service.set_name("-1");
  EXPECT_EQ(CellOf("name", service), "'-1");
  service.set_name("'@x");
  EXPECT_EQ(CellOf("name", service), "''@x");
  service.set_name("'tis");
  EXPECT_EQ(CellOf("name", service), "'tis");
}

TEST(CsvWriter, GivesBackTheReference) {
  const Source source = ReadTest("reference,name\nA 1,N\n");
  EXPECT_EQ(CellOf("reference", source.records[0].service), "A 1");
}

TEST(CsvWriter, GivesBackCellsAsSuppliedWhenAsked) {
  const Source source = ReadTest(
      "reference,name,url,assured_date,complaints_url\n"
      "A1,N,www.example.org,30/04/2025,www.example.org/c\n");
  const Record& record = source.records[0];
  const CsvWriterOptions as_supplied{.as_supplied = true};
  EXPECT_EQ(CellOf("url", record.service), "https://www.example.org");
  EXPECT_EQ(CellOf("url", record.service, {}, as_supplied), "www.example.org");
  EXPECT_EQ(CellOf("assured_date", record.service, {}, as_supplied),
            "30/04/2025");
  EXPECT_EQ(
      CellOf("complaints_url", record.service, record.local_offer, as_supplied),
      "www.example.org/c");
}

TEST(CsvWriter, LooksWhereOtherSourcesSayIt) {
  v1::Service service;
  auto* contact = service.add_contacts();
  contact->set_email("office@example.org");
  contact->add_phones()->set_number("01632 960001");
  service.set_fees("From 5 pounds");
  service.add_attributes()->mutable_taxonomy_term()->set_name("Not a keyword");
  EXPECT_EQ(CellOf("email", service), "office@example.org");
  EXPECT_EQ(CellOf("phone", service), "01632 960001");
  EXPECT_EQ(CellOf("cost", service), "From 5 pounds");
  EXPECT_EQ(CellOf("keywords", service), "");
}

TEST(CsvWriter, WritesASemicolonInAListAsAComma) {
  v1::Service service;
  service.add_service_areas()->set_name("North; west");
  service.add_service_areas()->set_name("South");
  EXPECT_EQ(CellOf("areas_served", service), "North, west; South");
}

// A record such as ReadCsv makes, with anything in any column.
class RandomRecords {
 public:
  explicit RandomRecords(int seed) : random_(seed) {}

  Record Next() {
    Record record;
    number_ += 1;
    record.service.set_id(TestId(absl::StrCat("r", number_)));
    record.service.set_name(Text());
    for (const CsvColumn& column : CsvColumns()) {
      if (OneIn(3) && column.heading != "name") Fill(column, &record);
    }
    FillIdentifiers(&record.service);
    FillCost(&record.service);
    if (record.service.service_at_locations_size() > 0) {
      auto* place =
          record.service.mutable_service_at_locations(0)->mutable_location();
      place->set_location_type(v1::LOCATION_TYPE_PHYSICAL);
      for (auto& address : *place->mutable_addresses()) {
        address.set_address_type(v1::ADDRESS_TYPE_PHYSICAL);
        address.set_country("GB");
      }
    }
    return record;
  }

 private:
  int Below(int n) {
    return std::uniform_int_distribution<int>(0, n - 1)(random_);
  }
  bool OneIn(int n) { return Below(n) == 0; }

  // Text with everything that a cell could trip over, not blank at its ends.
  std::string Text() {
    static const char* const kPieces[] = {
        "a", "Z",  "0",        ",",  ";",    "\"",   "'",
        " ", "\n", "\r\n",     "\t", "=1+1", "\\",   "/",
        "+", "-",  "\xc2\xa3", "@",  "|",    "sep=", "\xe2\x80\x99"};
    std::string text;
    static const char* const kStarts[] = {"x", "=",  "+",  "-",  "@",
                                          "'", "\t", "\r", "\"", "\xc3\xa9"};
    text += kStarts[Below(10)];
    for (int k = Below(8); k > 0; --k) text += kPieces[Below(21)];
    return text + "y";
  }

  std::string Item() {
    std::string item = Text();
    for (char& c : item) {
      if (c == ';') c = ':';
    }
    // White space around the items of a list is not theirs.
    return "i" + item;
  }

  void Fill(const CsvColumn& column, Record* record) {
    switch (column.kind) {
      case CsvKind::kReference:
      case CsvKind::kIdentifier:
      case CsvKind::kCost:
      case CsvKind::kFree:
        return;
      case CsvKind::kOpening:
        return FillOpening(&record->service);
      case CsvKind::kList:
        for (int k = Below(3); k >= 0; --k) {
          auto* element = column.path.AddElement(&record->service);
          column.path.SetTextIn(Item(), element);
          if (column.heading == "keywords") {
            static_cast<v1::Attribute*>(element)->set_link_type("keyword");
          }
        }
        return;
      case CsvKind::kStatutoryItems:
        record->local_offer.add_statutory_items("LO-C9");
        if (OneIn(2)) record->local_offer.add_statutory_items("LO-B5a");
        return;
      default:
        break;
    }
    auto* holder = column.path.Make(&record->service, &record->local_offer);
    FillField(column, *holder->GetReflection(), column.path.leaf(), holder);
  }

  void FillField(const CsvColumn& column,
                 const google::protobuf::Reflection& reflection,
                 const google::protobuf::FieldDescriptor& field,
                 google::protobuf::Message* holder) {
    switch (column.kind) {
      case CsvKind::kWord:
        reflection.SetEnumValue(
            holder, &field, 1 + Below(field.enum_type()->value_count() - 1));
        return;
      case CsvKind::kWords:
        for (int i = 1; i < field.enum_type()->value_count(); ++i) {
          if (OneIn(2)) reflection.AddEnumValue(holder, &field, i);
        }
        if (reflection.FieldSize(*holder, &field) == 0) {
          reflection.AddEnumValue(holder, &field, 1);
        }
        return;
      case CsvKind::kYesNo:
        reflection.SetBool(holder, &field, OneIn(2));
        return;
      case CsvKind::kNumber:
        reflection.SetDouble(holder, &field, (Below(36000) - 18000) / 100.0);
        return;
      default:
        reflection.SetString(holder, &field, StringFor(column.kind));
    }
  }

  std::string StringFor(CsvKind kind) {
    if (kind == CsvKind::kWebAddress) return "https://example.org/a,b;c?d='e'";
    if (kind == CsvKind::kEmailAddress) return "'first@example.org";
    if (kind == CsvKind::kDate) return "2024-02-29";
    if (kind == CsvKind::kPostcode) return OneIn(2) ? "SW1A 1AA" : "BS1";
    return Text();
  }

  // The first beside the words of opening_hours, if there are any.
  void FillOpening(v1::Service* service) {
    for (int k = Below(4); k >= 0; --k) {
      v1::Schedule* schedule =
          service->schedules_size() == 1 && !service->schedules(0).has_byday()
              ? service->mutable_schedules(0)
              : service->add_schedules();
      schedule->set_freq(v1::SCHEDULE_FREQUENCY_WEEKLY);
      schedule->set_byday(OneIn(2) ? "MO,TU,WE,TH,FR" : "SA,SU");
      schedule->set_opens_at(OneIn(2) ? "00:00" : "09:30");
      schedule->set_closes_at(OneIn(2) ? "24:00" : "02:00");
    }
  }

  void FillIdentifiers(v1::Service* service) {
    auto add = [&](const char* scheme, const char* type, const char* id) {
      auto* added =
          service->mutable_organization()->add_organization_identifiers();
      added->set_identifier_scheme(scheme);
      added->set_identifier_type(type);
      added->set_identifier(id);
    };
    if (OneIn(3)) add("GB-CHC", "Charity number", "9900001-1");
    if (OneIn(3)) add("GB-COH", "Company number", "SC001234");
    if (OneIn(3)) add("GB-NHS", "ODS code", "XYZ99");
  }

  void FillCost(v1::Service* service) {
    if (OneIn(2)) return;
    v1::CostOption* option = service->add_cost_options();
    const int kind = Below(4);
    if (kind == 0) option->set_option("Free");
    if (kind == 1) option->set_option("Not free");
    if (kind == 0) {
      option->set_amount(0);
    } else if (OneIn(2)) {
      option->set_amount(Below(100000) / 100.0);
    }
    if (option->has_amount()) option->set_currency("GBP");
    const bool may_describe = kind == 0 || !option->has_amount();
    const bool must_describe = kind > 1 && !option->has_amount();
    if (must_describe || (may_describe && OneIn(2))) {
      option->set_amount_description(Text());
    }
  }

  std::mt19937 random_;
  int number_ = 0;
};

TEST(CsvWriter, WritesWhatReadsBackEqual) {
  RandomRecords random(42);
  std::vector<Record> records;
  for (int i = 0; i < 2000; ++i) records.push_back(random.Next());
  const std::string text = Written(records);
  const Source source = ReadTest(text);
  EXPECT_THAT(ViolationLines(source), IsEmpty());
  EXPECT_THAT(RepairLines(source), IsEmpty());
  ASSERT_EQ(source.records.size(), records.size());
  for (size_t i = 0; i < records.size(); ++i) {
    EXPECT_TRUE(MessageDifferencer::Equals(source.records[i].service,
                                           records[i].service))
        << records[i].service.DebugString()
        << source.records[i].service.DebugString();
    EXPECT_TRUE(MessageDifferencer::Equals(source.records[i].local_offer,
                                           records[i].local_offer));
  }
  EXPECT_EQ(Written(source.records), text);
}

TEST(CsvWriter, LetsNoCellBeginAFormula) {
  RandomRecords random(7);
  std::vector<Record> records;
  for (int i = 0; i < 500; ++i) records.push_back(random.Next());
  const std::string text = Written(records, {.byte_order_mark = false});
  CsvTable table(text);
  CsvRow row;
  ASSERT_TRUE(table.Next(&row));
  const std::vector<std::string> headings = row.cells;
  while (table.Next(&row)) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (FindCsvColumn(headings[i])->kind == CsvKind::kNumber) continue;
      if (row.cells[i].empty()) continue;
      EXPECT_EQ(absl::string_view("=+-@\t\r").find(row.cells[i][0]),
                absl::string_view::npos)
          << headings[i];
    }
  }
}

}  // namespace
}  // namespace localoffer::openreferral
