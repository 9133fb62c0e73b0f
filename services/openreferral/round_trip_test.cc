// Real feeds and the standard's examples, there and back without loss.
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "services/openreferral/json_tree.h"
#include "services/openreferral/message_reader.h"
#include "services/openreferral/message_writer.h"
#include "services/openreferral/read_json.h"
#include "services/openreferral/record_report.h"
#include "services/openreferral/service_id.h"
#include "services/openreferral/testing_json.h"
#include "services/openreferral/write_json.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kBristol1 = "data/feeds/bristol-v1-services.json";
constexpr absl::string_view kExamples = "standards/oruk-3.0/examples/";

Source ReadFeed(absl::string_view json) {
  ReadOptions options;
  options.source_name = "feed.json";
  options.authority = "E06000023";
  return ReadJson(json, options);
}

// The raw texts of the services in a feed: an array, a page or one service.
std::vector<std::string> RawServices(const JsonTree& tree) {
  size_t list = 0;
  for (const absl::string_view name : {"contents", "content"}) {
    if (const JsonNode* node = tree.Member(0, name)) {
      list = static_cast<size_t>(node - &tree.root());
    }
  }
  std::vector<std::string> raw;
  if (tree.node(list).kind == JsonKind::kObject) {
    raw.emplace_back(tree.root().raw);
    return raw;
  }
  for (const size_t child : tree.Children(list)) {
    raw.emplace_back(tree.node(child).raw);
  }
  return raw;
}

void ExpectLossless(const std::string& json, Format format) {
  const Source source = ReadFeed(json);
  ASSERT_TRUE(source.violations.empty());
  EXPECT_EQ(source.format, format);
  JsonTree tree;
  ASSERT_FALSE(tree.Parse(json).has_value());
  const std::vector<std::string> raw = RawServices(tree);
  ASSERT_EQ(source.records.size(), raw.size());
  for (size_t i = 0; i < raw.size(); ++i) {
    const Record& record = source.records[i];
    EXPECT_TRUE(record.violations.empty())
        << record.violations[0].DebugString();
    EXPECT_TRUE(SameJson(
        raw[i], WriteServiceJson(record.service, record.local_offer,
                                 {.format = format, .as_supplied = true})));
    EXPECT_TRUE(IsRfcUuid(record.service.id()));
  }
}

TEST(RoundTrip, AWholeCouncilFeedOfVersion1ComesBackAsItWas) {
  const std::string feed = SharedFile(kBristol1);
  if (feed.empty()) GTEST_SKIP() << "no shared data";
  ExpectLossless(feed, Format::kOpenReferral1);
}

TEST(RoundTrip, CouncilFeedsOfVersion3ComeBackAsTheyWere) {
  for (const absl::string_view name :
       {"bristol-v3-services-page1.json", "bristol-v3-service.json"}) {
    const std::string feed = SharedFile(absl::StrCat("data/feeds/", name));
    if (feed.empty()) GTEST_SKIP() << "no shared data";
    SCOPED_TRACE(std::string(name));
    ExpectLossless(feed, Format::kOpenReferral3);
  }
}

TEST(RoundTrip, TheStandardsServicesComeBackAsTheyWere) {
  for (const absl::string_view name :
       {"service_full.json", "service_list.json"}) {
    const std::string example = SharedFile(absl::StrCat(kExamples, name));
    if (example.empty()) GTEST_SKIP() << "no shared data";
    SCOPED_TRACE(std::string(name));
    ExpectLossless(example, Format::kOpenReferral3);
  }
}

TEST(RoundTrip, TheServiceInsideAServiceAtLocationComesBackAsItWas) {
  const std::string example =
      SharedFile(absl::StrCat(kExamples, "service_at_location_full.json"));
  if (example.empty()) GTEST_SKIP() << "no shared data";
  JsonTree tree;
  ASSERT_FALSE(tree.Parse(example).has_value());
  ExpectLossless(std::string(tree.Member(0, "service")->raw),
                 Format::kOpenReferral3);
}

// Reads any object as a message of the model and writes it as supplied.
template <typename MessageType>
void ExpectMessageLossless(absl::string_view json) {
  JsonTree tree;
  ASSERT_FALSE(tree.Parse(json).has_value());
  const ReadContext context;
  RecordReport report(v1::SourcePosition(), "object");
  MessageType message;
  MessageReader(&tree, &context, &report).Read(0, &message);
  EXPECT_TRUE(
      SameJson(json, MessageJson(message, nullptr, {.as_supplied = true})));
}

template <typename MessageType>
void ExpectExampleLossless(absl::string_view name) {
  const std::string example = SharedFile(absl::StrCat(kExamples, name));
  if (example.empty()) GTEST_SKIP() << "no shared data";
  SCOPED_TRACE(std::string(name));
  JsonTree tree;
  ASSERT_FALSE(tree.Parse(example).has_value());
  for (const std::string& raw : RawServices(tree)) {
    ExpectMessageLossless<MessageType>(raw);
  }
}

TEST(RoundTrip, EveryOtherExampleOfTheStandardComesBackAsItWas) {
  ExpectExampleLossless<v1::Organization>("organization_full.json");
  ExpectExampleLossless<v1::Organization>("organization_list.json");
  ExpectExampleLossless<v1::ServiceAtLocation>("service_at_location_full.json");
  ExpectExampleLossless<v1::ServiceAtLocation>("service_at_location_list.json");
  ExpectExampleLossless<v1::Taxonomy>("taxonomy.json");
  ExpectExampleLossless<v1::Taxonomy>("taxonomy_list.json");
  ExpectExampleLossless<v1::TaxonomyTerm>("taxonomy_term.json");
  ExpectExampleLossless<v1::TaxonomyTerm>("taxonomy_term_list.json");
}

TEST(RoundTrip, RepairsOfTheRealFeedAreCountedByRule) {
  const std::string feed = SharedFile(kBristol1);
  if (feed.empty()) GTEST_SKIP() << "no shared data";
  const std::clock_t begin = std::clock();
  const Source source = ReadFeed(feed);
  const double seconds =
      static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::map<std::string, int> rules;
  for (const Record& record : source.records) {
    for (const v1::Repair& repair : record.repairs) ++rules[repair.rule()];
  }
  for (const auto& [rule, count] : rules) {
    std::cout << absl::StrCat("  ", count, "  ", rule, "\n");
  }
  std::cout << "  " << static_cast<int>(source.records.size() / seconds)
            << " records a second of processor time\n";
  EXPECT_EQ(source.records.size(), 819);
  EXPECT_EQ(rules["DUPLICATE_ID"], 1);
  EXPECT_EQ(rules["NAME_MISSING"], 1);
  EXPECT_EQ(rules["ORGANIZATION_MISSING"], 7);
  EXPECT_EQ(rules["CONTROL_REMOVED"], 2);
}

// The records as standard documents of version 3: one page of all, and a file
// for every tenth, since the checker takes its time for a file.
std::vector<std::string> WriteDocuments(const Source& source,
                                        const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::vector<std::string> files;
  PageWriter page({.format = Format::kOpenReferral3});
  std::ofstream list(folder / "list.json");
  list << page.Begin(static_cast<int64_t>(source.records.size()));
  for (size_t i = 0; i < source.records.size(); ++i) {
    const Record& record = source.records[i];
    list << page.Next(record.service, record.local_offer);
    if (i % 10 != 0) continue;
    const auto file = folder / absl::StrCat(i, ".json");
    std::ofstream(file) << WriteServiceJson(record.service, record.local_offer,
                                            {.format = Format::kOpenReferral3});
    files.push_back(absl::StrCat("service=", file.string()));
  }
  list << page.End();
  files.push_back(
      absl::StrCat("service_list=", (folder / "list.json").string()));
  return files;
}

TEST(RoundTrip, StandardDocumentsOfARealFeedAreValid) {
  const std::string feed = SharedFile(kBristol1);
  const std::string tool = SharedPath("tools/check_open_referral.py");
  if (feed.empty() || !std::filesystem::exists(tool) ||
      std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") != 0) {
    GTEST_SKIP() << "no shared data, or no schema checker";
  }
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) /
      ("round_trip_test" + std::to_string(getpid()));
  std::string command = absl::StrCat("/usr/bin/python3 ", tool);
  for (const std::string& file : WriteDocuments(ReadFeed(feed), folder)) {
    absl::StrAppend(&command, " ", file);
  }
  const std::filesystem::path log = folder / "log";
  EXPECT_EQ(std::system(absl::StrCat(command, " > ", log.string()).c_str()), 0)
      << std::ifstream(log).rdbuf();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace localoffer::openreferral
