#include "services/gateway/feed_resource.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/feed/feed_reader.h"
#include "services/feed/testing_directory.h"
#include "services/gateway/feed_item.h"
#include "services/gateway/target.h"
#include "services/gateway/testing_node.h"
#include "services/openreferral/write_json.h"
#include "services/rpc/error.h"

namespace localoffer::gateway {
namespace {

using ::testing::HasSubstr;

constexpr char kBase[] = "http://example.org";
constexpr char kLicence[] = "https://example.org/licence";

class FeedResourceTest : public ::testing::Test, public feed::TestingDirectory {
 protected:
  absl::StatusOr<HttpResponse> Ask(const std::string& gss,
                                   const std::string& query,
                                   const std::string& etag = "") {
    HttpRequest request;
    request.target = Path(gss) + query;
    // As headers have it, or a star.
    request.if_none_match =
        etag.size() < 2 ? etag : absl::StrCat("W/\"", etag, "\"");
    const auto target = ParseTarget(request.target);
    EXPECT_TRUE(target.ok()) << target.status();
    std::map<std::string, std::string> names;
    if (!gss.empty()) names["gss"] = gss;
    return FeedResource(node_.client(), kLicence)
        .Get({request, *target, names, kBase});
  }
  HttpResponse Get(const std::string& gss, const std::string& query,
                   const std::string& etag = "") {
    auto response = Ask(gss, query, etag);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : HttpResponse();
  }
  static std::string Path(const std::string& gss) {
    return gss.empty() ? "/rpde/services"
                       : absl::StrCat("/authorities/", gss, "/rpde/services");
  }

  // A page as the store has it, without the node's calls.
  std::string Expected(const std::string& gss, const std::string& query,
                       uint64_t after, size_t limit) {
    feed::FeedRequest request;
    request.of = gss;
    request.after = after;
    request.most_items = limit;
    const auto page =
        feed::FeedReader(*store_).Read(request, store_->logs().Latest());
    EXPECT_TRUE(page.ok()) << page.status();
    uint64_t next = page->next;
    std::string items;
    size_t bytes = 0;
    for (const feed::FeedItem& item : page->items) {
      const std::string& name = item.entry.name();
      absl::StrAppend(&items, items.empty() ? "\n" : ",\n", "{\"state\":\"",
                      item.deleted ? "deleted" : "updated",
                      "\",\"kind\":\"Service\",\"id\":\"", name,
                      "\",\"modified\":", item.change_number);
      bytes += name.size();
      if (!item.deleted) {
        const std::string data = openreferral::WriteServiceJson(
            item.entry.service(), item.entry.local_offer(), {});
        absl::StrAppend(&items, ",\"data\":", data);
        bytes += data.size();
      }
      items += "}";
      if (bytes < 1 << 20) continue;
      next = item.change_number;
      break;
    }
    std::string address = kBase + Path(gss) + query;
    if (next != after) {
      address = absl::StrCat(kBase, Path(gss), "?afterChangeNumber=", next,
                             "&witness=", *store_->arrivals().Witness(next));
      if (limit != 500) absl::StrAppend(&address, "&limit=", limit);
    }
    return absl::StrCat("{\"next\":", JsonString(address), ",\"items\":[",
                        items, "],\"license\":\"", kLicence, "\"}\n");
  }

  TestingNode node_{*store_, clock_.clock()};
};

TEST_F(FeedResourceTest, AtAnyPlaceThePageIsWhatTheStoreHas) {
  std::mt19937 random(5);
  const auto below = [&random](uint64_t bound) { return random() % bound; };
  for (int step = 0; step < 300; ++step) {
    Happen(random);
    const uint64_t newest = *store_->arrivals().Newest();
    for (const char* gss : {"", feed::kBristol, feed::kLeeds}) {
      const uint64_t after = below(newest + 1);
      const size_t limit = below(3) == 0 ? 500 : 1 + below(12);
      std::string query = absl::StrCat("?afterChangeNumber=", after);
      if (below(2) == 0) {
        absl::StrAppend(&query,
                        "&witness=", *store_->arrivals().Witness(after));
      }
      if (limit != 500 || below(2) == 0) {
        absl::StrAppend(&query, "&limit=", limit);
      }
      const HttpResponse page = Get(gss, query);
      ASSERT_EQ(page.body, Expected(gss, query, after, limit)) << query;
      EXPECT_EQ(page.content_type, "application/json");
      EXPECT_EQ(Get(gss, query, page.etag).status, 304);
    }
  }
}

TEST_F(FeedResourceTest, ALongPageIsCutWhereItsTextIsLong) {
  const std::string text(90 << 10, 'x');
  for (int i = 1; i <= 30; ++i) Publish(feed::kBristol, i, text);
  std::string query;
  uint64_t after = 0;
  for (int pages = 0; pages < 3; ++pages) {
    const std::string body = Get("", query).body;
    ASSERT_EQ(body, Expected("", query, after, 500));
    EXPECT_LT(body.size(), (1 << 20) + (100 << 10));
    after = std::min<uint64_t>(after + 12, 30);
    query = absl::StrCat("?afterChangeNumber=", after,
                         "&witness=", *store_->arrivals().Witness(after));
    EXPECT_THAT(body, HasSubstr(query));
  }
  EXPECT_THAT(Get("", query).body, HasSubstr("\"items\":[]"));
}

TEST_F(FeedResourceTest, APlaceOfAnotherNodeIsGone) {
  Publish(feed::kBristol, 1, "a");
  const std::string etag = Get("", "?afterChangeNumber=1").etag;
  for (const char* query :
       {"?afterChangeNumber=1&witness=0123456789abcdef",
        "?afterChangeNumber=1&witness=", "?afterChangeNumber=2",
        "?afterChangeNumber=9223372036854775807",
        "?afterChangeNumber=0&witness=%C3%A9"}) {
    for (const std::string& known : {std::string(), etag, std::string("*")}) {
      const HttpResponse gone = Get(feed::kBristol, query, known);
      EXPECT_EQ(gone.status, 410) << query;
      EXPECT_THAT(gone.body,
                  HasSubstr("\"resync\":\"http://example.org/authorities/"
                            "E06000023/rpde/services\""));
      EXPECT_THAT(gone.body, HasSubstr("FEED_BEGAN_ANEW"));
    }
  }
}

TEST_F(FeedResourceTest, WhatIsKnownIsNotSentUntilSomethingHappens) {
  Publish(feed::kBristol, 1, "a");
  const std::string etag = Get("", "").etag;
  EXPECT_EQ(Get("", "", etag).status, 304);
  EXPECT_EQ(Get("", "", etag).etag, etag);
  EXPECT_EQ(Get("", "", etag).body, "");
  EXPECT_EQ(Get("", "?limit=500", etag).status, 200);
  EXPECT_EQ(Get(feed::kBristol, "", etag).status, 200);
  Publish(feed::kLeeds, 1, "b");
  EXPECT_EQ(Get("", "", etag).status, 200);
  EXPECT_NE(Get("", "", etag).etag, etag);
}

TEST_F(FeedResourceTest, AnUnknownAuthorityIsSaidInWordsOfHttp) {
  for (const std::string& etag : {std::string(), std::string("*")}) {
    for (const char* gss : {"E06999999", "bristol", "-"}) {
      // Whatever else is wrong.
      for (const char* query : {"", "?afterChangeNumber=9"}) {
        const absl::Status unknown = Ask(gss, query, etag).status();
        EXPECT_TRUE(absl::IsNotFound(unknown)) << unknown;
        EXPECT_EQ(rpc::ReasonOf(unknown), "UNKNOWN_AUTHORITY");
        EXPECT_EQ(unknown.message(),
                  absl::StrCat("\"", gss,
                               "\" is no authority of this node; wanted a code "
                               "such as E06000023"));
      }
    }
  }
}

TEST_F(FeedResourceTest, ANodeThatIsAwayIsNoEnd) {
  const auto elsewhere = node_.Connect();
  node_.Stop();
  HttpRequest request;
  request.target = "/rpde/services";
  const auto target = ParseTarget(request.target);
  EXPECT_TRUE(absl::IsUnavailable(FeedResource(elsewhere, kLicence)
                                      .Get({request, *target, {}, kBase})
                                      .status()));
}

}  // namespace
}  // namespace localoffer::gateway
