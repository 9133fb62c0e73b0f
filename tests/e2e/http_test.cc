// The HTTP front of a real node, asked as apps and tools ask it.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "services/gateway/testing_http_client.h"
#include "services/server/config.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using gateway::HttpGet;
using gateway::Received;

class HttpTest : public ::testing::Test {
 protected:
  Received Get(absl::string_view target, absl::string_view fields = "") {
    const auto received = HttpGet(node_.http(), target, fields);
    EXPECT_TRUE(received) << target;
    return received.value_or(Received());
  }

  rapidjson::Document Json(absl::string_view target) {
    const Received received = Get(target);
    rapidjson::Document json;
    json.Parse(received.body.c_str());
    EXPECT_FALSE(json.HasParseError()) << received.body;
    return json;
  }

  // What follows the host.
  static std::string TargetOf(const rapidjson::Value& address) {
    const std::string text = address.GetString();
    EXPECT_TRUE(absl::StartsWith(text, "http://example.org/")) << text;
    return text.substr(text.find('/', 7));
  }

  // "state id modified" of all items from `target` on; where it ends.
  std::vector<std::string> Follow(std::string& target) {
    std::vector<std::string> items;
    while (true) {
      const rapidjson::Document page = Json(target);
      for (const auto& item : page["items"].GetArray()) {
        const std::string id = item["id"].GetString();
        items.push_back(absl::StrCat(item["state"].GetString(), " ",
                                     id.substr(id.size() - 1), " ",
                                     item["modified"].GetUint64()));
        EXPECT_EQ(item.HasMember("data"),
                  std::string(item["state"].GetString()) == "updated");
      }
      const std::string next = TargetOf(page["next"]);
      if (next == target) {
        EXPECT_EQ(page["items"].Size(), 0u);
        return items;
      }
      target = next;
    }
  }

  void Withdraw(const std::string& authority, int number) {
    v1::WithdrawEntryRequest request;
    request.set_name(TestEntryName(authority, number));
    request.set_reason("closed");
    v1::WithdrawEntryResponse response;
    const grpc::Status status = node_.publishing().WithdrawEntry(
        With(node_.Token(authority)).get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  TestNode node_;
};

TEST_F(HttpTest, TheFeedIsReadPageByPageAndGoesOn) {
  std::string target = "/rpde/services?limit=1";
  EXPECT_THAT(Follow(target), IsEmpty());
  node_.MustPublish(kBristol, {TestEntry(1, "One"), TestEntry(2, "Two")});
  node_.MustPublish(kLeeds, {TestEntry(3, "Three")});
  EXPECT_THAT(Follow(target),
              ElementsAre("updated 1 1", "updated 2 2", "updated 3 3"));
  EXPECT_THAT(target, HasSubstr("afterChangeNumber=3"));
  EXPECT_THAT(Follow(target), IsEmpty());
  Withdraw(kBristol, 2);
  node_.MustPublish(kLeeds, {TestEntry(3, "Three again")});
  EXPECT_THAT(Follow(target), ElementsAre("deleted 2 4", "updated 3 5"));
  // Whoever begins now sees each entry once, and the withdrawn one, too.
  std::string whole = "/rpde/services";
  EXPECT_THAT(Follow(whole),
              ElementsAre("updated 1 1", "deleted 2 4", "updated 3 5"));
}

TEST_F(HttpTest, APageOfTheFeedSaysWhatTheSpecificationWants) {
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks \"at home\"")});
  const Received page = Get("/rpde/services");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.Header("content-type"), "application/json");
  EXPECT_EQ(page.Header("access-control-allow-origin"), "*");
  rapidjson::Document json;
  json.Parse(page.body.c_str());
  EXPECT_STREQ(json["license"].GetString(),
               "https://www.nationalarchives.gov.uk/doc/"
               "open-government-licence/version/3/");
  const auto& item = json["items"][0];
  EXPECT_STREQ(item["kind"].GetString(), "Service");
  EXPECT_EQ(item["id"].GetString(), TestEntryName(kBristol, 1));
  EXPECT_STREQ(item["data"]["name"].GetString(), "Short breaks \"at home\"");
  EXPECT_STREQ(item["data"]["status"].GetString(), "active");
}

TEST_F(HttpTest, EachAuthorityHasAFeedOfItsOwn) {
  node_.MustPublish(kBristol, {TestEntry(1, "One")});
  node_.MustPublish(kLeeds, {TestEntry(2, "Two")});
  std::string target = "/authorities/E08000035/rpde/services";
  EXPECT_THAT(Follow(target), ElementsAre("updated 2 2"));
  EXPECT_THAT(target, HasSubstr("/authorities/E08000035/rpde/services?"));
  EXPECT_EQ(Get("/authorities/E99999999/rpde/services").status, 404);
  EXPECT_EQ(Get("/authorities/x/rpde/services").status, 404);
}

TEST_F(HttpTest, APlaceInTheFeedOutlivesAStart) {
  node_.MustPublish(kBristol, {TestEntry(1, "One")});
  std::string target = "/rpde/services";
  Follow(target);
  node_.Restart();
  EXPECT_THAT(Follow(target), IsEmpty());
  node_.MustPublish(kBristol, {TestEntry(2, "Two")});
  EXPECT_THAT(Follow(target), ElementsAre("updated 2 2"));
}

TEST_F(HttpTest, WhoComesFromAnotherNodeIsToldToBeginAnew) {
  node_.MustPublish(kBristol, {TestEntry(1, "One")});
  TestNode other;
  other.MustPublish(kLeeds, {TestEntry(2, "Two")});
  const auto page = HttpGet(other.http(), "/rpde/services");
  rapidjson::Document json;
  json.Parse(page->body.c_str());
  const Received gone = Get(TargetOf(json["next"]));
  EXPECT_EQ(gone.status, 410);
  EXPECT_EQ(gone.Header("content-type"), "application/problem+json");
  EXPECT_EQ(gone.Header("link"),
            "<http://example.org/rpde/services>; rel=\"first\"");
  rapidjson::Document problem;
  problem.Parse(gone.body.c_str());
  EXPECT_STREQ(problem["reason"].GetString(), "FEED_BEGAN_ANEW");
  EXPECT_STREQ(problem["resync"].GetString(),
               "http://example.org/rpde/services");
  EXPECT_EQ(Get("/rpde/services?afterChangeNumber=7").status, 410);
  EXPECT_EQ(Get("/rpde/services?afterChangeNumber=1").status, 200);
}

TEST_F(HttpTest, AQuestionThatIsNotUnderstoodIsNotAnswered) {
  for (const char* wrong :
       {"/rpde/services?afterChangenumber=1", "/rpde/services?limit=0",
        "/rpde/services?limit=1001", "/rpde/services?afterChangeNumber=-1",
        "/rpde/services?limit=1&limit=2", "/export.ndjson?at=yesterday",
        "/export.ndjson?at=2100-01-01", "/export.ndjson?format=csv"}) {
    const Received received = Get(wrong);
    EXPECT_EQ(received.status, 400) << wrong;
    EXPECT_EQ(received.Header("content-type"), "application/problem+json");
  }
}

TEST_F(HttpTest, WhatHasNotChangedIsNotSentAgain) {
  node_.MustPublish(kBristol, {TestEntry(1, "One")});
  for (const char* target :
       {"/rpde/services", "/export.ndjson", "/export/datapackage.zip"}) {
    const std::string etag = Get(target).Header("etag");
    ASSERT_FALSE(etag.empty()) << target;
    const std::string condition = absl::StrCat("If-None-Match: ", etag, "\r\n");
    const Received same = Get(target, condition);
    EXPECT_EQ(same.status, 304) << target;
    EXPECT_EQ(same.Header("etag"), etag);
    node_.MustPublish(kBristol, {TestEntry(1, absl::StrCat("At ", target))});
    EXPECT_EQ(Get(target, condition).status, 200) << target;
  }
}

TEST_F(HttpTest, TextsAreCompressedWhereThatPays) {
  std::vector<v1::Entry> entries;
  for (int i = 1; i <= 30; ++i) entries.push_back(TestEntry(i, "Short breaks"));
  node_.MustPublish(kBristol, entries);
  for (const char* target : {"/rpde/services", "/export.ndjson"}) {
    const Received plain = Get(target);
    const Received packed = Get(target, "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(plain.Header("content-encoding"), "");
    EXPECT_EQ(packed.Header("content-encoding"), "gzip");
    EXPECT_EQ(packed.Header("vary"), "Accept-Encoding");
    EXPECT_EQ(packed.Header("etag"), plain.Header("etag"));
    EXPECT_LT(packed.body.size() * 4, plain.body.size());
    EXPECT_EQ(gateway::Gunzip(packed.body), plain.body);
  }
  EXPECT_EQ(Get("/healthz", "Accept-Encoding: gzip\r\n").body,
            Get("/healthz").body);
  EXPECT_EQ(Get("/export/datapackage.zip", "Accept-Encoding: gzip\r\n")
                .Header("content-encoding"),
            "");
}

TEST_F(HttpTest, AnExportIsOneServiceALine) {
  node_.MustPublish(kBristol, {TestEntry(1, "One"), TestEntry(2, "Two")});
  const absl::Time then = node_.clock().now();
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kLeeds, {TestEntry(3, "Three")});
  Withdraw(kBristol, 1);

  const auto names = [this](const std::string& target) {
    const Received received = Get(target);
    EXPECT_EQ(received.status, 200) << received.body;
    EXPECT_EQ(received.Header("content-type"), "application/x-ndjson");
    std::vector<std::string> found;
    for (const absl::string_view line :
         absl::StrSplit(received.body, '\n', absl::SkipEmpty())) {
      rapidjson::Document json;
      json.Parse(line.data(), line.size());
      EXPECT_FALSE(json.HasParseError());
      found.emplace_back(json["name"].GetString());
    }
    return found;
  };
  EXPECT_THAT(names("/export.ndjson"), ElementsAre("Two", "Three"));
  EXPECT_THAT(names("/export.ndjson?authority=E08000035"),
              ElementsAre("Three"));
  const std::string at =
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", then, absl::UTCTimeZone());
  EXPECT_THAT(names(absl::StrCat("/export.ndjson?at=", at)),
              ElementsAre("One", "Two"));
  EXPECT_EQ(
      Get(absl::StrCat("/export.ndjson?authority=E08000035&at=", at)).status,
      404);
  EXPECT_EQ(Get("/export.ndjson?authority=E99999999").status, 404);
}

TEST_F(HttpTest, TheDataPackageHoldsWhatItsDescriptorSays) {
  std::ifstream file(LOCALOFFER_SOURCE_DIR
                     "/tests/demo/offers/south-gloucestershire.json");
  const std::string source{std::istreambuf_iterator<char>(file), {}};
  const Published published = node_.PublishSource(
      TestNode::Header("E06000025", v1::PUBLICATION_SCOPE_FULL), source,
      node_.Token("E06000025"));
  ASSERT_TRUE(published.status.ok()) << published.status.error_message();
  node_.MustPublish(kBristol, {TestEntry(1, "One, \"two\"\nlines", "9900001"),
                               TestEntry(2, "Two", "9900001")});
  node_.MustPublish(kLeeds, {TestEntry(1, "The same service", "9900001")});

  const Received package = Get("/export/datapackage.zip");
  EXPECT_EQ(package.status, 200);
  EXPECT_EQ(package.Header("content-type"), "application/zip");
  EXPECT_THAT(package.Header("content-disposition"),
              HasSubstr("local-offer.zip"));
  EXPECT_EQ(Get("/export/datapackage.zip").body, package.body);

  const std::string path = node_.folder() + "/package.zip";
  std::ofstream(path, std::ios::binary) << package.body;
  const std::string checked = node_.folder() + "/checked";
  ASSERT_EQ(
      std::system(absl::StrCat("/usr/bin/python3 -B " LOCALOFFER_SOURCE_DIR
                               "/tests/e2e/check_data_package.py ",
                               path, " > ", checked)
                      .c_str()),
      0);
  std::ifstream report(checked);
  const std::string rows{std::istreambuf_iterator<char>(report), {}};
  const int demo = published.summary.records();
  ASSERT_GT(demo, 0);
  EXPECT_THAT(rows, HasSubstr(absl::StrCat("\"service\": ", demo + 2)));
  EXPECT_THAT(rows, HasSubstr(absl::StrCat("\"entry\": ", demo + 3)));
}

TEST_F(HttpTest, AnEmptyDirectoryIsADataPackageToo) {
  const std::string path = node_.folder() + "/package.zip";
  std::ofstream(path, std::ios::binary) << Get("/export/datapackage.zip").body;
  EXPECT_EQ(
      std::system(absl::StrCat("/usr/bin/python3 -B " LOCALOFFER_SOURCE_DIR
                               "/tests/e2e/check_data_package.py ",
                               path, " > /dev/null")
                      .c_str()),
      0);
}

TEST_F(HttpTest, MetricsTellWhatTheNodeDoes) {
  node_.MustPublish(kBristol, {TestEntry(1, "One"), TestEntry(2, "Two")});
  Withdraw(kBristol, 2);
  Get("/rpde/services");
  Get("/nothing/here");
  Received metrics = Get("/metrics");
  // An answer is counted once it is out, which its reader may be ahead of.
  while (metrics.body.find("status=\"404\"} 1\n") == std::string::npos ||
         metrics.body.find("route=\"/rpde/services\"") == std::string::npos) {
    metrics = Get("/metrics");
  }
  EXPECT_EQ(metrics.Header("content-type"),
            "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(
      metrics.body,
      AllOf(HasSubstr("localoffer_entries{log=\"E06000023\"} 1\n"),
            HasSubstr("localoffer_log_changes{log=\"E06000023\"} 3\n"),
            HasSubstr("localoffer_commit_changes_total 3\n"),
            HasSubstr("localoffer_arrivals_total 3\n"),
            HasSubstr("localoffer_index_revisions 2\n"),
            HasSubstr("localoffer_publishing 1\n"),
            HasSubstr("localoffer_rpc_total{method=\"localoffer.v1."
                      "PublishingService/Publish\",code=\"OK\"} 1\n"),
            HasSubstr("localoffer_rpc_seconds_count{method=\"localoffer.v1."
                      "PublishingService/WithdrawEntry\"} 1\n"),
            HasSubstr("localoffer_http_total{route=\"/rpde/services\",method="
                      "\"GET\",status=\"200\"} 1\n"),
            HasSubstr("status=\"404\"} 1\n"),
            HasSubstr("localoffer_rocksdb_memtable_bytes "),
            HasSubstr("process_resident_memory_bytes ")));
  EXPECT_THAT(metrics.body, Not(HasSubstr("nothing/here")));
}

TEST_F(HttpTest, HealthIsAskedWithoutKnowingAnythingElse) {
  EXPECT_EQ(Get("/healthz").body,
            "{\"status\":\"serving\",\"publishing\":true}\n");
}

TEST_F(HttpTest, WhatIsNotUtf8IsRefusedAndToldInUtf8) {
  for (const char* target :
       {"/openreferral/v3/services?search=caf%E9", "/?need=%FF",
        "/listed?name=%C3", "/openreferral/v1/services?text=%ED%A0%80",
        "/export.ndjson?authority=%80", "/rpde/services?limit=%C0%AF"}) {
    const Received refused = Get(target);
    EXPECT_EQ(refused.status, 400) << target;
    EXPECT_THAT(refused.body, HasSubstr("\xef\xbf\xbd")) << target;
    EXPECT_THAT(refused.body, HasSubstr("\"errors\":[{\"parameter\":\""))
        << target;
  }
  EXPECT_EQ(Get("/entries/E06000023/%FF").status, 400);
  EXPECT_EQ(Get("/openreferral/v3/services?search=caf%C3%A9").status, 200);
}

TEST_F(HttpTest, PlaintextLeavesTheMachineOnlyWhereThatWasSaid) {
  server::Config config;
  config.http = "127.0.0.1:8080";
  EXPECT_FALSE(server::Objection(config));
  config.http = "0.0.0.0:8080";
  EXPECT_THAT(server::Objection(config).value_or(""),
              HasSubstr("--http-behind-proxy"));
  config.http_behind_proxy = true;
  EXPECT_FALSE(server::Objection(config));
  config.http_url = "localoffer.example.org";
  EXPECT_TRUE(server::Objection(config));
  config.http_url = "https://localoffer.example.org";
  EXPECT_FALSE(server::Objection(config));
}

// Somebody keeps a copy over HTTP, with pages of any size, over starts of the
// node, while authorities publish and withdraw.
TEST_F(HttpTest, ACopyThatFollowsTheFeedIsTheExport) {
  std::mt19937 random(11);
  std::map<std::string, std::string> copy;
  std::string target = "/rpde/services?limit=3";
  const auto follow = [&] {
    const rapidjson::Document page = Json(target);
    for (const auto& item : page["items"].GetArray()) {
      if (item.HasMember("data")) {
        copy[item["id"].GetString()] = item["data"]["name"].GetString();
      } else {
        copy.erase(item["id"].GetString());
      }
    }
    const std::string next = TargetOf(page["next"]);
    const bool more = next != target;
    target = next;
    return more;
  };
  std::set<std::pair<std::string, int>> published;
  for (int step = 0; step < 60; ++step) {
    const std::string authority = random() % 2 == 0 ? kBristol : kLeeds;
    const int number = 1 + static_cast<int>(random() % 6);
    if (random() % 3 == 0 && published.contains({authority, number})) {
      Withdraw(authority, number);
      published.erase({authority, number});
    } else {
      node_.MustPublish(authority, {TestEntry(number, absl::StrCat(step))});
      published.insert({authority, number});
    }
    if (random() % 2 == 0) follow();
    if (step % 20 == 10) node_.Restart();
  }
  while (follow()) {
  }
  std::multiset<std::string> copied;
  for (const auto& [id, name] : copy) copied.insert(name);
  std::multiset<std::string> exported;
  for (const absl::string_view line :
       absl::StrSplit(Get("/export.ndjson").body, '\n', absl::SkipEmpty())) {
    rapidjson::Document json;
    json.Parse(line.data(), line.size());
    exported.insert(json["name"].GetString());
  }
  EXPECT_THAT(copied, SizeIs(published.size()));
  EXPECT_EQ(copied, exported);
}

}  // namespace
}  // namespace localoffer::testing
