#include "services/gateway/export_resource.h"

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/directory/exporter.h"
#include "services/entry/timestamp.h"
#include "services/feed/testing_directory.h"
#include "services/gateway/target.h"
#include "services/gateway/testing_node.h"
#include "services/rpc/error.h"

namespace localoffer::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

class ExportResourceTest : public ::testing::Test,
                           public feed::TestingDirectory {
 protected:
  absl::StatusOr<HttpResponse> Ask(const std::string& query,
                                   const std::string& etag = "") {
    HttpRequest request;
    request.target = "/export.ndjson" + query;
    // As headers have it, or a star.
    request.if_none_match =
        etag.size() < 2 ? etag : absl::StrCat("W/\"", etag, "\"");
    const auto target = ParseTarget(request.target);
    EXPECT_TRUE(target.ok()) << target.status();
    return resource_.Get({request, *target, {}, "http://example.org"});
  }
  HttpResponse Get(const std::string& query, const std::string& etag = "") {
    auto response = Ask(query, etag);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : HttpResponse();
  }
  static std::string Body(const HttpResponse& response) {
    std::string body;
    while (true) {
      std::string piece;
      const auto more = response.source(piece);
      EXPECT_TRUE(more.ok()) << more.status();
      body += piece;
      if (!more.ok() || !*more) return body;
      EXPECT_NE(piece, "");
    }
  }
  // The file as the node makes it, without its calls.
  std::string Expected(const std::string& of, std::optional<absl::Time> at) {
    v1::ExportEntriesRequest request;
    request.set_parent(absl::StrCat("authorities/", of.empty() ? "-" : of));
    request.set_format(v1::EXPORT_FORMAT_NDJSON);
    if (at) *request.mutable_read_time() = entry::ToTimestamp(*at);
    const auto exporter = directory::Exporter::Start(*store_, request);
    EXPECT_TRUE(exporter.ok()) << exporter.status();
    std::string file;
    v1::ExportEntriesResponse message;
    while (*(*exporter)->Next(message)) {
      file += message.chunk();
      message.Clear();
    }
    return file;
  }
  static std::string At(absl::Time time) {
    return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
  }
  // Of the node, so far.
  int Exports() const { return node_.Calls("ExportEntries"); }

  TestingNode node_{*store_, clock_.clock()};
  const ExportResource resource_{node_.client(), v1::EXPORT_FORMAT_NDJSON, 3};
};

TEST_F(ExportResourceTest, OfAnyTimeItIsTheNodesFile) {
  Publish(feed::kBristol, 1, "the first");
  Publish(feed::kLeeds, 1, "the first");
  std::vector<absl::Time> times;
  std::mt19937 random(3);
  for (int i = 0; i < 40; ++i) {
    Happen(random);
    times.push_back(clock_.now());
  }
  PublishMany(feed::kLeeds, 100, 400);
  for (const std::string of : {"", feed::kBristol, feed::kLeeds}) {
    const std::string whose = of.empty() ? "" : absl::StrCat("&authority=", of);
    EXPECT_EQ(Body(Get(of.empty() ? "" : "?authority=" + of)),
              Expected(of, std::nullopt));
    for (const absl::Time time : times) {
      const HttpResponse response = Get(absl::StrCat("?at=", At(time), whose));
      ASSERT_EQ(Body(response), Expected(of, time));
      EXPECT_THAT(response.headers,
                  Contains(Pair("Local-Offer-Revision",
                                store_->logs().At(time)->ToRevision())));
    }
  }
}

TEST_F(ExportResourceTest, WhatIsKnownIsNotBegun) {
  Publish(feed::kBristol, 1, "a");
  const std::string at = absl::StrCat("?at=", At(clock_.now()));
  clock_.Advance(absl::Hours(1));
  for (const std::string& query :
       {std::string(), at, std::string("?authority=E06000023")}) {
    // To its end, for calls are counted when they end.
    const HttpResponse whole = Get(query);
    EXPECT_NE(Body(whole), "");
    const int before = Exports();
    EXPECT_EQ(Get(query, whole.etag).status, 304);
    EXPECT_EQ(Get(query, whole.etag).etag, whole.etag);
    EXPECT_EQ(Exports(), before);
    EXPECT_NE(Body(Get(query, "other")), "");
    EXPECT_EQ(Exports(), before + 1);
  }
  const std::string etag = Get("").etag;
  const std::string old = Get(at).etag;
  Publish(feed::kLeeds, 1, "b");
  EXPECT_EQ(Get("", etag).status, 200);
  // It may have been erased since.
  EXPECT_EQ(Get(at, old).status, 200);
}

TEST_F(ExportResourceTest, WhatIsWrongIsSaidInWordsOfHttp) {
  Publish(feed::kBristol, 1, "a");
  clock_.Advance(absl::Seconds(1));
  for (const std::string& etag : {std::string(), std::string("*")}) {
    EXPECT_EQ(rpc::ReasonOf(Ask("?authority=E06999999", etag).status()),
              "UNKNOWN_AUTHORITY");
    EXPECT_EQ(rpc::ReasonOf(Ask("?authority=-&at=x", etag).status()),
              "UNKNOWN_AUTHORITY");
    EXPECT_EQ(rpc::ReasonOf(Ask("?authority=E06999999&at=x", etag).status()),
              "UNKNOWN_AUTHORITY");
    for (const char* time :
         {"2999-01-01", "9999-12-31", "10000-01-01", "infinite-future"}) {
      EXPECT_EQ(Ask(absl::StrCat("?at=", time), etag).status(),
                rpc::InvalidField("at", "must not lie in the future"));
    }
    EXPECT_EQ(
        rpc::ReasonOf(Ask("?authority=E08000035&at=2026-09-01", etag).status()),
        "BEFORE_HISTORY");
  }
  const absl::Status no_time = Ask("?at=yesterday").status();
  EXPECT_TRUE(absl::IsInvalidArgument(no_time));
  EXPECT_THAT(std::string(no_time.message()), HasSubstr("yesterday"));
}

TEST_F(ExportResourceTest, FewAreMadeAtATime) {
  PublishMany(feed::kBristol, 1, 2000);
  std::vector<HttpResponse> under_way;
  for (int i = 0; i < 3; ++i) under_way.push_back(Get(""));
  EXPECT_EQ(rpc::ReasonOf(Ask("").status()), "TOO_MANY_EXPORTS");
  // One has read some, and leaves; another was not even looked at.
  std::string piece;
  EXPECT_TRUE(*under_way.back().source(piece));
  under_way.pop_back();
  under_way.pop_back();
  EXPECT_EQ(Body(Get("")), Expected("", std::nullopt));
}

}  // namespace
}  // namespace localoffer::gateway
