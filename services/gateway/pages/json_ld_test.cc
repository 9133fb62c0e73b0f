#include "services/gateway/pages/json_ld.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Entry TestEntry(const std::string& text) {
  v1::Entry entry;
  entry.set_name(
      "authorities/E06000023/entries/"
      "00000000-0000-4000-8000-000000000001");
  entry.mutable_service()->set_name(text);
  entry.mutable_service()->set_description(text);
  entry.mutable_service()->set_url(text);
  entry.mutable_service()->set_minimum_age(3);
  entry.mutable_service()->mutable_organization()->set_name(text);
  return entry;
}

TEST(JsonLd, IsAServiceOfSchemaOrg) {
  rapidjson::Document json;
  const std::string text =
      JsonLd(TestEntry("Short breaks"), "https://example.org");
  json.Parse(text.c_str());
  ASSERT_FALSE(json.HasParseError()) << text;
  EXPECT_STREQ(json["@type"].GetString(), "Service");
  EXPECT_STREQ(json["name"].GetString(), "Short breaks");
  EXPECT_STREQ(json["provider"]["name"].GetString(), "Short breaks");
  EXPECT_STREQ(json["audience"]["suggestedMinAge"].GetString(), "3");
  EXPECT_STREQ(json["@id"].GetString(),
               "https://example.org/entries/E06000023/"
               "00000000-0000-4000-8000-000000000001");
}

TEST(JsonLd, NeverEndsTheBlockThatItStandsIn) {
  for (const char* hostile :
       {"</script><script>alert(1)</script>", "<!--<script>", "]]>", "a & b",
        "\"},\"x\":\"", "\\\u2028\u2029\b", "5 < 6 > 4"}) {
    const std::string text = JsonLd(TestEntry(hostile), "https://example.org");
    EXPECT_THAT(text, Not(HasSubstr("<"))) << hostile;
    EXPECT_THAT(text, Not(HasSubstr(">"))) << hostile;
    EXPECT_THAT(text, Not(HasSubstr("&"))) << hostile;
    rapidjson::Document json;
    json.Parse(text.c_str());
    ASSERT_FALSE(json.HasParseError()) << text;
    EXPECT_FALSE(json.HasMember("x"));
    EXPECT_STREQ(json["url"].GetString(), hostile);
  }
}

}  // namespace
}  // namespace localoffer::gateway::pages
