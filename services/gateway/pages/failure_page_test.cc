// What people see where something is wrong.
#include "services/gateway/pages/failure_page.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/pages/testing_pages.h"
#include "services/gateway/problem.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(PagesTest, WhatIsNotThereIsAPageToo) {
  for (const std::string& target : {EntryTarget(7), std::string("/entries/x/y"),
                                    std::string("/authorities/nowhere")}) {
    const HttpResponse page = Get(target);
    EXPECT_EQ(page.status, 404) << target;
    EXPECT_THAT(page.body, HasSubstr("Page not found")) << target;
    EXPECT_TRUE(page.etag.empty());
  }
  EXPECT_EQ(Get("/?misspelt=1").status, 400);
}

TEST_F(PagesTest, PeopleGetAPageWhereAppsGetAProblem) {
  for (const std::string target : {"/nowhere", "/entries", "/cyclists"}) {
    const HttpResponse page = Open(target);
    EXPECT_EQ(page.status, 404) << target;
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_THAT(page.body, HasSubstr("Page not found"));
    EXPECT_EQ(Get(target).content_type, "application/problem+json");
  }
  EXPECT_THAT(Open("/cy/nowhere").body, HasSubstr("Heb ddod o hyd"));
  EXPECT_THAT(Open("/cy/nowhere").body, HasSubstr("href=\"/nowhere\""));
  const HttpResponse broken = Open("/%zz?a=<script>");
  EXPECT_EQ(broken.status, 400);
  EXPECT_THAT(broken.body, HasSubstr("broken percent code"));
  EXPECT_THAT(broken.body, Not(HasSubstr("<script>")));
}

TEST_F(PagesTest, WhereTheNodeDoesNotAnswerPeopleAreToldToComeBack) {
  const auto site = Site::Make({node_.Connect(), offer_.clock().clock(),
                                &offer_.store().geography().boundaries(),
                                &site_->gazetteer()});
  ASSERT_TRUE(site.ok()) << site.status();
  Router router;
  AddPages(**site, router);
  HttpRequest request;
  request.method = "GET";
  request.accept = "text/html";
  const auto open = [&](const std::string& target) {
    request.target = target;
    return ForReader(**site, request, "http://example.org",
                     router.Answer(request, "http://example.org"));
  };
  const std::string etag = open("/").etag;
  EXPECT_NE(etag, "");
  node_.Stop();
  const std::vector<std::string> targets = {
      "/",
      "/cy?need=breaks",
      "/listed?provider=9900001",
      "/authorities",
      EntryTarget(1),
      "/listed.csv?provider=9900001",
      "/england.csv",
      "/sitemap.xml",
      "/authorities/E06000023/sitemap.xml"};
  for (const std::string& target : targets) {
    const HttpResponse page = open(target);
    EXPECT_EQ(page.status, 503) << target;
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_THAT(page.headers, Contains(::testing::Pair("Retry-After", "5")));
  }
  // Nobody knows whether it is still right.
  request.if_none_match = absl::StrCat("\"", etag, "\"");
  EXPECT_EQ(open("/").status, 503);
}

TEST_F(PagesTest, TheOtherLanguageIsNeverAnotherSite) {
  for (const std::string target :
       {"/cy//evil.example/x", "/cy/\\evil.example/x", "/cy///evil.example",
        "//evil.example/x", "/\\evil.example"}) {
    const HttpResponse page = Open(target);
    EXPECT_THAT(page.body, Not(HasSubstr("href=\"//"))) << target;
    EXPECT_THAT(page.body, Not(HasSubstr("href=\"/\\"))) << target;
    EXPECT_THAT(page.body,
                HasSubstr(absl::StartsWith(target, "/cy") ? "href=\"/\""
                                                          : "href=\"/cy\""))
        << target;
  }
}

TEST_F(PagesTest, ARefusalKeepsItsFieldsAndSaysWhy) {
  const HttpResponse posted = Open("/listed", "POST");
  EXPECT_EQ(posted.status, 405);
  EXPECT_THAT(posted.headers,
              Contains(::testing::Pair("Allow", "GET, HEAD, OPTIONS")));
  EXPECT_THAT(posted.headers,
              Contains(::testing::Pair("Cache-Control", "no-store")));
  EXPECT_THAT(posted.body, HasSubstr("can only be read"));
  offer_.Publish(1, "Short breaks", {"9900001"});
  const HttpResponse proof =
      Open("/proofs/absent?authority=E06000023&provider=GB-CHC-9900001");
  EXPECT_EQ(proof.status, 404);
  EXPECT_THAT(proof.body, HasSubstr("had made no edition"));
  const HttpResponse table = Open("/listed.csv?provider=x");
  EXPECT_EQ(table.status, 400);
  EXPECT_THAT(table.body, HasSubstr("Enter a charity number"));
}

TEST_F(PagesTest, AnyStatusHasAPage) {
  for (const Language& language : site_->languages()) {
    for (const int status :
         {400, 404, 405, 409, 410, 413, 429, 431, 500, 503}) {
      HttpResponse problem = Problem(status, "REASON", "the detail");
      problem.headers.emplace_back("Retry-After", "7");
      const HttpResponse page = FailurePage(
          *site_, language, {"/x", "http://example.org"}, std::move(problem));
      EXPECT_EQ(page.status, status);
      EXPECT_THAT(page.body, HasSubstr("</html>"));
      EXPECT_EQ(absl::StrContains(page.body, "the detail"), status < 500);
      EXPECT_THAT(page.headers, Contains(::testing::Pair("Retry-After", "7")));
    }
  }
}

// What may show the answer in a frame.
std::string FramersOf(const HttpResponse& response) {
  for (const auto& [name, value] : response.headers) {
    if (name != "Content-Security-Policy") continue;
    return value.substr(value.find("frame-ancestors"));
  }
  return "";
}

TEST_F(PagesTest, WhatIsWrongInAFrameIsSaidInIt) {
  const std::string missing = EntryTarget(7);
  struct Case {
    std::string target;
    int status;
    std::string window;
  };
  for (const Case& wrong :
       {Case{"/embed?misspelt=1", 400, "/?misspelt=1"},
        Case{"/embed?page=0&need=a", 400, "/?page=0&amp;need=a"},
        Case{"/cy/embed?misspelt=1", 400, "/cy?misspelt=1"},
        Case{absl::StrCat("/embed", missing), 404, missing},
        Case{absl::StrCat("/cy/embed", missing, "?need=a"), 404,
             absl::StrCat("/cy", missing)},
        Case{absl::StrCat("/embed", missing, "?misspelt=1"), 400, missing},
        Case{"/embed/nowhere", 404, "/"}, Case{"/embed//evil", 400, "/"},
        Case{"/cy/embed/%zz", 400, "/cy"},
        // The same addresses.
        Case{"/%65mbed?misspelt=1", 400, "/?misspelt=1"},
        Case{"/%65%6d%62%65%64/nowhere", 404, "/"},
        Case{"/%63y/emb%65d?misspelt=1", 400, "/cy?misspelt=1"}}) {
    SCOPED_TRACE(wrong.target);
    const HttpResponse page = Open(wrong.target);
    EXPECT_EQ(page.status, wrong.status);
    EXPECT_EQ(FramersOf(page), "frame-ancestors *");
    EXPECT_THAT(page.body, HasSubstr("lo-embed"));
    EXPECT_THAT(page.body, HasSubstr(absl::StrCat("href=\"", wrong.window,
                                                  "\" target=\"_blank\"")));
    EXPECT_THAT(page.body, Not(HasSubstr("<header")));
  }
  for (const std::string target :
       {"/embedded", "/embedded?a=1", "/x/embed", "/embed%2fnowhere", "/%65mbe",
        "/cy%2fembed", "/%2565mbed"}) {
    EXPECT_EQ(FramersOf(Open(target)), "frame-ancestors 'none'") << target;
  }
}

TEST_F(PagesTest, NobodyPutsHisWordsIntoAFrame) {
  EXPECT_THAT(Open("/?Ring%20me=1").body, HasSubstr("Ring me"));
  for (const std::string target :
       {"/embed?Ring%20me=1", "/cy/embed?Ring%20me=1", "/%65mbed?Ring%20me=1",
        "/embed/entries/Ring%20me/x", "/embed/entries/a/Ring%20me"}) {
    const HttpResponse page = Open(target);
    EXPECT_GE(page.status, 400) << target;
    EXPECT_THAT(page.body, Not(HasSubstr("Ring me"))) << target;
  }
}

TEST_F(PagesTest, WhatIsPreparedFollowsFromLanguageFrameAndStatusAlone) {
  const PreparedFailures prepared(*site_);
  const auto show = [&](const std::string& target, int status) {
    HttpRequest request;
    request.target = target;
    request.accept = "text/html";
    HttpResponse problem = Problem(status, "REASON", "the detail");
    problem.headers.emplace_back("Retry-After", "7");
    return prepared.ForReader(request, std::move(problem));
  };
  for (const int status : {400, 413, 414, 429, 431, 500, 501, 503}) {
    const HttpResponse page = show("/listed?provider=9900001", status);
    EXPECT_EQ(page.status, status);
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_EQ(FramersOf(page), "frame-ancestors 'none'");
    EXPECT_THAT(page.headers, Contains(::testing::Pair("Retry-After", "7")));
    EXPECT_THAT(page.headers,
                Contains(::testing::Pair("Cache-Control", "no-store")));
    EXPECT_THAT(page.body, HasSubstr("</html>"));
    EXPECT_THAT(page.body, Not(HasSubstr("the detail")));
    EXPECT_THAT(page.body, Not(HasSubstr("9900001")));
    EXPECT_THAT(page.body, Not(HasSubstr("<a ")));
    EXPECT_EQ(show("", status).body, page.body);
    EXPECT_EQ(show("/cyclists", status).body, page.body);
    const HttpResponse framed = show("/%65mbed?need=a", status);
    EXPECT_EQ(FramersOf(framed), "frame-ancestors *");
    EXPECT_EQ(framed.body, page.body);
    const HttpResponse welsh = show("/cy/embed/entries/a/b", status);
    EXPECT_EQ(FramersOf(welsh), "frame-ancestors *");
    EXPECT_THAT(welsh.body, HasSubstr("lang=\"cy\""));
    EXPECT_EQ(welsh.body, show("/%63y", status).body);
  }
  EXPECT_THAT(show("/", 429).body, HasSubstr("asking too often"));
  EXPECT_THAT(show("/", 414).body, HasSubstr("too long"));
  // Apps get the problem.
  HttpRequest request;
  request.target = "/";
  request.accept = "*/*";
  EXPECT_EQ(
      prepared.ForReader(request, Problem(429, "REASON", "the detail")).body,
      Problem(429, "REASON", "the detail").body);
}

TEST_F(PagesTest, AnEntryThatIsNotThereLeadsBackToTheAnswersOfItsFrame) {
  const std::string target = absl::StrCat("/embed", EntryTarget(7));
  EXPECT_THAT(Get(absl::StrCat(target, "?need=a&postcode=BS1")).body,
              HasSubstr("href=\"/embed?need=a&amp;postcode=BS1#results\""));
  EXPECT_THAT(Get(target).body, Not(HasSubstr("back-link")));
  // Where the question is what is wrong.
  EXPECT_THAT(Get(absl::StrCat(target, "?misspelt=1")).body,
              Not(HasSubstr("back-link")));
}

}  // namespace
}  // namespace localoffer::gateway::pages
