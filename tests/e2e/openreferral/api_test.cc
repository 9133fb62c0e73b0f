// The Open Referral UK API of a real node, asked as apps ask it.
#include <algorithm>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "tests/e2e/openreferral/api_fixture.h"
#include "tests/e2e/real_feed.h"

namespace localoffer::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::string IdOf(int number) { return storage::TestService(number, "").id(); }

void AddTerm(const char* code, const char* name, const char* taxonomy,
             v1::Entry& entry) {
  v1::TaxonomyTerm& term =
      *entry.mutable_service()->add_attributes()->mutable_taxonomy_term();
  if (*code != '\0') term.set_code(code);
  term.set_name(name);
  if (*taxonomy != '\0') term.set_taxonomy(taxonomy);
}

TEST_F(OpenReferralApiTest, AListIsAPageOfTheStandard) {
  node_.MustPublish(kBristol, {TestEntry(1, "Short breaks", "9900001"),
                               TestEntry(2, "Art club")});
  const rapidjson::Document page = Parse(
      Keep("service_list", absl::StrCat(kBase, "/services?per_page=1&page=2")));
  EXPECT_EQ(page["total_items"].GetInt(), 2);
  EXPECT_EQ(page["total_pages"].GetInt(), 2);
  EXPECT_EQ(page["page_number"].GetInt(), 2);
  EXPECT_EQ(page["size"].GetInt(), 1);
  EXPECT_FALSE(page["first_page"].GetBool());
  EXPECT_TRUE(page["last_page"].GetBool());
  EXPECT_FALSE(page["empty"].GetBool());
  const auto& service = page["contents"][0];
  EXPECT_STREQ(service["name"].GetString(), "Short breaks");
  EXPECT_STREQ(service["entry"]["name"].GetString(),
               TestEntryName(kBristol, 1).c_str());
  EXPECT_STREQ(service["entry"]["authority"].GetString(), kBristol);
  EXPECT_FALSE(service["entry"]["harvested"].GetBool());
  // What there may be several of is not in a list unless it is asked for.
  EXPECT_STREQ(service["organization"]["name"].GetString(),
               "Example Children's Hospice");
  EXPECT_FALSE(service["organization"].HasMember("organization_identifiers"));
  const rapidjson::Document full =
      Json(absl::StrCat(kBase, "/services?search=short&full=true"));
  EXPECT_TRUE(full["contents"][0]["organization"].HasMember(
      "organization_identifiers"));
}

TEST_F(OpenReferralApiTest, AnEmptyDirectoryAnswersToo) {
  const rapidjson::Document page =
      Parse(Keep("service_list", absl::StrCat(kBase, "/services")));
  EXPECT_TRUE(page["empty"].GetBool());
  for (const char* list :
       {"organization", "taxonomy", "taxonomy_term", "service_at_location"}) {
    const std::string path = list == std::string("taxonomy")
                                 ? "taxonomies"
                                 : absl::StrCat(list, "s");
    Keep(absl::StrCat(list, "_list"), absl::StrCat(kBase, "/", path));
  }
}

TEST_F(OpenReferralApiTest, AServiceIsThereAsLongAsItIsInTheLocalOffer) {
  node_.MustPublish(kBristol,
                    {TestEntry(1, "Short breaks"), TestEntry(2, "Art club")});
  const std::string target = absl::StrCat(kBase, "/services/", IdOf(1));
  const rapidjson::Document service = Parse(Keep("service", target));
  EXPECT_STREQ(service["name"].GetString(), "Short breaks");
  Withdraw(kBristol, 1);
  const Received gone = Get(target);
  EXPECT_EQ(gone.status, 410);
  EXPECT_EQ(gone.Header("content-type"), "application/problem+json");
  const rapidjson::Document problem = Parse(gone.body);
  EXPECT_STREQ(problem["reason"].GetString(), "WITHDRAWN");
  EXPECT_STREQ(problem["withdrawal_reason"].GetString(), "closed for good");
  EXPECT_EQ(Get(absl::StrCat(kBase, "/services/", IdOf(3))).status, 404);
  EXPECT_EQ(Get(absl::StrCat(kBase, "/services/x")).status, 404);

  Withdraw(kBristol, 2);
  v1::EraseBodyRequest erase;
  erase.set_name(TestEntryName(kBristol, 2));
  erase.set_all_earlier(true);
  erase.set_reason("a person's name was in it");
  v1::EraseBodyResponse erased;
  const grpc::Status status = node_.publishing().EraseBody(
      With(node_.Token(kBristol, v1::ROLE_ADMIN)).get(), erase, &erased);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(Get(absl::StrCat(kBase, "/services/", IdOf(2))).status, 410);
  EXPECT_THAT(All(absl::StrCat(kBase, "/services")), IsEmpty());
}

TEST_F(OpenReferralApiTest, AServiceOfTwoAuthoritiesNamesTheOther) {
  node_.MustPublish(kBristol, {TestEntry(1, "As Bristol has it")});
  node_.MustPublish(kLeeds, {TestEntry(1, "As Leeds has it")});
  const Received first = Get(absl::StrCat(kBase, "/services/", IdOf(1)));
  EXPECT_STREQ(Parse(first.body)["name"].GetString(), "As Bristol has it");
  EXPECT_THAT(
      first.Header("link"),
      HasSubstr(absl::StrCat("/openreferral/v3/authorities/", kLeeds,
                             "/services/", IdOf(1), ">; rel=\"alternate\"")));
  const Received leeds =
      Get(absl::StrCat(kBase, "/authorities/", kLeeds, "/services/", IdOf(1)));
  EXPECT_STREQ(Parse(leeds.body)["name"].GetString(), "As Leeds has it");
  // Of the two, the one that goes stays to be found as the other's.
  Withdraw(kBristol, 1);
  EXPECT_STREQ(
      Json(absl::StrCat(kBase, "/services/", IdOf(1)))["name"].GetString(),
      "As Leeds has it");
  EXPECT_EQ(
      Get(absl::StrCat(kBase, "/authorities/", kBristol, "/services/", IdOf(1)))
          .status,
      410);
}

TEST_F(OpenReferralApiTest, EachAuthorityHasAnApiOfItsOwn) {
  node_.MustPublish(kBristol, {TestEntry(1, "One", "9900001")});
  node_.MustPublish(kLeeds, {TestEntry(2, "Two", "9900002")});
  const std::string leeds = absl::StrCat(kBase, "/authorities/", kLeeds);
  EXPECT_THAT(All(leeds + "/services"), ElementsAre(IdOf(2)));
  EXPECT_THAT(All(leeds + "/organizations"), SizeIs(1));
  EXPECT_THAT(All(absl::StrCat(kBase, "/organizations")), SizeIs(2));
  EXPECT_EQ(Get(leeds + "/services/" + IdOf(1)).status, 404);
  EXPECT_EQ(Get(absl::StrCat(kBase, "/authorities/E99999999/services")).status,
            404);
  Keep("api_details", leeds + "/");
  Keep("api_details", absl::StrCat(kBase, "/"));
  Keep("api_details", kBase);
}

TEST_F(OpenReferralApiTest, OneCodeWithAndWithoutATaxonomyIsTwoTerms) {
  v1::Entry entry = TestEntry(1, "One");
  AddTerm("X", "Of none", "", entry);
  AddTerm("X", "Of T", "T", entry);
  node_.MustPublish(kBristol, {entry});
  EXPECT_THAT(All(absl::StrCat(kBase, "/taxonomy_terms"), "name"),
              UnorderedElementsAre("Of none", "Of T"));
  const rapidjson::Document of_t =
      Json(absl::StrCat(kBase, "/taxonomy_terms?taxonomy_id=T"));
  EXPECT_EQ(of_t["total_items"].GetInt(), 1);
  EXPECT_STREQ(of_t["contents"][0]["name"].GetString(), "Of T");
}

TEST_F(OpenReferralApiTest, ATermIsEverybodysHoweverTheyWriteIt) {
  v1::Entry first = TestEntry(1, "One");
  AddTerm("", "Autism", "Needs", first);
  node_.MustPublish(kBristol, {first});
  v1::Entry second = TestEntry(2, "Two");
  AddTerm("", "autism", "needs", second);
  node_.MustPublish(kLeeds, {second});
  const std::string terms = "/taxonomy_terms";
  EXPECT_THAT(All(kBase + terms, "name"), ElementsAre("Autism"));
  const rapidjson::Document leeds =
      Json(absl::StrCat(kBase, "/authorities/", kLeeds, terms));
  EXPECT_EQ(leeds["total_items"].GetInt(), 1);
  ASSERT_EQ(leeds["contents"].Size(), 1);
  EXPECT_STREQ(leeds["contents"][0]["name"].GetString(), "autism");
}

TEST_F(OpenReferralApiTest, WhatIsKnownIsNotSentAgain) {
  node_.MustPublish(kBristol, {TestEntry(1, "One", "9900001")});
  for (const std::string& path :
       {absl::StrCat("/services"), absl::StrCat("/services/", IdOf(1)),
        absl::StrCat("/organizations")}) {
    const std::string target = absl::StrCat(kBase, path);
    // Within the second of the change nothing is said of times.
    EXPECT_EQ(Get(target).Header("last-modified"), "");
    node_.clock().Advance(absl::Seconds(5));
    const Received first = Get(target);
    const std::string by_tag =
        absl::StrCat("If-None-Match: ", first.Header("etag"), "\r\n");
    const std::string by_time = absl::StrCat(
        "If-Modified-Since: ", first.Header("last-modified"), "\r\n");
    ASSERT_NE(first.Header("last-modified"), "") << target;
    EXPECT_EQ(Get(target, by_tag).status, 304);
    EXPECT_EQ(Get(target, by_time).status, 304);
    EXPECT_EQ(Get(target, by_time).body, "");
    EXPECT_EQ(
        Get(target, absl::StrCat("If-None-Match: \"x\"\r\n", by_time)).status,
        200);
    // A change within the second in which somebody has read.
    node_.MustPublish(kBristol, {TestEntry(1, absl::StrCat(path, "!"))});
    EXPECT_EQ(Get(target, by_tag).status, 200) << target;
    EXPECT_EQ(Get(target, by_time).status, 200) << target;
    EXPECT_EQ(Get(target).Header("last-modified"), "") << target;
  }
}

TEST_F(OpenReferralApiTest, AListIsSentAgainWhenPostcodesAreNew) {
  node_.MustPublish(kBristol, {TestEntry(1, "One")});
  const std::string target =
      absl::StrCat(kBase, "/services?postcode=BS1%204DJ");
  Get(target);
  node_.clock().Advance(absl::Seconds(5));
  const Received first = Get(target);
  const std::string by_tag =
      absl::StrCat("If-None-Match: ", first.Header("etag"), "\r\n");
  const std::string by_time = absl::StrCat(
      "If-Modified-Since: ", first.Header("last-modified"), "\r\n");
  EXPECT_EQ(Get(target, by_tag).status, 304);
  EXPECT_EQ(Get(target, by_time).status, 304);
  const auto context = With(node_.Token("-"));
  v1::ImportPostcodesResponse report;
  const auto writer = node_.places().ImportPostcodes(context.get(), &report);
  v1::ImportPostcodesRequest request;
  v1::PostcodeRow& row = *request.add_rows();
  row.set_postcode("BS1 4DJ");
  row.mutable_point()->set_latitude(51.4527);
  row.mutable_point()->set_longitude(-2.6028);
  writer->Write(request);
  writer->WritesDone();
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(Get(target, by_tag).status, 200);
  EXPECT_EQ(Get(target, by_time).status, 200);
}

TEST_F(OpenReferralApiTest, AnswersAreForAnySiteAndPacked) {
  std::vector<v1::Entry> entries;
  for (int i = 1; i <= 30; ++i) entries.push_back(TestEntry(i, "Short breaks"));
  node_.MustPublish(kBristol, entries);
  const std::string target = absl::StrCat(kBase, "/services");
  for (const char* form : {"", "?format=ndjson"}) {
    const Received plain = Get(target + form);
    const Received packed = Get(target + form, "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(packed.Header("content-encoding"), "gzip");
    EXPECT_EQ(gateway::Gunzip(packed.body), plain.body);
    EXPECT_EQ(plain.Header("access-control-allow-origin"), "*");
  }
  const Received preflight =
      Ask("OPTIONS", target,
          "Origin: https://app.example.org\r\n"
          "Access-Control-Request-Method: GET\r\n"
          "Access-Control-Request-Headers: if-none-match\r\n");
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.Header("access-control-allow-origin"), "*");
  EXPECT_THAT(preflight.Header("access-control-allow-methods"),
              HasSubstr("GET"));
  EXPECT_THAT(preflight.Header("access-control-allow-headers"),
              HasSubstr("If-None-Match"));
  const Received head = Ask("HEAD", target);
  EXPECT_EQ(head.status, 200);
  EXPECT_NE(head.Header("etag"), "");
  EXPECT_THAT(Get(target).Header("access-control-expose-headers"),
              HasSubstr("ETag"));
}

TEST_F(OpenReferralApiTest, AllThatIsWrongIsToldAtOnce) {
  const Received refused =
      Get(absl::StrCat(kBase,
                       "/services?per_pages=2&page=0&per_page=101&full=maybe"
                       "&minimum_age=old&modified_after=then&day=someday"
                       "&start_time=25:00&proximity=10&format=xml"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.Header("content-type"), "application/problem+json");
  const rapidjson::Document problem = Parse(refused.body);
  std::vector<std::string> wrong;
  for (const auto& error : problem["errors"].GetArray()) {
    wrong.emplace_back(error["parameter"].GetString());
  }
  std::sort(wrong.begin(), wrong.end());
  EXPECT_THAT(wrong, ElementsAre("day", "format", "full", "minimum_age",
                                 "modified_after", "page", "per_page",
                                 "per_pages", "proximity", "start_time"));
  // What the directory finds wrong is told by the parameter's name, too.
  for (const auto& [query, parameter] :
       std::vector<std::pair<std::string, std::string>>{
           {"postcode=ZZ99", "postcode"},
           {"coverage=nowhere", "coverage"},
           {"postcode=BS1&proximity=0", "proximity"},
           {"postcode=BS1&proximity=9999999", "proximity"},
           {"minimum_age=9&maximum_age=8", "minimum_age"},
           {"organization_id=x", "organization_id"},
           {"start_time=09:00", "start_time"},
           {"day=mo&start_time=10:00&end_time=09:00", "end_time"},
           {"minimal=true&full=true", "minimal"},
           {"postcode=BS1&coverage=BS2", "coverage"},
           {absl::StrCat("search=", std::string(501, 'a')), "search"}}) {
    const Received one = Get(absl::StrCat(kBase, "/services?", query));
    EXPECT_EQ(one.status, 400) << query;
    const rapidjson::Document json = Parse(one.body);
    ASSERT_TRUE(json.HasMember("errors")) << query << one.body;
    ASSERT_EQ(json["errors"].Size(), 1u) << query << one.body;
    EXPECT_EQ(json["errors"][0]["parameter"].GetString(), parameter) << query;
  }
  // Forms send what was not filled in.
  EXPECT_EQ(
      Get(absl::StrCat(kBase, "/services?search=&postcode=&page=")).status,
      200);
}

TEST_F(OpenReferralApiTest, TheOpenApiDocumentIsTrue) {
  node_.MustPublish(kBristol, {TestEntry(1, "One", "9900001")});
  const rapidjson::Document api = Json(absl::StrCat(kBase, "/openapi.json"));
  EXPECT_STREQ(api["openapi"].GetString(), "3.1.0");
  EXPECT_STREQ(api["servers"][0]["url"].GetString(),
               "http://example.org/openreferral/v3");
  EXPECT_EQ(api["paths"].MemberCount(), 11u);
  for (const auto& path : api["paths"].GetObject()) {
    const std::string target = absl::StrReplaceAll(
        absl::StrCat(kBase, path.name.GetString()), {{"{id}", IdOf(1)}});
    EXPECT_THAT(Get(target).body, Not(HasSubstr("\"reason\":\"NOT_FOUND\"")))
        << target;
    // Each of its parameters is taken, and no other is.
    const Received other = Get(absl::StrCat(target, "?other=1"));
    EXPECT_EQ(other.status, 400) << target;
    EXPECT_THAT(other.body, HasSubstr("other: unknown")) << target;
    for (const auto& parameter : path.value["get"]["parameters"].GetArray()) {
      const std::string name = parameter["name"].GetString();
      if (name == "id") continue;
      EXPECT_GT(parameter["description"].GetStringLength(), 0u);
      EXPECT_THAT(Get(absl::StrCat(target, "?", name, "=1")).body,
                  Not(HasSubstr("unknown; ")))
          << target << " " << name;
    }
  }
}

TEST_F(OpenReferralApiTest, ARealFeedIsOfTheStandardAndFindsItself) {
  const std::string feed = ReadBristolFeed();
  if (feed.empty()) GTEST_SKIP() << "no shared data";
  const Published published = node_.PublishSource(
      TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_FULL), feed,
      node_.Token(kBristol));
  ASSERT_TRUE(published.status.ok()) << published.status.error_message();
  const rapidjson::Document last = Parse(Keep(
      "service_list", absl::StrCat(kBase, "/services?per_page=100&page=9")));
  EXPECT_GT(last["size"].GetInt(), 0);
  EXPECT_TRUE(last["last_page"].GetBool());
  Keep("service*", absl::StrCat(kBase, "/services?full=true&format=ndjson"));
  Keep("organization*", absl::StrCat(kBase, "/organizations?format=ndjson"));
  Keep("taxonomy_term*", absl::StrCat(kBase, "/taxonomy_terms?format=ndjson"));
  Keep("service_at_location*",
       absl::StrCat(kBase, "/service_at_locations?format=ndjson"));
  // As the validator of 1.0 asks: by a record's own name.
  const rapidjson::Document page =
      Json(absl::StrCat(kBase, "/services?per_page=100&page=4"));
  int asked = 0;
  for (const auto& service : page["contents"].GetArray()) {
    if (++asked % 10 != 0) continue;
    std::string name;
    for (const char c : std::string(service["name"].GetString())) {
      absl::StrAppend(
          &name, "%",
          absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    }
    EXPECT_THAT(All(absl::StrCat(kBase, "/services?search=", name)),
                ::testing::Contains(service["id"].GetString()))
        << service["name"].GetString();
  }
}

}  // namespace
}  // namespace localoffer::testing
