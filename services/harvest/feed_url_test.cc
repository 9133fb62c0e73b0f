#include "services/harvest/feed_url.h"

#include "gtest/gtest.h"

namespace localoffer::harvest {
namespace {

TEST(FeedUrl, HasOneSpelling) {
  for (const char* text :
       {"https://example.org/api", "https://example.org/api/",
        "https://example.org/api/services", "https://example.org/api/services/",
        "HTTPS://example.org/api//"}) {
    EXPECT_EQ(NormalFeedUrl(text).value_or(text), "https://example.org/api");
  }
  EXPECT_EQ(*NormalFeedUrl("http://localhost:8080"), "http://localhost:8080");
}

TEST(FeedUrl, MustBeAWebAddressWithoutUserQueryAndFragment) {
  for (const std::string& text :
       {std::string(), std::string("example.org/api"),
        std::string("ftp://example.org/api"), std::string("file:///etc/passwd"),
        std::string("gopher://example.org/"), std::string("http://"),
        std::string("http://user@example.org/"),
        std::string("http://user:secret@example.org/"),
        std::string("http://example.org/?a=b"),
        std::string("http://example.org/#a"),
        std::string("http://exa mple.org/"),
        "http://example.org/" + std::string(kMostUrlBytes, 'a')}) {
    EXPECT_FALSE(NormalFeedUrl(text).ok()) << text;
  }
}

TEST(FeedUrl, RedirectionsStayOnTheWebAndEncrypted) {
  EXPECT_EQ(*RedirectedUrl("https://a.example/x/y?z=1", "../w"),
            "https://a.example/w");
  EXPECT_EQ(*RedirectedUrl("http://a.example/", "https://b.example/c"),
            "https://b.example/c");
  EXPECT_FALSE(RedirectedUrl("https://a.example/", "http://a.example/").ok());
  EXPECT_FALSE(RedirectedUrl("http://a.example/", "file:///etc/passwd").ok());
  EXPECT_FALSE(
      RedirectedUrl("http://a.example/", "http://u:p@b.example/").ok());
}

TEST(FeedUrl, ParametersAndIdsAreEscaped) {
  EXPECT_EQ(ServicesUrl("http://a.example/api",
                        {{"page", "1"}, {"modified_after", "2026-09-01T0:0Z"}}),
            "http://a.example/api/services?page=1&modified_after="
            "2026-09-01T0%3a0Z");
  EXPECT_EQ(ServiceUrl("http://a.example", "../x?y"),
            "http://a.example/services/..%2fx%3fy");
}

TEST(FeedUrl, AServerIsItsHostAndPort) {
  EXPECT_EQ(HostOf("https://a.example/x"), "a.example");
  EXPECT_EQ(HostOf("http://a.example:81/x"), "a.example:81");
}

}  // namespace
}  // namespace localoffer::harvest
