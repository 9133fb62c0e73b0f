#include "services/gateway/http_head.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(HttpHeadTest, SaysWhatAClientHasToKnow) {
  HttpResponse response;
  response.content_type = "application/json";
  response.etag = "abc";
  response.headers.emplace_back("Vary", "Accept-Encoding");
  HeadOptions options;
  options.length = 12;
  options.now = absl::FromUnixSeconds(784111777);
  EXPECT_EQ(HeadOf(response, options),
            "HTTP/1.1 200 OK\r\n"
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: 12\r\n"
            "ETag: W/\"abc\"\r\n"
            "Vary: Accept-Encoding\r\n"
            "\r\n");
}

TEST(HttpHeadTest, AValueCannotEndItsField) {
  HttpResponse response;
  response.headers.emplace_back("Link", "<x>\r\nSet-Cookie: a=b");
  response.headers.emplace_back("X", std::string("a\0b", 3));
  const std::string head = HeadOf(response, {});
  EXPECT_THAT(head, Not(HasSubstr("Set-Cookie")));
  EXPECT_THAT(head, Not(HasSubstr("X:")));
}

TEST(HttpHeadTest, NoBodyHasNoLength) {
  HttpResponse response;
  response.status = 304;
  response.content_type = "application/json";
  HeadOptions options;
  options.framing = Framing::kNone;
  const std::string head = HeadOf(response, options);
  EXPECT_THAT(head, HasSubstr("304 Not Modified"));
  EXPECT_THAT(head, Not(HasSubstr("Content-")));
}

TEST(HttpHeadTest, HostsAreNamesOrAddresses) {
  for (const char* host : {"localoffer.example.org", "127.0.0.1:8080",
                           "[::1]:8080", "a_b-c", "xn--bcher-kva.example"}) {
    EXPECT_TRUE(IsHost(host)) << host;
  }
  for (const char* host : {"", "a b", "a/b", "a@b", "<a>", "a\"b", "a,b"}) {
    EXPECT_FALSE(IsHost(host)) << host;
  }
  EXPECT_FALSE(IsHost(std::string(300, 'a')));
}

TEST(HttpHeadTest, GzipIsUsedWhereItIsAllowed) {
  for (const char* yes : {"gzip", "deflate, gzip", "GZIP;q=0.5", "br,gzip"}) {
    EXPECT_TRUE(AcceptsGzip(yes)) << yes;
  }
  for (const char* no : {"", "identity", "gzip;q=0", "gzip; q=0.0", "xgzip"}) {
    EXPECT_FALSE(AcceptsGzip(no)) << no;
  }
}

TEST(HttpHeadTest, TagsAreComparedWeakly) {
  for (const char* yes : {"\"a\"", "W/\"a\"", "\"b\", W/\"a\"", "*"}) {
    EXPECT_TRUE(NamesEtag(yes, "a")) << yes;
  }
  for (const char* no : {"", "a", "\"b\"", "\"a", "W/a"}) {
    EXPECT_FALSE(NamesEtag(no, "a")) << no;
  }
  EXPECT_FALSE(NamesEtag("*", ""));
}

TEST(AsksForHtml, WhenItIsNamedAndNotLessThanJson) {
  EXPECT_TRUE(AsksForHtml(
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
  EXPECT_TRUE(AsksForHtml("TEXT/HTML"));
  EXPECT_TRUE(AsksForHtml("text/html;q=0.5, application/json;q=0.4"));
  for (const char* other :
       {"", "*/*", "text/*", "application/json", "text/html;q=0",
        "application/json, text/html;q=0.9",
        "application/problem+json, text/html;q=0.9"}) {
    EXPECT_FALSE(AsksForHtml(other)) << other;
  }
}

}  // namespace
}  // namespace localoffer::gateway
